from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0011_shows_examples")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_welcomed",
            field=models.BooleanField(
                default=False,
                editable=False,
                verbose_name="объяснение для новых сотрудников закрыто",
            ),
        ),
    ]
