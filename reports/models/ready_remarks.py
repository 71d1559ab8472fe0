from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.fields import CleanTextField

LONGEST_READY = 200  # characters: a longer text belongs to one event


class ReadyRemark(models.Model):
    """The text of a remark that the officers of the region keep to ask for again: one list for all."""

    text = CleanTextField("замечание", max_length=LONGEST_READY)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    kept_at = models.DateTimeField("когда", auto_now_add=True)

    class Meta:
        verbose_name = "готовое замечание"
        verbose_name_plural = "готовые замечания"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="ready_remark_not_empty",
                violation_error_message="Напишите, что исправить.",
            ),
            models.UniqueConstraint(
                fields=["text"],
                name="ready_remark_once",
                violation_error_message="Такое готовое замечание уже есть.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
