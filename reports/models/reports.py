import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, MunicipalityName, User
from reports.language import quarters
from reports.models.fields import CleanTextField
from reports.models.history import AutosavedState
from reports.models.quarters import Quarter
from reports.models.statuses import AWAITED, HANDED_IN, Action, DisplayStatus, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


OFFICIAL_ORDER = ("municipality__position", "municipality__slug")


def _rows_of(relation: str) -> Any:
    """The manager of what belongs to reports; those models import this one."""
    return Report._meta.get_field(relation).related_model._default_manager  # type: ignore[union-attr]


def _number_of(rows: models.QuerySet[models.Model]) -> Coalesce:
    """Counted for each report by itself: joined, the rows of one relation multiply another's."""
    rows = rows.filter(report=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("report").values_list(Count("pk"))), 0)


def _has(relation: str) -> Exists:
    return Exists(_rows_of(relation).filter(report=OuterRef("pk")))


class ReportQuerySet(models.QuerySet["Report"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        return self.filter(municipality__in=Municipality.objects.for_user(user))

    def of_span(self, span: quarters.Span) -> Self:
        return self.filter(quarter__in=Quarter.objects.of_span(span))

    def accepted(self) -> Self:
        return self.filter(status=Status.ACCEPTED)

    def zero(self) -> Self:
        """Accepted, and the municipality says that there were no events."""
        return self.accepted().filter(no_events=True)

    def awaited(self) -> Self:
        """Those that may still come into the consolidated report."""
        return self.filter(status__in=AWAITED)

    def had_no_events(self, span: quarters.Span) -> bool:
        """Whether all reports of ``span`` are accepted and zero, some of every quarter. Those closed
        without having been handed in are aside."""
        told = self.of_span(span).zero().order_by().values("quarter").distinct().count()
        reports = self.of_span(span)
        others = reports.awaited() | reports.accepted().filter(no_events=False)
        return told == len(span.quarters) and not others.exists()

    def is_quiet(self, span: quarters.Span) -> bool:
        """Whether nobody is known to have had events in ``span``, with every quarter of it opened
        and at least one zero report in it."""
        reports = self.of_span(span)
        told = reports.awaited() | reports.accepted()
        return (
            Quarter.objects.of_span(span).count() == len(span.quarters)
            and reports.zero().exists()
            and not _rows_of("events").live().filter(report__in=told).exists()
        )

    def next_to_review(self, quarter: Quarter) -> "Report | None":
        """The report that has waited longest. None in a closed quarter: nothing can be decided
        there."""
        if not quarter.is_open:
            return None
        waiting = self.filter(quarter=quarter, status=Status.SUBMITTED)
        return waiting.order_by("submitted_at", "pk").first()

    def without_events(self, span: quarters.Span) -> models.QuerySet["Report", int]:
        """The keys of the municipalities that had no events in the whole of ``span``: each has a
        zero report in every quarter of it."""
        told = self.of_span(span).zero().order_by().values("municipality")
        every = told.annotate(quarters=Count("pk")).filter(quarters=len(span.quarters))
        return every.values_list("municipality", flat=True)

    def current(self, today: dt.date) -> "Report | None":
        """What a clerk works on: of the quarters that have begun, the unsubmitted report that is due
        next; if none is due, that of the quarter being collected. None if there is no report."""
        in_time = Q(quarter__due_date__gte=today) | Q(extended_until__gte=today)
        begun = self.unsubmitted().filter(quarter__in=Quarter.objects.started(today))
        due = begun.filter(in_time).order_by("quarter__due_date")
        quarter = Quarter.objects.filter(reports__in=self).current(today)
        return due.first() or (self.filter(quarter=quarter).first() if quarter else None)

    def closed(self) -> Self:
        return self.filter(status=Status.CLOSED)

    def successors_of(self, report: "Report") -> Self:
        """Those that can take the events of a report that is closed without being handed in."""
        return (
            self.unsubmitted().filter(quarter=report.quarter_id).exclude(pk=report.pk).for_board()
        )

    def touched(self) -> Self:
        """Those of which somebody has written, said or decided anything. Events that were deleted
        for good are known to their history alone: see ``opening.deletable``."""
        as_opened = Q(
            status=Status.DRAFT,
            version=1,
            no_events=False,
            ordered_by_hand=False,
            first_submitted_at=None,
            extended_until=None,
            extension_reason="",
        )
        said = _has("extension_requests") | _has("not_held_again")
        return self.filter(
            ~as_opened | _has("events") | _has("remarks") | _has("log") | _has("files") | said
        )

    def unsubmitted(self) -> Self:
        """Not handed in, or returned, while the quarter is open."""
        return self.filter(
            status__in=[Status.DRAFT, Status.RETURNED], quarter__closed_at__isnull=True
        )

    def overdue(self, today: dt.date) -> Self:
        """Unsubmitted, and their own due date has passed."""
        return (
            self.unsubmitted()
            .filter(quarter__due_date__lt=today)
            .exclude(extended_until__gte=today)
        )

    def waiting(self) -> Self:
        """Handed in and not decided upon, in open quarters: the region's queue, oldest first."""
        return self.filter(
            status__in=[Status.SUBMITTED, Status.IN_REVIEW], quarter__closed_at__isnull=True
        ).order_by("submitted_at", "pk")

    def in_official_order(self) -> Self:
        return self.order_by(*OFFICIAL_ORDER)

    def by_quarter(self) -> Self:
        return self.order_by("quarter__year", "quarter__number", *OFFICIAL_ORDER)

    def for_board(self) -> Self:
        """One row a municipality with names and counts, in three queries whatever the number."""
        return (
            self.select_related("quarter", "municipality")
            .prefetch_related(
                Prefetch("municipality__names", MunicipalityName.objects.order_by("valid_from"))
            )
            .annotate(
                event_count=_number_of(_rows_of("events").live()),
                remark_count=_number_of(
                    _rows_of("remarks").filter(sent_at__isnull=False, fixed_at=None, closed_at=None)
                ),
                unsent_count=_number_of(_rows_of("remarks").filter(sent_at=None)),
                return_count=_number_of(_rows_of("log").filter(action=Action.RETURN)),
            )
            .in_official_order()
        )


class Report(models.Model):
    """What one municipality tells of one quarter."""

    quarter = models.ForeignKey(
        Quarter, on_delete=models.PROTECT, related_name="reports", verbose_name="квартал"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name="муниципальное образование",
    )
    number = models.PositiveSmallIntegerField("номер в квартале", editable=False)
    status = models.CharField("состояние", max_length=20, choices=Status, default=Status.DRAFT)
    no_events = models.BooleanField("мероприятия не проводились", default=False)
    ordered_by_hand = models.BooleanField("порядок задан вручную", default=False, editable=False)
    first_submitted_at = models.DateTimeField("впервые сдан", null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField("сдан", null=True, blank=True, editable=False)
    returned_at = models.DateTimeField("возвращен", null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField("принят", null=True, blank=True, editable=False)
    # Closed without being handed in: when, by whom, why. Empty for every other report.
    closed_at = models.DateTimeField("закрыт без отчета", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="кто закрыл",
    )
    closing_reason = CleanTextField(
        "почему закрыт", max_length=1_000, blank=True, default="", editable=False
    )
    extended_until = models.DateField("срок продлен до", null=True, blank=True)
    extension_reason = CleanTextField("почему срок продлен", max_length=500, blank=True, default="")
    # Counts every change to the report or its events: an action carries the number it saw.
    version = models.PositiveIntegerField("версия", default=1, editable=False)

    # Told by ``for_board()`` alone.
    event_count: int
    remark_count: int
    unsent_count: int
    return_count: int

    objects = ReportQuerySet.as_manager()
    _history_user: User | None  # who the next row of the history names
    save_without_historical_record: Callable[..., None]
    history = HistoricalRecords(
        bases=[AutosavedState],
        verbose_name="прежнее состояние отчета",
        verbose_name_plural="прежние состояния отчетов",
    )

    class Meta:
        verbose_name = "отчет"
        verbose_name_plural = "отчеты"
        ordering = ["quarter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "municipality"],
                name="report_once_a_quarter",
                violation_error_message="Отчет этого муниципального образования за этот квартал уже есть.",
            ),
            models.UniqueConstraint(
                fields=["quarter", "number"],
                name="report_number_once_a_quarter",
                violation_error_message="Отчет с таким номером в этом квартале уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="report_status_known",
                violation_error_message="Неизвестное состояние отчета.",
            ),
            models.CheckConstraint(
                # One from the archive was first handed in on a day that is not known; the region
                # may have returned it since.
                condition=~Q(status__in=[Status.SUBMITTED, Status.IN_REVIEW])
                | (
                    Q(submitted_at__isnull=False)
                    & (Q(first_submitted_at__isnull=False) | Q(returned_at__isnull=False))
                ),
                name="report_submitted_has_date",
                violation_error_message="У сданного отчета должна быть дата сдачи.",
            ),
            models.CheckConstraint(
                condition=Q(first_submitted_at=None)
                | Q(submitted_at=None)
                | Q(submitted_at__gte=F("first_submitted_at")),
                name="report_submitted_after_first",
                violation_error_message="Отчет не может быть сдан раньше, чем сдан впервые.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None)
                | Q(submitted_at=None)
                | Q(accepted_at__gte=F("submitted_at")),
                name="report_accepted_after_submitted",
                violation_error_message="Отчет не может быть принят раньше, чем сдан.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=Status.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="report_accepted_has_date",
                violation_error_message="Дата принятия есть у принятого отчета и только у него.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=Status.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(closing_reason="")
                )
                | (
                    ~Q(status=Status.CLOSED)
                    & Q(closed_at__isnull=True, closed_by__isnull=True, closing_reason="")
                ),
                name="report_closed_for_a_reason",
                violation_error_message="У отчета, закрытого без сдачи, и только у него указано, кто, когда "
                "и почему его закрыл.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None, extension_reason="")
                | (Q(extended_until__isnull=False) & ~Q(extension_reason="")),
                name="report_extended_for_a_reason",
                violation_error_message="Напишите, почему срок сдачи продлен.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name}, {self.quarter}"

    def get_absolute_url(self) -> str:
        """The clerk's page; staff read the same report at ``get_review_url``."""
        return reverse("report_detail", args=[self.pk])

    def get_review_url(self) -> str:
        return reverse("report_review", args=[self.pk])

    @property
    def receipt_number(self) -> str:
        """«2026-4-04»: the quarter and the report's number in it; stays for good."""
        return f"{self.quarter.slug}-{self.number:02}"

    @cached_property
    def full_name(self) -> str:
        """The municipality's official name on the last day of the quarter."""
        return self.municipality.full_name_on(self.quarter.end)

    @cached_property
    def short_name(self) -> str:
        return self.municipality.short_name_on(self.quarter.end)

    @property
    def is_editable(self) -> bool:
        return self.quarter.is_open and self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def is_decided(self) -> bool:
        return self.status in (Status.ACCEPTED, Status.RETURNED, Status.CLOSED)

    @property
    def is_closed(self) -> bool:
        """Closed without being handed in: it owes nothing and is counted apart."""
        return self.status == Status.CLOSED

    @property
    def is_zero(self) -> bool:
        """Says that there were no events, wherever it stands."""
        return self.no_events and not self.is_closed

    @property
    def is_taken_back(self) -> bool:
        """A draft that was handed in once and taken back after the due date: the first day stands."""
        return self.status == Status.DRAFT and self.first_submitted_at is not None

    @property
    def has_receipt(self) -> bool:
        """Was handed in by a person, and not sent back since."""
        return self.status in HANDED_IN and self.submitted_at is not None

    @property
    def due_date(self) -> dt.date:
        """The last day on which this municipality hands in on time."""
        return max(self.quarter.due_date, self.extended_until or self.quarter.due_date)

    @property
    def counts_from(self) -> dt.datetime | None:
        """The moment from which the report counts as handed in. None while nothing is handed in:
        never, taken back, closed without it; or where the day is not known."""
        is_handed_in = self.status not in (Status.DRAFT, Status.CLOSED)
        return self.first_submitted_at if is_handed_in else None

    @property
    def days_late(self) -> int | None:
        """By how many days the first submission came after the due date; 0 when on time, None
        when there was none."""
        if self.first_submitted_at is None:
            return None
        return max(0, (timezone.localdate(self.first_submitted_at) - self.due_date).days)

    @property
    def is_late(self) -> bool:
        """Was handed in for the first time after the due date."""
        return bool(self.days_late)

    def days_unanswered(self, day: dt.date) -> int:
        """For how many days the municipality has left a returned report lie; 0 when it is not
        returned."""
        if self.status != Status.RETURNED or self.returned_at is None:
            return 0
        return max(0, (day - timezone.localdate(self.returned_at)).days)

    def display_status_on(self, day: dt.date) -> DisplayStatus:
        """The word of the board for ``day``. Needs ``event_count`` from ``for_board()``."""
        if self.status == Status.ACCEPTED:
            return DisplayStatus.ACCEPTED
        if self.status == Status.RETURNED:
            return DisplayStatus.RETURNED
        if self.status == Status.CLOSED:
            return DisplayStatus.CLOSED
        if self.status in (Status.SUBMITTED, Status.IN_REVIEW):
            return DisplayStatus.SUBMITTED
        if day > self.due_date:
            return DisplayStatus.OVERDUE
        return DisplayStatus.FILLING if self.event_count else DisplayStatus.NOT_STARTED
