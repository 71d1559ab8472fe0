from django.conf import settings
from django.db import models
from django.db.models import Q

from municipalities.models import Municipality


class RememberedColumns(models.Model):
    """What the columns under these headings are, as somebody said of a table of a municipality: the
    next one under them is read so without asking."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="remembered_columns",
        verbose_name="муниципальное образование",
    )
    headings = models.TextField("заголовки", help_text="По одному в строке.")
    fields = models.CharField("графы", max_length=1000, help_text="Через запятую.")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    told_at = models.DateTimeField("когда", auto_now=True)

    class Meta:
        verbose_name = "понятые графы"
        verbose_name_plural = "понятые графы"
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "headings"],
                name="remembered_columns_once",
                violation_error_message="Об этих графах уже сказано.",
            ),
            models.CheckConstraint(
                condition=~Q(headings=""),
                name="remembered_columns_have_headings",
                violation_error_message="У граф нет заголовков.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, self.headings.split("\n")))
