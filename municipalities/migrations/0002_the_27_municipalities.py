"""The municipalities and their official names, from ``municipalities/data/municipalities.csv``."""

import csv
from pathlib import Path

from django.db import migrations

CSV = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


def load(apps, schema_editor):
    Municipality = apps.get_model("municipalities", "Municipality")
    MunicipalityName = apps.get_model("municipalities", "MunicipalityName")
    with CSV.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            municipality, _ = Municipality.objects.get_or_create(
                slug=row["slug"],
                defaults={"position": row["position"], "admin_center": row["admin_center"]},
            )
            MunicipalityName.objects.get_or_create(
                municipality=municipality,
                valid_from=row["valid_from"],
                defaults={
                    "full_name": row["full_name"],
                    "short_name": row["short_name"],
                    "kind": row["kind"],
                    "oktmo": row["oktmo"],
                },
            )


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0001_initial")]

    # Backwards there is nothing to undo: the rows may be in use, and 0001 takes the tables away.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
