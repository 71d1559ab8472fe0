"""A state that was saved by itself keeps its page and the number of the page's attempt in fields of
their own. Before, both were words of the reason: «autosave <page> <number>»."""

import re

from django.db import migrations, models

REASON = re.compile(r"autosave ([a-z0-9]{0,20}) (\d{1,9})")
STATES = ("HistoricalEvent", "HistoricalReport")
BATCH = 200


def reasons_to_fields(apps, schema_editor):
    for name in STATES:
        model = apps.get_model("reports", name)
        reasons = model.objects.filter(history_change_reason__startswith="autosave ")
        found = (
            (key, REASON.fullmatch(reason))
            for key, reason in reasons.values_list("pk", "history_change_reason")
        )
        states = [
            model(pk=key, autosave_page=match[1], autosave_number=int(match[2]))
            for key, match in found
            if match
        ]
        fields = ["autosave_page", "autosave_number", "history_change_reason"]
        model.objects.bulk_update(states, fields, BATCH)


def fields_to_reasons(apps, schema_editor):
    for name in STATES:
        model = apps.get_model("reports", name)
        autosaved = model.objects.filter(autosave_number__isnull=False)
        states = [
            model(pk=key, history_change_reason=f"autosave {page} {number}")
            for key, page, number in autosaved.values_list("pk", "autosave_page", "autosave_number")
        ]
        model.objects.bulk_update(states, ["history_change_reason"], BATCH)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_duplicates_renamed")]

    operations = [
        *(
            migrations.AddField(name.lower(), field, definition)
            for name in STATES
            for field, definition in (
                (
                    "autosave_page",
                    models.CharField("страница, с которой сохранено", max_length=20, default=""),
                ),
                (
                    "autosave_number",
                    models.PositiveIntegerField("номер сохранения этой страницы", null=True),
                ),
            )
        ),
        migrations.RunPython(reasons_to_fields, fields_to_reasons),
    ]
