"""How the board is looked through: groups that narrow it, columns that order it, what it says of itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reports.models import HANDED_IN, DisplayStatus
from reports.overview.board import Row

ATTENTION = "attention"
# What a group of reports is called, in the order in which the groups stand.
GROUPS: dict[str, str] = {
    DisplayStatus.SUBMITTED: "Ждут проверки",
    DisplayStatus.RETURNED: "На доработке",
    DisplayStatus.OVERDUE: "Просрочены",
    DisplayStatus.FILLING: "Заполняются",
    DisplayStatus.NOT_STARTED: "Не начаты",
    DisplayStatus.ACCEPTED: "Приняты",
    DisplayStatus.CLOSED: "Закрыты",
    DisplayStatus.ZERO: "Нулевые",
}
_RANKS = {state: rank for rank, state in enumerate(GROUPS)}
Key: TypeAlias = tuple[int | float | str, ...]


@dataclass(frozen=True)
class Group:
    """``state`` is a ``DisplayStatus``; ``has_stone`` tells whether the arch shows it."""

    state: str
    label: str
    count: int

    @property
    def has_stone(self) -> bool:
        return self.state not in (DisplayStatus.CLOSED, DisplayStatus.ZERO)


def groups(rows: Sequence[Row]) -> list[Group]:
    """Those that have a report in them."""
    counted = (
        Group(state, label, sum(row.standing.counts_as(DisplayStatus(state)) for row in rows))
        for state, label in GROUPS.items()
    )
    return [group for group in counted if group.count]


def chosen_rows(rows: Iterable[Row], asked: str, urgent: set[int]) -> list[Row]:
    """The rows of the group ``asked`` for; all where nothing is. ``urgent`` are the keys of reports
    that want attention."""
    if asked == ATTENTION:
        return [row for row in rows if row.standing.report.pk in urgent]
    return [row for row in rows if not asked or row.standing.counts_as(DisplayStatus(asked))]


@dataclass(frozen=True)
class Progress:
    """Of the reports that are owed at all, those that are closed left out: ``states`` in the order of
    the document, for the arch."""

    states: list[str]
    handed_in: int
    accepted: int

    @property
    def expected(self) -> int:
        return len(self.states)


def progress(rows: Sequence[Row]) -> Progress:
    owed = [row.standing for row in rows if not row.standing.report.is_closed]
    return Progress(
        states=[str(standing.status) for standing in owed],
        handed_in=sum(standing.report.status in HANDED_IN for standing in owed),
        accepted=sum(standing.status == DisplayStatus.ACCEPTED for standing in owed),
    )


@dataclass(frozen=True)
class Column:
    """A heading that orders: ``key`` gives a number or a text of a row; None comes last."""

    name: str
    label: str
    look: str  # classes of the heading
    key: Callable[[Row], float | str | None]
    downwards: bool = False  # the largest first, when it is chosen


COLUMNS = (
    Column(
        "place", "№", "number narrow-drop", lambda row: row.standing.report.municipality.position
    ),
    Column("name", "Муниципальное образование", "", lambda row: row.standing.report.short_name),
    Column("state", "Состояние", "", lambda row: _RANKS[row.standing.status]),
    Column("submitted", "Сдан", "", lambda row: _submitted(row), downwards=True),
    Column(
        "events",
        "Мероприятий",
        "number",
        lambda row: row.standing.report.event_count or None,
        downwards=True,
    ),
    Column(
        "remarks",
        "Замечаний",
        "number",
        lambda row: row.standing.report.remark_count or None,
        downwards=True,
    ),
    Column(
        "returns",
        "Возвратов",
        "number wide-only",
        lambda row: row.standing.report.return_count or None,
        downwards=True,
    ),
)


@dataclass(frozen=True)
class Order:
    column: Column
    is_descending: bool

    @property
    def direction(self) -> str:
        """As ``aria-sort`` has it."""
        return "descending" if self.is_descending else "ascending"

    def key(self, row: Row) -> Key:
        """What JSON holds, for the address of the next part of a long list."""
        municipality = row.standing.report.municipality
        last = (municipality.position, municipality.slug)
        value = self.column.key(row)
        if value is None:
            return (1, 0, *last)
        if isinstance(value, str):
            # A shorter text stands behind a longer one that begins with it: places are positive.
            text = value.casefold()
            return (
                (0, *(-ord(letter) for letter in text), *last)
                if self.is_descending
                else (0, text, *last)
            )
        return (0, -value if self.is_descending else value, *last)

    def asked_next(self, column: Column) -> str:
        """What the heading of ``column`` asks for: the other direction of the one in force."""
        is_descending = not self.is_descending if column is self.column else column.downwards
        return f"-{column.name}" if is_descending else column.name


def order_of(asked: str) -> Order:
    """Of what an address asks for, «-events» or «name»; by places where it makes no sense."""
    named = {column.name: column for column in COLUMNS}
    column = named.get(asked.removeprefix("-"))
    return Order(column, asked.startswith("-")) if column else Order(COLUMNS[0], False)


def _submitted(row: Row) -> float | None:
    moment = row.standing.report.counts_from
    return moment.timestamp() if moment is not None else None
