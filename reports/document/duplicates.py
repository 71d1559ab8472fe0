"""The same event told twice: what people said of it, and one wording for all.

A group is a root, its earliest mention, and the events whose ``same_as`` is the root. It is a note
of the region: no text changes by it, and no version.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from municipalities.models import Role, User
from reports.events import corrections, editing
from reports.models import Cell, DuplicateVerdict, Event, Quarter, Report
from reports.procedure import guards
from reports.procedure.guards import Refused

ONE_WORDING = (Cell.NAME, Cell.PLACE, Cell.PERIOD)  # the rest is each municipality's own
GROUP_CHANGED = "Группа изменилась, пока вы на нее смотрели. Посмотрите ее еще раз и повторите."


@dataclass(frozen=True)
class Rewording:
    """What bringing an event to the wording of its group would do: cell, old words, new words; or
    why it cannot be done."""

    event: Event
    changes: tuple[tuple[Cell, str, str], ...] = ()
    obstacle: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """The new words, for ``corrections.correct_event``."""
        return {cell.value: new for cell, _, new in self.changes}


def group_of(event: Event) -> list[Event]:
    """All mentions of the event, the earliest first; alone it is a group of one."""
    return sorted(_complete(Event.objects.told_with([event.root_key])), key=_by_time)


def group_roots(quarter: Quarter) -> list[int]:
    """The roots of the groups of which an event stands in ``quarter``, in the order of their keys."""
    here = Event.objects.live().filter(report__quarter=quarter)
    members = here.exclude(same_as=None).values_list("same_as", flat=True)
    roots = {root for root in members if root is not None}
    roots |= set(here.exclude(told_again_as=None).values_list("pk", flat=True))
    told = Event.objects.told_with(roots).values_list("pk", "same_as")
    sizes = Counter(root or pk for pk, root in told)
    return sorted(root for root, size in sizes.items() if size > 1)


def groups(roots: Sequence[int]) -> list[list[Event]]:
    """The groups of ``roots``, whole and in their order; the earliest mention first."""
    members = defaultdict(list)
    for event in sorted(_complete(Event.objects.told_with(roots)), key=_by_time):
        members[event.root_key].append(event)
    return [members[root] for root in roots if members[root]]


@transaction.atomic
def decide(first: Event, second: Event, *, is_same: bool, user: User) -> None:
    """Say that two mentions are one event, or that they are not. Said twice, it is said once.

    Raises ``Refused``.
    """
    _check_person(user)
    if first.pk == second.pk:
        raise Refused("Это одно и то же мероприятие одного отчета.", code="same_event_twice")
    members = _locked_groups(first, second)
    if any(members[event.pk].deleted_at for event in (first, second)):
        raise Refused(
            "Одно из этих мероприятий удалено, сравнивать их не нужно.", code="duplicate_deleted"
        )
    together = members[first.pk].root_key == members[second.pk].root_key
    if together and not is_same:
        raise Refused(
            "Эти мероприятия уже признаны одним. Сначала уберите одно из них из группы.",
            code="group_holds_both",
        )
    _say(first, second, is_same=is_same, user=user)
    if is_same and not together:
        _join(members.values())


@transaction.atomic
def separate(event: Event, *, user: User) -> None:
    """Take an event out of its group: it is another one than all the rest."""
    _check_person(user)
    members = _locked_groups(event)
    rest = [other for other in members.values() if other.pk != event.pk]
    for other in rest:
        _say(event, other, is_same=False, user=user)
    Event.objects.filter(pk=event.pk).update(same_as=None)
    _join(rest)


def preview(group: Iterable[Event], wording: Mapping[str, str]) -> list[Rewording]:
    """What ``bring_to_one_wording`` would do. ``wording`` maps cells of ``ONE_WORDING`` to texts;
    an empty one leaves the cell as it is in each."""
    return [_rewording(event, wording) for event in group]


@transaction.atomic
def bring_to_one_wording(
    group: Iterable[Event], wording: Mapping[str, str], *, seen: Mapping[int, int], user: User
) -> int:
    """Write one wording into all mentions that the region may correct; the clerks see it as they
    see every correction. ``seen`` maps the key of every event that was shown to change to the
    version that was on the screen. Returns how many events have changed; all are changed or none.

    Raises ``Refused``, also when it would do anything else than what was shown.
    """
    _check_person(user)
    held = _hold(group)
    now = sorted(_complete(Event.objects.live().filter(pk__in=held)), key=_by_time)
    rewordings = preview(now, wording)
    possible = {each.event.pk for each in rewordings if not each.obstacle}
    changing = [each for each in rewordings if each.changes]
    if not {each.event.pk for each in changing} <= seen.keys() <= possible:
        raise Refused(GROUP_CHANGED, code="group_changed")
    for each in changing:
        version = seen[each.event.pk]
        corrections.correct_event(each.event, user=user, version=version, **each.texts)
    return len(changing)


def _rewording(event: Event, wording: Mapping[str, str]) -> Rewording:
    quarter, obstacle = event.report.quarter, guards.why_not_correctable(event.report)
    if obstacle:
        return Rewording(event, obstacle=obstacle)
    texts = {cell: wording.get(cell.value, "") for cell in ONE_WORDING}
    texts[Cell.PERIOD] = _canonical(texts[Cell.PERIOD], quarter)
    changes = tuple(
        (cell, getattr(event, cell), text)
        for cell, text in texts.items()
        if text and text != getattr(event, cell)
    )
    return Rewording(event, changes)


def _canonical(period: str, quarter: Quarter) -> str:
    return str(editing.with_days({"period": period}, quarter)["period"]) if period else ""


def _complete(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("report__quarter", "report__municipality").prefetch_related(
        "report__municipality__names"
    )


def _by_time(event: Event) -> tuple[int, int, int]:
    quarter = event.report.quarter
    return quarter.year, quarter.number, event.pk


def _check_person(user: User) -> None:
    if user.role != Role.REGION:
        raise Refused(
            "Сравнивать мероприятия может только сотрудник региона.",
            code="duplicates_by_region_only",
        )


def _locked_groups(*events: Event) -> dict[int, Event]:
    """All members of the groups of ``events``, those in the bin too, held until the end of the
    transaction."""
    held = _hold(_members(events))
    # Read again: a statement that waited for a lock does not see who joined the group meanwhile.
    members = {event.pk: event for event in _members(events)}
    if not members.keys() <= held:
        raise Refused(GROUP_CHANGED, code="group_changed")
    return members


def _members(events: Iterable[Event]) -> QuerySet[Event]:
    """Deleted ones as well: restored, they must find their group whole."""
    stored = Event.objects.filter(pk__in=[event.pk for event in events])
    roots = {event.root_key for event in stored}
    told = Event.objects.filter(Q(pk__in=roots) | Q(same_as__in=roots))
    return told.select_related("report__quarter")


def _hold(events: Iterable[Event]) -> set[int]:
    """Until the end of the transaction: the reports first, as wherever events change, and all in
    one order, or two people wait for each other."""
    reports = {event.pk: event.report_id for event in events}
    list(Report.objects.select_for_update().filter(pk__in=reports.values()).order_by("pk"))
    held = Event.objects.select_for_update().filter(pk__in=reports).order_by("pk")
    return {event.pk for event in held}


def _join(members: Iterable[Event]) -> None:
    members = sorted(members, key=_by_time)
    if not members:
        return
    root, *others = members
    # Not save(): it is no new version of their texts.
    Event.objects.filter(pk=root.pk).update(same_as=None)
    Event.objects.filter(pk__in=[event.pk for event in others]).update(same_as=root)


def _say(first: Event, second: Event, *, is_same: bool, user: User) -> None:
    low, high = sorted((first, second), key=lambda event: event.pk)
    DuplicateVerdict.objects.update_or_create(
        first=low, second=high, defaults={"is_same": is_same, "by": user, "at": timezone.now()}
    )
