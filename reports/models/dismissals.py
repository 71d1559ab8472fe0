from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.events import Event
from reports.models.remarks import Cell


class DismissedFinding(models.Model):
    """What proofreading says of a text and a person has looked at: it is not said again of this
    event, here or at another computer, as long as the words stand."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="dismissed_findings",
        verbose_name="мероприятие",
    )
    cell = models.CharField("графа", max_length=20, choices=Cell)
    key = models.CharField(
        "что скрыто", max_length=200, help_text="Правило и слова: events.dismissals.key_of."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now_add=True)

    class Meta:
        verbose_name = "скрытая подсказка"
        verbose_name_plural = "скрытые подсказки"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "cell", "key"],
                name="dismissed_finding_once",
                violation_error_message="Эта подсказка уже скрыта.",
            ),
            models.CheckConstraint(
                condition=Q(cell__in=Cell.values),
                name="dismissed_finding_cell_known",
                violation_error_message="Укажите графу из списка.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cell_display()}: {self.key}"
