from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("municipalities", "0013_region_history")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"ordering": ["full_name", "username"], "verbose_name": "учетная запись", "verbose_name_plural": "учетные записи"},
        ),
    ]
