"""What the rows of a table bring, beside what their report holds already."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reports.columns import FREE_TEXT_KEYS, WRITTEN_KEYS
from reports.language import event_period
from reports.language.proofreading import proofread_event
from reports.language.similarity import Mention
from reports.language.similarity_search import likely_pairs
from reports.language.text_diff import differences, is_same, merged
from reports.language.typography import letters, split_online_mark
from reports.models import Event, Format, Quarter
from reports.models.events import printed_name
from reports.procedure.findings import Findings, without_known

Values = Mapping[str, str]  # field of an event → its text
Marked = list[tuple[str, str]]  # both texts of a cell as one, see ``text_diff.merged``


@dataclass(frozen=True)
class Compared:
    """A row beside its report. ``event`` is what the report tells of it already; ``changes`` are the
    cells that the row words otherwise, by their column. An empty cell words nothing: what the
    report says there stays."""

    values: Values
    event: Event | None = None
    changes: dict[str, Marked] = field(default_factory=dict)

    @property
    def new_words(self) -> dict[str, str]:
        """What the event would take from the row."""
        taken = {key: self.values[key] for key in self.changes}
        return taken | ({"format": self.values["format"]} if "name" in taken else {})


def compare(rows: Sequence[Values], events: Sequence[Event], quarter: Quarter) -> list[Compared]:
    """Each of ``rows`` beside ``events``, the live ones of its report; no event is told by two rows.

    The same name on the same days comes first, then a name that stands once on both sides, then
    what is likely one event.
    """
    told = dict(_pairs(rows, events, quarter))
    return [
        Compared(row, told.get(place), _changes(row, told.get(place)))
        for place, row in enumerate(rows)
    ]


def findings_in(rows: Sequence[Values]) -> list[Findings]:
    """What proofreading says of each of ``rows``. At most one statement."""
    texts = [{key: row[key] for key in FREE_TEXT_KEYS} for row in rows]
    found = [
        proofread_event(each, is_online=row["format"] == Format.ONLINE)
        for each, row in zip(texts, rows, strict=True)
    ]
    return without_known(found, texts)


def _pairs(
    rows: Sequence[Values], events: Sequence[Event], quarter: Quarter
) -> Iterator[tuple[int, Event]]:
    left, free = dict(enumerate(rows)), list(events)
    for find in (_told_exactly, _named_once, _likely):
        for place, event in list(find(left, free, quarter)):
            if place in left and event in free:
                del left[place]
                free.remove(event)
                yield place, event


Left = Mapping[int, Values]  # rows without an event so far, by their place
Candidates = Iterator[tuple[int, Event]]


def _told_exactly(left: Left, free: Sequence[Event], _: Quarter) -> Candidates:
    for place, row in left.items():
        for event in free:
            if (event.name, event.period) == (row["name"], row["period"]):
                yield place, event


def _named_once(left: Left, free: Sequence[Event], _: Quarter) -> Candidates:
    here = Counter(letters(row["name"]) for row in left.values())
    there = Counter(letters(event.name) for event in free)
    for place, row in left.items():
        for event in free:
            name = letters(event.name)
            if name and name == letters(row["name"]) and here[name] == there[name] == 1:
                yield place, event


def _likely(left: Left, free: Sequence[Event], quarter: Quarter) -> Candidates:
    at = quarter.year, quarter.number
    mentions = [
        Mention(
            place,
            _ROW,
            at,
            row["name"],
            row["place"],
            *_days(row["period"], quarter),
            row["content"],
            row["participants"],
        )
        for place, row in left.items()
    ]
    others = [
        Mention(
            event,
            _EVENT,
            at,
            event.name,
            event.place,
            event.period_start,
            event.period_end,
            event.content,
            event.participants,
        )
        for event in free
    ]
    for one, other, _ in sorted(likely_pairs(mentions, others), key=lambda pair: -pair[2]):
        for place, event in ((one, other), (other, one)):
            if isinstance(place, int) and isinstance(event, Event):
                yield place, event


_ROW, _EVENT = "row", "event"  # owners: neither tells of an event twice


def _days(period: str, quarter: Quarter) -> tuple[dt.date | None, dt.date | None]:
    try:
        read = event_period.parse(period, quarter)
    except event_period.PeriodError:
        return None, None
    return read.start, read.end


def _changes(row: Values, event: Event | None) -> dict[str, Marked]:
    if event is None:
        return {}
    texts = {key: (_shown_of(event, key), _shown(row, key)) for key in WRITTEN_KEYS}
    return {
        key: merged(*differences(before, after))
        for key, (before, after) in texts.items()
        if row[key]
        and not _says_the_same(*map(_unmarked if key == "name" else str, (before, after)))
    }


def _unmarked(name: str) -> str:
    """With one mark, however it was typed: a mark that is typed is read as the format."""
    bare, is_online = split_online_mark(name)
    return printed_name(bare, Format.ONLINE if is_online else "")


def _says_the_same(before: str, after: str) -> bool:
    """Where lines end is no wording: a cell ends them where it is narrow, a workbook of ours where
    a row is full, and reading joins them."""
    return is_same("".join(before.split()), "".join(after.split()))


def _shown(row: Values, key: str) -> str:
    return printed_name(row["name"], row["format"]) if key == "name" else row[key]


def _shown_of(event: Event, key: str) -> str:
    return event.printed_name if key == "name" else str(getattr(event, key))
