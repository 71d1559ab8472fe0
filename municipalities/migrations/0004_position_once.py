from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0003_positions_apart")]

    operations = [
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.UniqueConstraint(
                fields=("position",),
                name="municipality_position_once",
                violation_error_message="Это место в сводном отчете уже занято другим муниципальным "
                "образованием. Поменять места можно одним файлом.",
            ),
        ),
    ]
