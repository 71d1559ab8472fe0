from django.db import migrations
from django.db.models import Max, Q


def fill(apps, schema_editor):
    """Reports that lie returned since before the day was kept: the log knows it."""
    reports = apps.get_model("reports", "Report").objects.filter(status="returned")
    for report in reports.annotate(at=Max("log__at", filter=Q(log__action="return"))):
        report.returned_at = report.at
        report.save(update_fields=["returned_at"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_region_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
