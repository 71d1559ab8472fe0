from django.db import migrations, models
from django.db.models import F


def mend_dates(apps, schema_editor):
    """A clock that was put back made an acceptance earlier than what it accepts."""
    reports = apps.get_model("reports", "Report").objects
    reports.filter(accepted_at__lt=F("submitted_at")).update(accepted_at=F("submitted_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0011_dates_people_and_reasons'),
    ]

    operations = [
        migrations.RunPython(mend_dates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('submitted_at', None), ('accepted_at__gte', models.F('submitted_at')), _connector='OR'), name='report_accepted_after_submitted', violation_error_message='Отчет не может быть принят раньше, чем сдан.'),
        ),
    ]
