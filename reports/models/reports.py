import datetime as dt
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, MunicipalityName
from reports.fields import CleanTextField
from reports.models.quarters import Quarter
from reports.models.statuses import HANDED_IN, Action, State, Status

OFFICIAL_ORDER = ("municipality__position", "municipality__slug")


def _number_of(relation, **conditions):
    """Counted for each report by itself: joined, the rows of one relation multiply another's."""
    rows = Report._meta.get_field(relation).related_model.objects.filter(
        report=OuterRef("pk"), **conditions
    )
    return Coalesce(Subquery(rows.order_by().values("report").values_list(Count("pk"))), 0)


class ReportQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(municipality__in=Municipality.objects.for_user(user))

    def accepted(self):
        return self.filter(status=Status.ACCEPTED)

    def current(self, today):
        """What a clerk works on: the unsubmitted report that is due next; if none is due, that of
        the quarter being collected. None if there is no report."""
        in_time = Q(quarter__due_date__gte=today) | Q(extended_until__gte=today)
        due = self.unsubmitted().filter(in_time).order_by("quarter__due_date")
        quarter = Quarter.objects.filter(reports__in=self).current(today)
        return due.first() or (self.filter(quarter=quarter).first() if quarter else None)

    def unsubmitted(self):
        """Not handed in, or returned, while the quarter is open."""
        return self.filter(
            status__in=[Status.DRAFT, Status.RETURNED], quarter__closed_at__isnull=True
        )

    def overdue(self, today):
        """Unsubmitted, and their own due date has passed."""
        return (
            self.unsubmitted()
            .filter(quarter__due_date__lt=today)
            .exclude(extended_until__gte=today)
        )

    def waiting(self):
        """Handed in and not decided upon, in open quarters: the region's queue, oldest first."""
        return self.filter(
            status__in=[Status.SUBMITTED, Status.IN_REVIEW], quarter__closed_at__isnull=True
        ).order_by("submitted_at", "pk")

    def in_official_order(self):
        return self.order_by(*OFFICIAL_ORDER)

    def by_quarter(self):
        return self.order_by("quarter__year", "quarter__number", *OFFICIAL_ORDER)

    def for_board(self):
        """One row a municipality with names and counts, in three queries whatever the number."""
        return (
            self.select_related("quarter", "municipality")
            .prefetch_related(
                Prefetch("municipality__names", MunicipalityName.objects.order_by("valid_from"))
            )
            .annotate(
                event_count=_number_of("events", deleted_at=None),
                remark_count=_number_of(
                    "remarks", sent_at__isnull=False, fixed_at=None, closed_at=None
                ),
                unsent_count=_number_of("remarks", sent_at=None),
                return_count=_number_of("log", action=Action.RETURN),
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
    extended_until = models.DateField("срок продлен до", null=True, blank=True)
    extension_reason = CleanTextField("почему срок продлен", max_length=500, blank=True, default="")
    # Counts every change to the report or its events: an action carries the number it saw.
    version = models.PositiveIntegerField("версия", default=1, editable=False)

    objects = ReportQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="прежнее состояние отчета", verbose_name_plural="прежние состояния отчетов"
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
                # An accepted one may come from the archive, where the day is not known.
                condition=~Q(status__in=[Status.SUBMITTED, Status.IN_REVIEW])
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="report_submitted_has_date",
                violation_error_message="У сданного отчета должна быть дата сдачи.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=Status.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="report_accepted_has_date",
                violation_error_message="Дата принятия есть у принятого отчета и только у него.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None, extension_reason="")
                | (Q(extended_until__isnull=False) & ~Q(extension_reason="")),
                name="report_extended_for_a_reason",
                violation_error_message="Напишите, почему срок сдачи продлен.",
            ),
        ]

    def __str__(self):
        return f"{self.short_name}, {self.quarter}"

    def get_absolute_url(self):
        """The clerk's page; staff read the same report at ``get_review_url``."""
        return reverse("report_detail", args=[self.pk])

    def get_review_url(self):
        return reverse("report_review", args=[self.pk])

    @property
    def receipt_number(self):
        """«2026-4-04»: the quarter and the report's number in it; stays for good."""
        return f"{self.quarter.slug}-{self.number:02}"

    @cached_property
    def full_name(self):
        """The municipality's official name on the last day of the quarter."""
        return self.municipality.full_name_on(self.quarter.end)

    @cached_property
    def short_name(self):
        return self.municipality.short_name_on(self.quarter.end)

    @property
    def is_editable(self):
        return self.quarter.is_open and self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def is_decided(self):
        return self.status in (Status.ACCEPTED, Status.RETURNED)

    @property
    def has_receipt(self):
        """Was handed in by a person, and not sent back since."""
        return self.status in HANDED_IN and self.submitted_at is not None

    @property
    def due_date(self):
        """The last day on which this municipality hands in on time."""
        return max(self.quarter.due_date, self.extended_until or self.quarter.due_date)

    @property
    def days_late(self):
        """By how many days the first submission came after the due date; 0 when on time, None
        when there was none."""
        if self.first_submitted_at is None:
            return None
        return max(0, (timezone.localdate(self.first_submitted_at) - self.due_date).days)

    @property
    def is_late(self):
        """Was handed in for the first time after the due date."""
        return bool(self.days_late)

    def days_unanswered(self, day: dt.date) -> int:
        """For how many days the municipality has left a returned report lie; 0 when it is not
        returned."""
        if self.status != Status.RETURNED or self.returned_at is None:
            return 0
        return max(0, (day - timezone.localdate(self.returned_at)).days)

    def state_on(self, day: dt.date) -> State:
        """The word of the board for ``day``. Needs ``event_count`` from ``for_board()``."""
        if self.status == Status.ACCEPTED:
            return State.ACCEPTED
        if self.status == Status.RETURNED:
            return State.RETURNED
        if self.status in (Status.SUBMITTED, Status.IN_REVIEW):
            return State.ZERO if self.no_events else State.SUBMITTED
        if day > self.due_date:
            return State.OVERDUE
        return State.FILLING if self.event_count else State.NOT_STARTED


class ReportLog(models.Model):
    """One transition of one report. Written by ``workflow.perform`` and never changed."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="log", verbose_name="отчет"
    )
    action = models.CharField("действие", max_length=20, choices=Action)
    from_status = models.CharField("было", max_length=20, choices=Status)
    to_status = models.CharField("стало", max_length=20, choices=Status)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="кто",
        help_text="Пусто, если отчет загружен из архива.",
    )
    at = models.DateTimeField("когда", auto_now_add=True)
    version = models.PositiveIntegerField("версия отчета")
    # What the report held when it was returned, as ``review.contents_of`` gives it: the reviewer
    # is shown what has changed since.
    contents = models.JSONField("содержимое при возврате", null=True, blank=True)

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values),
                name="report_log_action_known",
                violation_error_message="Неизвестное действие.",
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def done(self):
        return Action(self.action).done
