"""«Не забыли?»: events of the same quarter in earlier years that have no likeness in this one."""

from django.db import transaction
from django.db.models import QuerySet

from municipalities.models import User
from reports.language.similarity import LIKELY, Mention, recurrence
from reports.models import Event, NotHeldAgain, Report
from reports.procedure.guards import Refused, locked_for_editing

MOST = 3  # asked about at once
MOST_LOOKED_AT = 100  # of earlier years, the latest first


def forgotten(report: Report) -> list[Event]:
    """At most ``MOST``, of the latest years first, one of each series. What the clerk has said was
    not held does not come back in another year's words. Three statements."""
    known = [*_mentions(report.events.live()), *_mentions(_answered(report))]
    found: list[Event] = []
    earlier = _earlier(report).select_related("report__quarter")
    for event in earlier[:MOST_LOOKED_AT]:
        mention = _by_texts(event.name, event.place)
        if all(recurrence(mention, other) < LIKELY for other in known):
            known.append(mention)
            found.append(event)
        if len(found) == MOST:
            break
    return found


def _earlier(report: Report) -> QuerySet[Event]:
    """Of the municipality's own reports that were handed in."""
    quarter = report.quarter
    return (
        Event.objects.told()
        .filter(
            report__municipality=report.municipality_id,
            report__quarter__number=quarter.number,
            report__quarter__year__lt=quarter.year,
        )
        .exclude(name="")
        .order_by("-report__quarter__year", "position", "pk")
    )


def _answered(report: Report) -> QuerySet[Event]:
    return Event.objects.filter(pk__in=report.not_held_again.values("event"))


def _mentions(events: QuerySet[Event]) -> list[Mention]:
    return [_by_texts(*texts) for texts in events.values_list("name", "place")]


def _by_texts(name: str, place: str) -> Mention:
    """By name and place alone: neither day nor year is one of another year's."""
    return Mention(None, None, (0, 0), name, place, None, None)


@transaction.atomic
def say_not_held(report: Report, event: Event, *, user: User) -> None:
    """The clerk says that ``event``, of an earlier year, was not held in this quarter. Said twice,
    it is said once. Raises ``Refused``."""
    report = locked_for_editing(report, user)
    if not _earlier(report).filter(pk=event.pk).exists():
        raise Refused(
            "Это мероприятие не из прошлых отчетов за такой же квартал.", code="not_held_of_another"
        )
    if not report.not_held_again.filter(event=event).exists():
        NotHeldAgain.objects.create(report=report, event=event, by=user)
