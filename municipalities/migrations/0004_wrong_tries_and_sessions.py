from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_the_27_municipalities")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wrong_tries",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="неудачных попыток с последнего входа"
            ),
        ),
    ]
