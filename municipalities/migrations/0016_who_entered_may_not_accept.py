
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('municipalities', '0015_added_places'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalregion',
            name='forbids_accepting_own_entry',
            field=models.BooleanField(default=False, verbose_name='принимает отчет не тот, кто внес его за муниципальное образование'),
        ),
        migrations.AddField(
            model_name='region',
            name='forbids_accepting_own_entry',
            field=models.BooleanField(default=False, verbose_name='принимает отчет не тот, кто внес его за муниципальное образование'),
        ),
    ]
