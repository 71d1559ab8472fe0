"""Where every municipality stands: this quarter beside the last ones, and who is to be called."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Prefetch
from django.utils import timezone

from municipalities.models import Acting, Municipality, Role, User
from reports.language.plural import ru_count
from reports.models import DisplayStatus, Quarter, Report, Status

EARLIER_QUARTERS = 3  # beside the chosen one


@dataclass(frozen=True)
class Standing:
    """The status of one report on one day, and the words for it."""

    report: Report
    status: DisplayStatus
    today: dt.date

    @property
    def words(self) -> str:
        """The status in words; a zero report says so."""
        zero = DisplayStatus.ZERO.label.lower()
        return f"{self.status.label}, {zero}" if self.report.is_zero else self.status.label

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
    the quarters before; None where there was none."""

    standing: Standing
    earlier: tuple[Standing | None, ...]


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
    rows = tuple(
        Row(standing, tuple(standings.get((municipality, other.pk)) for other in earlier))
        for (municipality, stands_in), standing in standings.items()
        if stands_in == quarter.pk
    )
    return Board(quarter, earlier, rows)


def debtors(rows: Sequence[Row]) -> list[Debtor]:
    """Those of ``rows`` whose report is not handed in or was returned; the longest overdue first."""
    owed = [row.standing for row in rows if row.standing.report.is_editable]
    municipalities = _with_people([standing.report.municipality_id for standing in owed])
    saves = _last_saves([standing.report.pk for standing in owed])
    found = [
        _debtor(standing, municipalities[standing.report.municipality_id], saves)
        for standing in owed
    ]
    return sorted(found, key=lambda debtor: debtor.order)


def _debtor(
    standing: Standing, municipality: Municipality, saves: dict[int, dt.datetime]
) -> Debtor:
    people = tuple(acting.person for acting in municipality.acting.all())
    signed_in = [person.last_login for person in people if person.last_login is not None]
    return Debtor(standing, people, max(signed_in, default=None), saves.get(standing.report.pk))


def _with_people(keys: Sequence[int]) -> dict[int, Municipality]:
    working = Acting.objects.on(timezone.localdate()).filter(person__is_active=True)
    working = working.select_related("person").order_by("person__full_name", "person")
    return Municipality.objects.prefetch_related(Prefetch("acting", working)).in_bulk(keys)


def _last_saves(keys: Sequence[int]) -> dict[int, dt.datetime]:
    """Every save of an event is a change of its report."""
    by_clerks = Report.history.filter(id__in=keys, history_user__role=Role.MUNICIPALITY)
    latest = by_clerks.order_by().values_list("id").annotate(at=Max("history_date"))
    return dict(latest)


def _days(number: int) -> str:
    return ru_count(number, "день", "дня", "дней")
