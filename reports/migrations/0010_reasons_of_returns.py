"""A row of the log on a return says how many remarks went with it. Those written before that say
where the reasons stand."""

from django.db import migrations

REASON = "Причины – в замечаниях."


def say(apps, schema_editor):
    log = apps.get_model("reports", "ReportLog")
    log.objects.filter(action="return", note="").update(note=REASON)


def be_silent(apps, schema_editor):
    log = apps.get_model("reports", "ReportLog")
    log.objects.filter(action="return", note=REASON).update(note="")


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_page_and_number_of_autosaves")]

    operations = [migrations.RunPython(say, be_silent)]
