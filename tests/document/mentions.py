"""Events that several municipalities tell of."""

import datetime as dt

from reports.document import duplicates, duplicates_suggested
from reports.language.quarters import Quarter as Calendar
from reports.models import Event, Report, Status
from tests.factories import make_event, make_municipality, make_quarter, make_report

IV_2020 = Calendar(2020, 4)

FESTIVAL = "XVIII Международный фестиваль «Мост»"
WORDING = {"name": "Фестиваль «Мост»", "place": "", "period": "4.11.2020"}
LONG = {"period_start": dt.date(2018, 1, 10), "period_end": dt.date(2021, 5, 30)}


def tell(slug, name=FESTIVAL, *, calendar=IV_2020, status=Status.ACCEPTED, **overrides):
    municipality = make_municipality(slug)
    report = Report.objects.filter(
        municipality=municipality, quarter=make_quarter(calendar)
    ).first() or make_report(municipality, quarter=make_quarter(calendar), status=status)
    return make_event(report, name=name, **overrides)


def offered(quarter):
    return {frozenset((s.first, s.second)) for s in duplicates_suggested.suggestions(quarter)}


def decide(one, other, reviewer, *, is_same=True):
    duplicates.decide(one, other, is_same=is_same, user=reviewer)


def groups_of(quarter):
    return duplicates.groups(duplicates.group_roots(quarter))


def group(event):
    return [member.pk for member in duplicates.group_of(Event.objects.get(pk=event.pk))]


def keys(events):
    return [event.pk for event in events]


def versions(events):
    return {event.pk: Event.objects.get(pk=event.pk).version for event in events}
