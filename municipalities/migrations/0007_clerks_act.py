"""Every clerk acts for the municipality that stood in the account, from the day it was opened."""

from django.db import migrations
from django.utils import timezone


def move_to_rows(apps, schema_editor):
    Acting = apps.get_model("municipalities", "Acting")
    clerks = apps.get_model("municipalities", "User").objects.exclude(municipality=None)
    Acting.objects.bulk_create(
        Acting(
            person_id=clerk.pk,
            municipality_id=clerk.municipality_id,
            since=timezone.localdate(clerk.date_joined),
        )
        for clerk in clerks
    )


def move_back(apps, schema_editor):
    """The account holds one: the last that was begun."""
    Acting = apps.get_model("municipalities", "Acting")
    User = apps.get_model("municipalities", "User")
    for row in Acting.objects.filter(person__role="municipality").order_by("since", "pk"):
        User.objects.filter(pk=row.person_id).update(municipality=row.municipality_id)
    Acting.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0006_acting")]

    operations = [migrations.RunPython(move_to_rows, move_back)]
