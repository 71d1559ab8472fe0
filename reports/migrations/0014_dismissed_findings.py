import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0013_clearer_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DismissedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cell",
                    models.CharField(
                        choices=[
                            ("name", "Наименование"),
                            ("place", "Место"),
                            ("period", "Сроки"),
                            ("content", "Содержание"),
                            ("participants", "Участники"),
                        ],
                        max_length=20,
                        verbose_name="графа",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Правило и слова: events.dismissals.key_of.",
                        max_length=200,
                        verbose_name="что скрыто",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="когда")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dismissed_findings",
                        to="reports.event",
                        verbose_name="мероприятие",
                    ),
                ),
            ],
            options={
                "verbose_name": "скрытая подсказка",
                "verbose_name_plural": "скрытые подсказки",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "cell", "key"),
                        name="dismissed_finding_once",
                        violation_error_message="Эта подсказка уже скрыта.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            cell__in=["name", "place", "period", "content", "participants"]
                        ),
                        name="dismissed_finding_cell_known",
                        violation_error_message="Укажите графу из списка.",
                    ),
                ],
            },
        ),
    ]
