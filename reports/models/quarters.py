import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Count, Q
from simple_history.models import HistoricalRecords

from municipalities.models import User
from reports.language import quarters
from reports.models.statuses import HANDED_IN, Status


class QuarterQuerySet(models.QuerySet["Quarter"]):
    def by_slug(self, slug: str) -> Self:
        """``"2020-4"`` → the rows of that quarter; nothing when the slug is not one."""
        try:
            quarter = quarters.Quarter.parse_slug(slug)
        except ValueError:
            return self.none()
        return self.filter(year=quarter.year, number=quarter.number)

    def of_span(self, span: quarters.Span) -> Self:
        return self.filter(year=span.year, number__range=(span.first, span.last))

    def before(self, quarter: "Quarter") -> Self:
        """Earlier ones, the latest first."""
        same_year = Q(year=quarter.year, number__lt=quarter.number)
        return self.filter(Q(year__lt=quarter.year) | same_year).order_by("-year", "-number")

    def current(self, today: dt.date) -> "Quarter | None":
        """The running one, that is being collected; None if there is none. See ``_running``."""
        return _running(list(self.order_by("-year", "-number")), today)

    def started(self, today: dt.date) -> Self:
        """Those whose first day is not ahead."""
        calendar = quarters.Quarter.of(today)
        this_year = Q(year=calendar.year, number__lte=calendar.number)
        return self.filter(Q(year__lt=calendar.year) | this_year)

    def offered(self, today: dt.date, *, beside: "Quarter", most: int) -> list["Quarter"]:
        """To go to from the page of ``beside``: ``most`` that are nearest to the running one, and
        those next to ``beside``. A list, the latest first."""
        everything = list(self.order_by("-year", "-number"))
        running = _running(everything, today) or beside
        nearest = sorted(everything, key=lambda quarter: abs(quarter.place - running.place))[:most]
        later = [quarter for quarter in everything if quarter.place > beside.place][-1:]
        earlier = [quarter for quarter in everything if quarter.place < beside.place][:1]
        chosen = {quarter.pk for quarter in (*nearest, *later, *earlier)} - {beside.pk}
        return [quarter for quarter in everything if quarter.pk in chosen]

    def next_to_open(self, today: dt.date) -> quarters.Quarter:
        """The calendar quarter after those that have started, if nobody has opened it yet."""
        known = {quarter.calendar for quarter in self}
        started = [calendar for calendar in known if calendar.start <= today]
        if started:
            calendar = max(started, key=lambda calendar: calendar.start).next
        else:
            calendar = quarters.Quarter.of(today)
        while calendar in known:
            calendar = calendar.next
        return calendar

    def with_progress(self) -> Self:
        """Each with ``report_count``, ``handed_in_count`` and ``accepted_count``; those closed
        without a report are counted apart, as ``without_report_count``."""
        closed = Q(reports__status=Status.CLOSED)
        return self.annotate(
            report_count=Count("reports", filter=~closed),
            without_report_count=Count("reports", filter=closed),
            handed_in_count=Count("reports", filter=Q(reports__status__in=HANDED_IN)),
            accepted_count=Count("reports", filter=Q(reports__status=Status.ACCEPTED)),
        ).order_by("-year", "-number")


def _running(latest_first: Sequence["Quarter"], today: dt.date) -> "Quarter | None":
    """Open and begun, with the due date nearest to ``today``, passed or not. One that was opened
    again is behind, one that is opened too early ahead: if there are only such, the latest that has
    begun, closed or not."""
    begun = [quarter for quarter in latest_first if quarter.start <= today]
    collected = [quarter for quarter in begun if quarter.is_open and not quarter.reopening_reason]
    if collected:
        return min(collected, key=lambda quarter: abs(quarter.due_date - today))
    return next(iter([*begun, *reversed(latest_first)]), None)


class Quarter(models.Model):
    year = models.PositiveSmallIntegerField("год")
    number = models.PositiveSmallIntegerField(
        "квартал", choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")]
    )
    due_date = models.DateField(
        "срок сдачи", help_text="Отчет, сданный в этот день, еще считается своевременным."
    )
    closed_at = models.DateTimeField("закрыт", null=True, blank=True, editable=False)
    reopening_reason = models.CharField(
        "почему открыт снова", max_length=500, blank=True, default="", editable=False
    )

    # Told by ``with_progress()`` alone.
    report_count: int
    without_report_count: int
    handed_in_count: int
    accepted_count: int

    objects = QuarterQuerySet.as_manager()
    _history_user: User | None  # who the next row of the history names
    history = HistoricalRecords(
        verbose_name="прежнее состояние квартала", verbose_name_plural="прежние состояния кварталов"
    )

    class Meta:
        verbose_name = "квартал"
        verbose_name_plural = "кварталы"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="quarter_once",
                violation_error_message="Этот квартал уже открыт.",
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 4)),
                name="quarter_number_1_to_4",
                violation_error_message="Квартал — число от 1 до 4.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="quarter_year_sane",
                violation_error_message="Год указывают четырьмя цифрами, от 1990 до 2100.",
            ),
        ]

    def __str__(self) -> str:
        return self.calendar.nominative

    @property
    def calendar(self) -> quarters.Quarter:
        """The quarter as a span of days, with its Russian phrases."""
        return quarters.Quarter(self.year, self.number)

    @property
    def span(self) -> quarters.Span:
        """The same, as the period of a consolidated report."""
        return quarters.Span(self.year, self.number, self.number)

    @property
    def place(self) -> int:
        """Among all quarters: the next one has the next number."""
        return 4 * self.year + self.number

    @property
    def slug(self) -> str:
        return self.calendar.slug

    @property
    def start(self) -> dt.date:
        return self.calendar.start

    @property
    def end(self) -> dt.date:
        return self.calendar.end

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_over(self, day: dt.date) -> bool:
        """Whether its last day has passed: nothing more can happen in it."""
        return day > self.end
