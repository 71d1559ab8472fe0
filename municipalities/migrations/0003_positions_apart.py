"""No two municipalities stand in one place: those that do move down, in the order they had."""

from django.db import migrations


def part(apps, schema_editor):
    Municipality = apps.get_model("municipalities", "Municipality")
    free = 0
    for municipality in Municipality.objects.order_by("position", "slug"):
        position = max(municipality.position, free)
        if position != municipality.position:
            Municipality.objects.filter(pk=municipality.pk).update(position=position)
        free = position + 1


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_the_27_municipalities")]

    # Backwards there is nothing to undo: the order is the same.
    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
