"""The demonstration: what it shows: nine quarters in which people have done everything."""

from collections import Counter

import pytest
from django.utils import timezone

from municipalities.models import MunicipalityName
from reports.document import duplicates_suggested, issuing
from reports.document.build import consolidated_table
from reports.language import quarters
from reports.models import (
    Action,
    Consolidation,
    Correction,
    EntryOnBehalf,
    Event,
    ExtensionRequest,
    IssueStatus,
    LeftOut,
    Quarter,
    Remark,
    Report,
    ReportLog,
    Status,
)
from reports.procedure.receipts import ReceiptState, receipts_of
from tests.model.snapshot import Snapshot

pytestmark = pytest.mark.django_db


def present():
    return Quarter.objects.current(timezone.localdate())


def states(quarter):
    """``Status`` → how many reports; zero ones apart."""
    told = quarter.reports.values_list("status", "no_events")
    return Counter(f"{status}, zero" if zero else str(status) for status, zero in told)


def test_there_are_nine_quarters_and_only_the_present_one_is_open(demonstration):
    told = list(Quarter.objects.order_by("year", "number"))
    assert [q.slug for q in told[:4]] == ["2020-1", "2020-2", "2020-3", "2020-4"]
    assert len(told) == 9
    assert [q.place for q in told[4:]] == list(range(told[-1].place - 4, told[-1].place + 1))
    assert [q for q in told if q.is_open] == [present()] == [told[-1]]


def test_every_state_of_a_report_is_there(demonstration):
    assert [states(q) for q in Quarter.objects.order_by("year", "number")[4:]] == [
        {"accepted": 6, "accepted, zero": 21},
        {"accepted": 6, "accepted, zero": 21},
        {"accepted": 7, "accepted, zero": 20},
        {"accepted": 6, "accepted, zero": 19, "draft": 2},
        {
            "accepted": 6,
            "accepted, zero": 1,
            "submitted": 2,
            "submitted, zero": 2,
            "in_review": 1,
            "returned": 1,
            "draft": 13,
            "closed": 1,
        },
    ]
    assert {r.status for r in present().reports.all()} == set(Status)


def test_archived_quarter_has_the_27_events(demonstration):
    archived = Quarter.objects.get(year=2020, number=4)
    sections = consolidated_table(archived.span).sections
    assert [len(section.rows) for section in sections] == [4, 20, 1, 1, 1]
    assert (archived.is_open, archived.reports.accepted().count()) == (False, 27)


def test_issues_are_in_force_outdated_and_cancelled(demonstration):
    told = [
        (issued.span.slug, issuing.current(issued.span).status_of(issued))
        for issued in Consolidation.objects.order_by("pk")
    ]
    *_, fourth, third, second, first, _ = (
        q.slug for q in Quarter.objects.order_by("year", "number")
    )
    assert told == [
        ("2020", IssueStatus.IN_FORCE),
        (fourth, IssueStatus.IN_FORCE),
        (third, IssueStatus.CANCELLED),
        (third, IssueStatus.IN_FORCE),
        (second, IssueStatus.OUTDATED),
        (first, IssueStatus.IN_FORCE),
    ]
    cancelled, again = Consolidation.objects.of_span(
        Quarter.objects.by_slug(third).get().span
    ).order_by("number")
    assert again.event_count == cancelled.event_count + 1  # the late report


def test_people_have_asked_answered_and_decided(demonstration):
    asked = ExtensionRequest.objects.all()
    assert Counter((r.is_granted, r.settled_at is not None) for r in asked) == {
        (True, True): 2,
        (False, True): 1,
        (False, False): 1,
    }
    returns = ReportLog.objects.filter(action=Action.RETURN).values_list("report", flat=True)
    assert sorted(Counter(returns).values()) == [1, 1, 1, 2, 2]
    assert Remark.objects.filter(answers__kind="answer").distinct().count() >= 4
    assert Remark.objects.filter(answers__kind="reopened").distinct().count() == 2
    assert Correction.objects.filter(is_undone=True).exists()
    assert Correction.objects.waiting().exists()
    assert LeftOut.objects.count() == 1
    late = [report for report in Report.objects.all() if report.is_late]
    assert len(late) == 3
    extended = Report.objects.exclude(extended_until=None).exclude(first_submitted_at=None)
    assert [report.is_late for report in extended] == [False]
    assert all(Event.objects.filter(agreements__gt="").values_list("countries", flat=True))


def test_one_event_told_twice_waits_for_a_decision(demonstration):
    (offer,) = duplicates_suggested.suggestions(present())
    ((first, second),) = duplicates_suggested.side_by_side([offer])
    assert {each.report.municipality.slug for each in (first, second)} == {
        "monastyrshchinsky",
        "shumyachsky",
    }


def test_receipts_are_kept(demonstration):
    kept = Counter()
    for report in Report.objects.exclude(first_submitted_at=None):
        receipts = receipts_of(report)
        kept[len(receipts)] += 1
        assert all(not receipt.is_valid for receipt in receipts[:-1])
    assert kept[2] >= 3
    assert kept[3] == 2
    taken_back = Report.objects.filter(log__action=Action.WITHDRAW)
    assert [[r.state for r in receipts_of(report)] for report in taken_back] == [
        [ReceiptState.WITHDRAWN, ReceiptState.ACCEPTED]
    ] * 2


def test_one_report_came_by_letter(demonstration):
    [entry] = EntryOnBehalf.objects.all()
    assert entry.ended_at is not None
    handed_in = entry.log.get(action=Action.SUBMIT)
    assert (handed_in.user, entry.report.is_late) == (entry.officer, False)


def test_municipality_has_the_name_of_its_quarter(demonstration):
    titles = {
        section.title
        for quarter in Quarter.objects.all()
        for section in consolidated_table(quarter.span).sections
    }
    of_vyazma = MunicipalityName.objects.filter(municipality__slug="vyazemsky")
    assert {name.full_name for name in of_vyazma} <= titles


def test_every_event_of_the_demonstration_year_stands_once(demonstration):
    told = Event.objects.filter(report__quarter__year=2020)
    distinct = {
        (event.report.municipality_id, event.same_as_id or event.pk)
        for event in told.select_related("report")
    }
    titles = {}
    for span in [*quarters.Span.of_year(2020), quarters.Span(2020, 4, 4)]:
        table = consolidated_table(span)
        titles[table.title[1].partition("сфере ")[2]] = table.event_count
    assert titles == {
        "в I полугодии 2020 года": 6,
        "во II полугодии 2020 года": 30,
        "в январе – сентябре 2020 года": 8,
        "в 2020 году": len(distinct),
        "в IV квартале 2020 года": 27,
    }
    assert (told.count(), len(distinct)) == (39, 33)
    assert told.distinct_count() == 32  # two municipalities tell of one exhibition


def test_demo_prints_who_may_come_and_where(demonstration, debug, demo):
    assert all(name in demonstration for name in ("admin", "region", "vyazemsky", "svod-demo"))
    assert demonstration.endswith("Откройте http://127.0.0.1:8000\n")
    assert demo(port=8123).endswith("Откройте http://127.0.0.1:8123\n")


def test_demo_twice_adds_nothing(demonstration, debug, demo):
    before = Snapshot()
    demo()
    assert Snapshot().is_same_as(before)
