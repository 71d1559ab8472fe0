"""Where every municipality stands: this quarter beside the last ones, and who is to be called."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Max, OuterRef, Q, Subquery

from municipalities.models import Acting, Role, User
from reports.language.plural import ru_count
from reports.models import (
    SUBMISSIONS,
    Action,
    DisplayStatus,
    EntryOnBehalf,
    Quarter,
    Report,
    ReportLog,
    Status,
)

EARLIER_QUARTERS = 3  # beside the chosen one


@dataclass(frozen=True)
class Standing:
    """The status of one report on one day, and the words for it."""

    report: Report
    status: DisplayStatus
    today: dt.date

    @property
    def words(self) -> str:
        """A zero report is told from silence."""
        said: str = self.status.label
        if self.report.status == Status.IN_REVIEW:
            said = "Проверяется"
        elif self.status == DisplayStatus.SUBMITTED and self.report.return_count:
            said = "Сдан повторно"
        return f"{said}, {DisplayStatus.ZERO.label.lower()}" if self.report.is_zero else said

    @property
    def name(self) -> tuple[str, str]:
        """«Вяземский» and « муниципальный округ»: what tells it from its neighbours, and the words
        for its kind, if its name ends with them."""
        found = self.report.municipality.name_on(self.report.quarter.end)
        if found is None or not found.kind or not found.short_name.endswith(f" {found.kind}"):
            return self.report.short_name, ""
        return found.short_name.removesuffix(f" {found.kind}"), f" {found.kind}"

    def counts_as(self, status: DisplayStatus) -> bool:
        """Whether the report is one of those that the board counts under ``status``."""
        return self.report.is_zero if status == DisplayStatus.ZERO else self.status == status

    @property
    def timeliness(self) -> str:
        """«в срок», «на 3 дня позже», «срок прошел 3 дня назад»; empty while the time is not up."""
        if self.report.counts_from is not None:
            return f"на {_days(self.late)} позже" if self.late else "в срок"
        return f"срок прошел {_days(self.overdue)} назад" if self.overdue else ""

    @property
    def late(self) -> int:
        """Days by which a report that counts as handed in was late."""
        return (self.report.days_late or 0) if self.report.counts_from is not None else 0

    @property
    def overdue(self) -> int:
        """Days since the due date of a report that is not handed in."""
        if self.status != DisplayStatus.OVERDUE:
            return 0
        return (self.today - self.report.due_date).days

    @property
    def unanswered(self) -> int:
        """Days a returned report has waited; 0 until ``RETURNED_REMIND_DAYS`` have passed."""
        days = self.report.days_unanswered(self.today)
        return days if days >= settings.RETURNED_REMIND_DAYS else 0

    @property
    def waits_too_long(self) -> bool:
        """Whether a returned report has waited ``RETURNED_RED_DAYS`` or longer."""
        return self.unanswered >= int(settings.RETURNED_RED_DAYS)

    @property
    def wants_attention(self) -> bool:
        return self.report.quarter.is_open and bool(self.overdue or self.waits_too_long)


@dataclass(frozen=True)
class Row:
    """A municipality: its report of the quarter and, in the order of ``Board.earlier``, those of
    the quarters before; None where there was none. ``people`` act for it today; ``reviewer`` began
    the review that goes on; by ``entry`` an officer of the region enters the report, or has handed
    it in."""

    standing: Standing
    earlier: tuple[Standing | None, ...]
    people: tuple[User, ...]
    reviewer: User | None
    entry: EntryOnBehalf | None

    @property
    def latest_first(self) -> tuple[Standing | None, ...]:
        return self.earlier[::-1]


@dataclass(frozen=True)
class Board:
    """All municipalities of a quarter, and the quarters beside it, the earliest first."""

    quarter: Quarter
    earlier: tuple[Quarter, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Debtor:
    """Who owes a report, the people to call, and when anybody there was last at work.

    ``last_sign_in`` and ``last_save`` are None when that has never been."""

    standing: Standing
    people: tuple[User, ...]
    last_sign_in: dt.datetime | None
    last_save: dt.datetime | None

    @property
    def days(self) -> int:
        """Days since the due date, or since the return; negative while there is time."""
        report, today = self.standing.report, self.standing.today
        if report.status == Status.RETURNED:
            return report.days_unanswered(today)
        return (today - report.due_date).days

    @property
    def order(self) -> tuple[int, int, str]:
        """Who owes for longest first; then as in the document."""
        municipality = self.standing.report.municipality
        return -self.days, municipality.position, municipality.slug


def board(quarter: Quarter, *, user: User, today: dt.date) -> Board:
    """The board of ``quarter`` as ``user`` sees it. The number of queries does not depend on the size."""
    earlier = tuple(Quarter.objects.before(quarter)[:EARLIER_QUARTERS])[::-1]
    reports = Report.objects.for_user(user).filter(quarter__in=[quarter, *earlier]).for_board()
    standings: dict[tuple[int, int], Standing] = {
        (report.municipality_id, report.quarter_id): Standing(
            report, report.display_status_on(today), today
        )
        for report in reports
    }
    here = [s for (_, stands_in), s in standings.items() if stands_in == quarter.pk]
    people = _people([s.report.municipality_id for s in here], today)
    reviewers = _reviewers([s.report.pk for s in here if s.report.status == Status.IN_REVIEW])
    entries = _entries([s.report for s in here])
    rows = tuple(
        Row(
            standing=standing,
            earlier=tuple(
                standings.get((standing.report.municipality_id, other.pk)) for other in earlier
            ),
            people=tuple(people[standing.report.municipality_id]),
            reviewer=reviewers.get(standing.report.pk),
            entry=entries.get(standing.report.pk),
        )
        for standing in here
    )
    return Board(quarter, earlier, rows)


def people_of(municipality: int, day: dt.date) -> list[User]:
    """Who acts for the municipality with this key on ``day``, by name."""
    return _people([municipality], day)[municipality]


def debtors(rows: Sequence[Row]) -> list[Debtor]:
    """Those of ``rows`` who have not handed in, or lie returned; the longest overdue first."""
    owed = [row for row in rows if row.standing.report.is_editable]
    saves = _last_saves([row.standing.report.pk for row in owed])
    found = [_debtor(row, saves.get(row.standing.report.pk)) for row in owed]
    return sorted(found, key=lambda debtor: debtor.order)


def _debtor(row: Row, last_save: dt.datetime | None) -> Debtor:
    signed_in = [person.last_login for person in row.people if person.last_login is not None]
    return Debtor(row.standing, row.people, max(signed_in, default=None), last_save)


def _people(municipalities: Sequence[int], day: dt.date) -> defaultdict[int, list[User]]:
    """Who acts for each of the municipalities on ``day``, by name."""
    working = Acting.objects.on(day).filter(person__is_active=True, municipality__in=municipalities)
    people: defaultdict[int, list[User]] = defaultdict(list)
    for acting in working.select_related("person").order_by("person__full_name", "person"):
        people[acting.municipality_id].append(acting.person)
    return people


def _reviewers(keys: Sequence[int]) -> dict[int, User | None]:
    """Who began the last review of each of the reports."""
    begun = ReportLog.objects.filter(report__in=keys, action=Action.START_REVIEW)
    return {entry.report_id: entry.user for entry in begun.select_related("user").order_by("pk")}


def _entries(reports: Sequence[Report]) -> dict[int, EntryOnBehalf]:
    """Those that go on, of reports that are filled in; of others that by which they were handed in
    last, if the municipality did not do it itself."""
    last = ReportLog.objects.filter(report=OuterRef("report"), action__in=SUBMISSIONS)
    entries = EntryOnBehalf.objects.filter(report__in=reports).select_related("officer")
    newest = last.order_by("-pk").values("on_behalf")[:1]
    told = entries.annotate(newest=Subquery(newest)).filter(Q(ended_at=None) | Q(pk=F("newest")))  # type: ignore[no-redef]
    filled_in = {report.pk for report in reports if report.is_editable}
    return {
        entry.report_id: entry
        for entry in told
        if (entry.ended_at is None if entry.report_id in filled_in else entry.newest == entry.pk)
    }


def _last_saves(keys: Sequence[int]) -> dict[int, dt.datetime]:
    """Every save of an event is a change of its report."""
    by_clerks = Report.history.filter(id__in=keys, history_user__role=Role.MUNICIPALITY)
    latest = by_clerks.order_by().values_list("id").annotate(at=Max("history_date"))
    return dict(latest)


def _days(number: int) -> str:
    return ru_count(number, "день", "дня", "дней")
