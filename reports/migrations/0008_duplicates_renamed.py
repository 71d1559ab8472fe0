"""Standard names: what a person said of two events that look alike is a verdict on duplicates."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_closed_without_report")]

    operations = [
        migrations.RenameModel("SamenessVerdict", "DuplicateVerdict"),
        migrations.RemoveConstraint("duplicateverdict", "sameness_verdict_once"),
        migrations.RemoveConstraint("duplicateverdict", "sameness_verdict_in_order"),
        migrations.AddConstraint(
            "duplicateverdict",
            models.UniqueConstraint(
                fields=["first", "second"],
                name="duplicate_verdict_once",
                violation_error_message="Об этих мероприятиях уже решено.",
            ),
        ),
        migrations.AddConstraint(
            "duplicateverdict",
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="duplicate_verdict_in_order",
                violation_error_message="Меньший номер мероприятия стоит первым.",
            ),
        ),
    ]
