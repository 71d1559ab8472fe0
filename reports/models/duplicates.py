from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.models.events import Event


class DuplicateVerdict(models.Model):
    """What a person said of two events that look alike: one event told twice, or not. The group
    that follows from it is ``Event.same_as``."""

    first = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="+", verbose_name="одно мероприятие"
    )
    second = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="+", verbose_name="другое мероприятие"
    )
    is_same = models.BooleanField("одно и то же")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now=True)

    class Meta:
        verbose_name = "решение о сходстве"
        verbose_name_plural = "решения о сходстве"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="duplicate_verdict_once",
                violation_error_message="Решение об этих мероприятиях уже принято.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="duplicate_verdict_in_order",
                violation_error_message="Меньший номер мероприятия стоит первым.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} — {self.second}"
