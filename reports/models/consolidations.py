"""What was issued, frozen for good, and what was kept out of the document."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.language import quarters
from reports.models.events import Event
from reports.models.fields import CleanTextField
from reports.models.quarters import Quarter
from reports.models.statuses import Status


class ConsolidationQuerySet(models.QuerySet["Consolidation"]):
    def of_span(self, span: quarters.Span) -> Self:
        return self.filter(
            year=span.year, first_quarter=span.first, last_quarter=span.last
        ).order_by("-number")

    def standing(self) -> Self:
        """Those that nobody has cancelled."""
        return self.filter(cancelled_at=None)

    def light(self) -> Self:
        """Without the files: a list of them must not carry megabytes."""
        return self.defer("docx", "xlsx").select_related("issued_by", "cancelled_by")


class IssueStatus(models.TextChoices):
    """What an issue is worth today; ``issuing.Current.status_of`` tells it."""

    IN_FORCE = "in_force", "действует"
    OUTDATED = "outdated", "устарел"
    REPLACED = "replaced", "заменен следующим"
    CANCELLED = "cancelled", "отменен"


class Consolidation(models.Model):
    """An issued consolidated report: the rows as data and both files, byte for byte. Rows of this
    table are only added; a mended report is issued again under the next number, and what was issued
    by mistake is cancelled and stays."""

    year = models.PositiveSmallIntegerField("год")
    first_quarter = models.PositiveSmallIntegerField("с квартала")
    last_quarter = models.PositiveSmallIntegerField("по квартал")
    number = models.PositiveSmallIntegerField("номер выпуска")
    issued_at = models.DateTimeField("выпущен", auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    # The table as ``issuing.frozen`` gives it.
    contents = models.JSONField("содержимое")
    event_count = models.PositiveIntegerField("мероприятий")
    file_stem = models.CharField("имя файлов", max_length=200)
    docx = models.BinaryField("файл .docx")
    docx_sha256 = models.CharField("SHA-256 файла .docx", max_length=64)
    xlsx = models.BinaryField("файл .xlsx")
    xlsx_sha256 = models.CharField("SHA-256 файла .xlsx", max_length=64)
    # What was known when it was issued, and ticked off, as ``Readiness.decision`` gives it. Empty
    # for what was issued before that was kept.
    decision = models.JSONField("что было известно при выпуске", default=dict, blank=True)
    cancelled_at = models.DateTimeField("отменен", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто отменил",
    )
    cancel_reason = CleanTextField("почему отменен", max_length=1_000, blank=True, default="")

    objects = ConsolidationQuerySet.as_manager()

    class Meta:
        verbose_name = "выпуск сводного отчета"
        verbose_name_plural = "выпуски сводного отчета"
        ordering = ["-year", "-last_quarter", "first_quarter", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "first_quarter", "last_quarter", "number"],
                name="consolidation_number_once",
                violation_error_message="Выпуск с таким номером уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_quarter__gte=1, last_quarter__lte=4, last_quarter__gte=F("first_quarter")
                ),
                name="consolidation_span_in_order",
                violation_error_message="Период задают кварталами одного года.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")
                ),
                name="consolidation_cancelled_for_a_reason",
                violation_error_message="Напишите, почему выпуск отменен.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(cancelled_at__gte=F("issued_at")),
                name="consolidation_cancelled_after_issued",
                violation_error_message="Отменить выпуск можно не раньше, чем он сделан.",
            ),
        ]

    def __str__(self) -> str:
        return f"Выпуск № {self.number}, {self.span.nominative}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def span(self) -> quarters.Span:
        return quarters.Span(self.year, self.first_quarter, self.last_quarter)


class LeftOutQuerySet(models.QuerySet["LeftOut"]):
    def of_span(self, span: quarters.Span) -> Self:
        """Of events that are there, with what a list of them names."""
        return (
            self.filter(event__report__quarter__in=Quarter.objects.of_span(span))
            .filter(event__in=Event.objects.live())
            .exclude(event__report__status=Status.CLOSED)
            .select_related("event__report__quarter", "by")
        )


class LeftOut(models.Model):
    """An accepted event that staff keep out of the consolidated report, and why."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="left_out", verbose_name="мероприятие"
    )
    reason = CleanTextField("причина", max_length=1_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now_add=True)

    objects = LeftOutQuerySet.as_manager()

    class Meta:
        verbose_name = "мероприятие вне свода"
        verbose_name_plural = "мероприятия вне свода"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="left_out_for_a_reason",
                violation_error_message="Напишите, почему мероприятия нет в сводном отчете.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.reason}"
