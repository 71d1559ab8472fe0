"""What looks like the same event told twice, and of which nobody has said anything yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from reports.language.similarity import SLACK, Mention
from reports.language.similarity_search import likely_pairs
from reports.models import DuplicateVerdict, Event, Quarter
from reports.models.events import EventQuerySet

EARLIER_QUARTERS = 4  # what goes on for longer is told in between
# Every two of a hundred and forty rows with one text on one day: somebody has pasted by mistake.
MOST_SUGGESTIONS = 10_000
ROOT = Coalesce("same_as", F("pk"))  # ``Event.root_key`` asked of the database
COUNTED_AT_ONCE = 100  # events of a quarter: beyond that its own page alone compares them


@dataclass(frozen=True)
class Suggestion:
    """Two events by their keys; the first was told first."""

    first: int
    second: int
    score: float

    @property
    def order(self) -> tuple[float, int, int]:
        """The likeliest first."""
        return -self.score, self.first, self.second


@dataclass(frozen=True)
class _Told:
    mention: Mention
    key: int
    root: int

    @property
    def order(self) -> tuple[tuple[int, int], int]:
        return self.mention.quarter, self.key


def suggestions(quarter: Quarter) -> list[Suggestion]:
    """All pairs that are likely one event and of which nobody has said anything yet, the likeliest
    first: of this quarter, and of it and those shortly before. Of two groups one pair is enough to
    ask about. Above ``MOST_SUGGESTIONS`` the rest is not looked for, until these are decided."""
    here = list(_told(Event.objects.filter(report__quarter=quarter)))
    before = list(_told(Event.objects.filter(_shortly_before(quarter), _that_may_meet(here))))
    by_key: dict[object, _Told] = {each.key: each for each in (*here, *before)}
    rejected = _rejected(
        Event.objects.filter(Q(report__quarter=quarter) | _shortly_before(quarter))
    )
    best: dict[frozenset[int], Suggestion] = {}
    for one, other, score in likely_pairs(_mentions(here), _mentions(before)):
        first, second = sorted((by_key[one], by_key[other]), key=lambda each: each.order)
        roots = frozenset((first.root, second.root))
        if len(roots) == 2 and roots not in rejected:
            found = Suggestion(first.key, second.key, score)
            best[roots] = min(found, best.get(roots, found), key=lambda each: each.order)
            if len(best) == MOST_SUGGESTIONS:
                break
    return sorted(best.values(), key=lambda each: each.order)


def waiting_pairs(quarter: Quarter) -> int | None:
    """How many pairs wait for a decision, to be told beside a link; None where it would take long."""
    if Event.objects.filter(report__quarter=quarter).told().count() > COUNTED_AT_ONCE:
        return None
    return len(suggestions(quarter))


def side_by_side(pairs: Sequence[Suggestion]) -> list[tuple[Event, Event]]:
    """The events of ``pairs``, without those that have gone meanwhile."""
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    complete = Event.objects.select_related("report__quarter", "report__municipality")
    events = complete.prefetch_related("report__municipality__names").in_bulk(keys)
    both = ((events.get(pair.first), events.get(pair.second)) for pair in pairs)
    return [(first, second) for first, second in both if first is not None and second is not None]


def _told(events: EventQuerySet) -> Iterator[_Told]:
    """Values alone: thousands are compared, a hundred are shown."""
    quarter = "report__quarter__year", "report__quarter__number"
    days = "period_start", "period_end"
    rows = (
        events.told()
        .order_by("pk")
        .values_list(
            "pk", "same_as", "report__municipality", *quarter,
            "name", "place", *days, "content", "participants",
        )
    )  # fmt: skip
    for key, root, owner, year, number, *told in rows:
        mention = Mention(key, owner, (year, number), *told)
        yield _Told(mention, key, root or key)


def _mentions(told: Iterable[_Told]) -> list[Mention]:
    return [each.mention for each in told]


def _that_may_meet(here: Sequence[_Told]) -> Q:
    """Events whose days may meet the days of one of ``here``: of the others none is read."""
    firsts = [each.mention.start or each.mention.end for each in here]
    known = [day for day in firsts if day is not None]
    if not firsts:
        return Q(pk=None)
    if len(known) < len(firsts):
        return Q()
    return Q(period_end__gte=min(known) - SLACK) | Q(period_end=None)


def _shortly_before(quarter: Quarter) -> Q:
    earlier, calendar = Q(), quarter.calendar
    for _ in range(EARLIER_QUARTERS):
        calendar = calendar.previous
        earlier |= Q(report__quarter__year=calendar.year, report__quarter__number=calendar.number)
    return earlier


def _rejected(events: EventQuerySet) -> set[frozenset[int]]:
    """Pairs of groups of which somebody has said that they are two events, of whichever members:
    those told long ago stand for their group too. Roots are looked up verdict by verdict: joined,
    SQLite begins with all events of the archive."""
    roots = events.told().order_by().annotate(root=ROOT).values("root")
    pairs = DuplicateVerdict.objects.annotate(
        first_root=_root_of("first"), second_root=_root_of("second")
    ).filter(is_same=False, first_root__in=roots)
    return {frozenset(pair) for pair in pairs.values_list("first_root", "second_root")}


def _root_of(mention: str) -> Subquery:
    told = Event.objects.filter(pk=OuterRef(mention)).order_by()
    return Subquery(told.annotate(root=ROOT).values("root"))
