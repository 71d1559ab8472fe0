from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from municipalities.models import Municipality, User
from reports.models.events import Event
from reports.models.fields import CleanTextField
from reports.models.remarks import Cell
from reports.models.statuses import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        return self.filter(event__report__municipality__in=Municipality.objects.for_user(user))

    def waiting(self) -> Self:
        """The clerk has asked to undo them and nobody has answered, the oldest first. Where nothing
        can be given back, in a closed quarter, in a report that is closed without being handed in
        or in a deleted event, nothing waits."""
        return (
            self.exclude(asked_at=None)
            # Asked of each by itself: a list of all live events would grow with the archive.
            .filter(Exists(Event.objects.live().filter(pk=OuterRef("event"))), settled_at=None)
            .filter(event__report__quarter__closed_at=None)
            .exclude(event__report__status=Status.CLOSED)
            .order_by("asked_at", "pk")
        )

    def with_reports(self) -> Self:
        """With what a list of them names: the event, the municipality, the quarter."""
        return self.select_related(
            "event__report__quarter", "event__report__municipality"
        ).prefetch_related("event__report__municipality__names")


class Correction(models.Model):
    """A text of a municipality that the region changed itself. The clerk sees who, what and the old
    words, and may ask to undo it. The texts are never changed afterwards."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="corrections", verbose_name="мероприятие"
    )
    cell = models.CharField("графа", max_length=20, choices=Cell)
    old_text = CleanTextField("было", blank=True, default="")
    new_text = CleanTextField("стало", blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now_add=True)
    asked_at = models.DateTimeField("просят отменить", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто просит",
    )
    reason = CleanTextField("почему просят", max_length=1_000, blank=True, default="")
    settled_at = models.DateTimeField("решено", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто решил",
    )
    is_undone = models.BooleanField("отменено", default=False)

    typed: str  # by a clerk whose objection was refused: pages show it again, with ``refusal``
    refusal: str

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "правка региона"
        verbose_name_plural = "правки региона"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cell__in=Cell.values),
                name="correction_cell_known",
                violation_error_message="Укажите графу из списка.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None)
                | Q(asked_at__isnull=False, settled_at__gte=F("asked_at")),
                name="correction_settled_after_asked",
                violation_error_message="Решение принимают только по правкам, которые просили отменить.",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="correction_asked_by_somebody",
                violation_error_message="У просьбы отменить правку указано, кто и когда просит.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="correction_settled_by_somebody",
                violation_error_message="У решения о правке указано, кто и когда решил.",
            ),
            models.CheckConstraint(
                condition=Q(is_undone=False) | Q(settled_at__isnull=False),
                name="correction_undone_when_settled",
                violation_error_message="Отменена может быть только решенная правка.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cell_display()}: {self.event}"
