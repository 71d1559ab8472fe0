import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0005_wrong_tries_and_sessions")]

    operations = [
        # Here, not with the column: on the way back the accounts have theirs again by now.
        migrations.RemoveConstraint(model_name="user", name="user_municipality_matches_role"),
        migrations.CreateModel(
            name="Acting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="с какого дня")),
                ("until", models.DateField(blank=True, null=True, verbose_name="по какой день")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acting",
                        to="municipalities.municipality",
                        verbose_name="муниципальное образование",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acting",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="сотрудник",
                    ),
                ),
            ],
            options={
                "verbose_name": "кто за кого действует",
                "verbose_name_plural": "кто за кого действует",
                "ordering": ["person", "since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "municipality", "since"),
                        name="acting_once_from_a_day",
                        violation_error_message="С этого дня сотрудник уже действует за это "
                        "муниципальное образование.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                        name="acting_until_after_since",
                        violation_error_message="Последний день не может быть раньше первого.",
                    ),
                ],
            },
        ),
    ]
