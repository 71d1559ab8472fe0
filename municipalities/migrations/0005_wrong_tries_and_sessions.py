from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_position_once")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wrong_tries",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="неудачных попыток с последнего входа"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="rights_version",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Сеансы с прежним номером недействительны.",
                verbose_name="номер прав",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="notice",
            field=models.TextField(
                blank=True, editable=False, verbose_name="что сказать на следующей странице"
            ),
        ),
    ]
