from django.db import migrations, models

import reports.models.fields

NOT_ASKED = "Причина не записана: раньше ее не спрашивали."


def say(apps, schema_editor):
    """Refusals made before that are known to have no reason; one migration, since the constraint
    cannot stand on them otherwise."""
    requests = apps.get_model("reports", "ExtensionRequest")
    requests.objects.filter(settled_at__isnull=False, is_granted=False).update(refusal=NOT_ASKED)


class Migration(migrations.Migration):

    dependencies = [("reports", "0017_ready_remarks")]

    operations = [
        migrations.AddField(
            model_name="extensionrequest",
            name="refusal",
            field=reports.models.fields.CleanTextField(blank=True, default="", max_length=500, verbose_name="почему не продлен"),
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('settled_at', None), ('is_granted', True), _connector='OR'), ('refusal', '')), models.Q(('is_granted', False), ('settled_at__isnull', False), models.Q(('refusal', ''), _negated=True)), _connector='OR'), name='extension_request_refused_with_reason', violation_error_message='Напишите, почему срок не продлен.'),
        ),
    ]
