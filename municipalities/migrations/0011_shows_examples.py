from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0010_region")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="shows_examples",
            field=models.BooleanField(
                default=True, verbose_name="показывать пояснения и примеры под полями"
            ),
        ),
    ]
