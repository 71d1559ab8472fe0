from django.conf import settings
from django.db import models

from reports.models.events import Event
from reports.models.reports import Report


class NotHeldAgain(models.Model):
    """«Не было»: the event of an earlier year had no successor in the quarter of ``report``, so the
    clerk is not asked of it again."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="not_held_again", verbose_name="отчет"
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="+", verbose_name="прежнее мероприятие"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now_add=True)

    class Meta:
        verbose_name = "ответ «не было»"
        verbose_name_plural = "ответы «не было»"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "event"],
                name="not_held_again_once",
                violation_error_message="Об этом мероприятии уже сказано, что его не было.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: не было «{self.event}»"
