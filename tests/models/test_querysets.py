"""Which rows the named queries give, at their edges."""

import datetime as dt

import pytest

from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import (
    Correction,
    DocumentOptions,
    Event,
    Quarter,
    Remark,
    RemarkAnswer,
    Report,
    Status,
)
from tests.factories import (
    MOMENT,
    make_event,
    make_municipality,
    make_quarter,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


# Quarters


@pytest.fixture
def quarters():
    slugs = [(2019, 4), (2020, 1), (2020, 2), (2021, 1)]
    return [make_quarter(Calendar(*slug)) for slug in slugs]


def test_quarters_before_another_come_the_latest_first(quarters):
    first, second, third, last = quarters
    assert list(Quarter.objects.before(last)) == [third, second, first]
    assert list(Quarter.objects.before(second)) == [first]
    assert list(Quarter.objects.before(first)) == []


@pytest.mark.parametrize(
    ("span", "numbers"),
    [(Span(2020, 1, 4), [1, 2]), (Span(2020, 2, 2), [2]), (Span(2020, 3, 4), [])],
)
def test_quarters_of_a_period_are_of_its_year_alone(quarters, span, numbers):
    found = Quarter.objects.of_span(span).order_by("number")
    assert [(quarter.year, quarter.number) for quarter in found] == [(2020, n) for n in numbers]


@pytest.mark.parametrize("slug", ["2020-5", "2020", "", "²020-1", "2020-1-1", "2022-1"])
def test_no_quarter_is_found_by_a_wrong_name(quarters, slug):
    assert not Quarter.objects.by_slug(slug).exists()


def test_quarter_being_collected_is_the_open_one_due_nearest(quarters):
    first, second, third, last = quarters
    assert Quarter.objects.current(second.due_date + DAY) == second
    assert Quarter.objects.current(third.due_date - DAY) == third
    assert Quarter.objects.current(last.due_date + 400 * DAY) == last
    Quarter.objects.exclude(pk=first.pk).update(closed_at=MOMENT)
    assert Quarter.objects.current(last.due_date) == first
    Quarter.objects.update(closed_at=MOMENT)
    assert Quarter.objects.current(last.due_date) == last
    Quarter.objects.all().delete()
    assert Quarter.objects.current(first.due_date) is None


def test_progress_counts_each_report_once():
    for status in (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED):
        make_report(make_municipality(status), status=status, events=2)
    for number in (1, 2):
        make_report(make_municipality(f"accepted-{number}"), status=Status.ACCEPTED)
    quarter = Quarter.objects.with_progress().get()
    assert (quarter.report_count, quarter.handed_in_count, quarter.accepted_count) == (6, 4, 2)


# Reports


DUE = dt.date(2021, 1, 15)


@pytest.fixture
def by_status():
    """A report in every status of an open quarter, and of a closed one."""
    closed = make_quarter(Calendar(2020, 3), closed_at=MOMENT)
    return {
        (status, quarter.is_open): make_report(
            make_municipality(status), quarter=quarter, status=status
        )
        for status in (
            Status.DRAFT,
            Status.SUBMITTED,
            Status.IN_REVIEW,
            Status.RETURNED,
            Status.ACCEPTED,
        )
        for quarter in (make_quarter(), closed)
    }


def test_owed_is_what_the_clerk_still_holds_in_an_open_quarter(by_status):
    owed = {by_status[Status.DRAFT, True], by_status[Status.RETURNED, True]}
    assert set(Report.objects.unsubmitted()) == owed
    assert set(Report.objects.overdue(DUE)) == set()
    assert set(Report.objects.overdue(DUE + DAY)) == owed
    assert {report for report in Report.objects.all() if report.is_editable} == owed


def test_region_waits_for_nobody_and_decides_in_an_open_quarter(by_status):
    waiting = [by_status[Status.SUBMITTED, True], by_status[Status.IN_REVIEW, True]]
    Report.objects.filter(pk=waiting[0].pk).update(submitted_at=MOMENT + DAY)
    assert list(Report.objects.waiting()) == waiting[::-1]


def test_decided_is_accepted_or_returned(by_status):
    decided = {report.status for report in Report.objects.all() if report.is_decided}
    assert decided == {Status.ACCEPTED, Status.RETURNED}
    assert {report.status for report in Report.objects.accepted()} == {Status.ACCEPTED}


def test_reports_of_several_quarters_stand_by_quarter_then_officially():
    made = [
        make_report(municipality, quarter=make_quarter(calendar))
        for calendar in (Calendar(2019, 4), Calendar(2020, 1))
        for municipality in (make_municipality("a"), make_municipality("b"))
    ]
    assert list(Report.objects.by_quarter()) == made
    official = Report.objects.filter(quarter=made[2].quarter).in_official_order()
    assert list(official) == made[2:]


def test_counts_of_the_board_do_not_multiply_each_other(vyazma, reviewer):
    report = make_report(vyazma, status=Status.RETURNED, events=2)
    make_event(report, deleted_at=MOMENT)
    for sent, fixed, closed in (
        (None, None, None),
        (MOMENT, None, None),
        (MOMENT, None, None),
        (MOMENT, None, None),
        (MOMENT, MOMENT, None),
        (MOMENT, None, MOMENT),
    ):
        Remark.objects.create(
            report=report,
            text="Где?",
            author=reviewer,
            sent_at=sent,
            fixed_at=fixed,
            closed_at=closed,
        )
    found = Report.objects.for_board().get()
    assert (found.event_count, found.remark_count, found.unsent_count) == (2, 3, 1)
    assert found.return_count == 0


# Events


def test_bin_shows_what_was_deleted_last_first(vyazma):
    report = make_report(vyazma, events=1)
    first, second = (make_event(report, deleted_at=MOMENT + number * DAY) for number in (0, 1))
    assert list(Event.objects.in_bin()) == [second, first]
    assert second not in Event.objects.live()


def test_same_event_counts_once_however_often_it_is_told(vyazma, rudnya):
    told = make_event(make_report(vyazma))
    other = make_report(rudnya)
    for _ in range(2):
        make_event(other, same_as=told)
    make_event(told.report)
    assert Event.objects.distinct_count() == 2
    assert Event.objects.filter(same_as=told).distinct_count() == 1


def test_group_is_its_root_and_who_names_it(vyazma):
    report = make_report(vyazma, events=1)
    root = make_event(report)
    member = make_event(report, same_as=root)
    make_event(report, same_as=root, deleted_at=MOMENT)
    assert set(Event.objects.told_with([root.pk])) == {root, member}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("ярмарка", True),
        ("ЯРМАРКА дружбы", True),
        ("дружбы ярмарка", True),
        ("ЕЛКА", True),
        ("ёлка", True),
        ("вязьма", True),
        ("школьники", True),
        ("обмен", True),
        ("ярмарка бал", False),
        ("бал", False),
        ("  ", True),
    ],
)
def test_events_are_found_by_all_their_words(vyazma, words, is_found):
    make_event(
        make_report(vyazma),
        name="Ярмарка дружбы «Ёлка»",
        place="г. Вязьма",
        content="Обмен опытом",
        participants="Школьники",
    )
    assert Event.objects.containing(words).exists() == is_found


def test_latest_events_come_first_each_report_in_its_order(vyazma):
    reports = [
        make_report(vyazma, quarter=make_quarter(Calendar(*slug)))
        for slug in ((2019, 4), (2020, 1), (2020, 2))
    ]
    names = {}
    for number, report in enumerate(reports):
        names[number, 2] = make_event(report, position=2)
        names[number, 1] = make_event(report, position=1)
    expected = [names[key] for key in ((2, 1), (2, 2), (1, 1), (1, 2), (0, 1), (0, 2))]
    found = [key for *_, key in sorted(Event.objects.latest_keys())]
    assert found == [event.pk for event in expected]


# Remarks and corrections


@pytest.fixture
def remarks(vyazma, reviewer):
    report = make_report(vyazma, status=Status.RETURNED)
    states = {
        "unsent": {},
        "open": {"sent_at": MOMENT},
        "fixed": {"sent_at": MOMENT, "fixed_at": MOMENT},
        "closed": {"sent_at": MOMENT, "closed_at": MOMENT},
        "fixed and closed": {"sent_at": MOMENT, "fixed_at": MOMENT, "closed_at": MOMENT},
    }
    for text, fields in states.items():
        Remark.objects.create(report=report, text=text, author=reviewer, **fields)
    return report.remarks


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("unsent", {"unsent"}),
        ("sent", {"open", "fixed", "closed", "fixed and closed"}),
        ("unsettled", {"open", "fixed"}),
        ("open", {"open"}),
        ("unanswered", {"open"}),
    ],
)
def test_remarks_by_what_became_of_them(remarks, query, texts):
    assert set(getattr(remarks, query)().values_list("text", flat=True)) == texts


@pytest.mark.parametrize(
    ("remark", "is_open", "state"),
    [
        ("unsent", False, "еще не отправлено"),
        ("open", True, "не исправлено"),
        ("fixed", False, "отмечено исправленным"),
        ("closed", False, "закрыто"),
        ("fixed and closed", False, "закрыто"),
    ],
)
def test_remark_says_what_became_of_it(remarks, remark, is_open, state):
    found = remarks.get(text=remark)
    assert (found.is_open, found.status) == (is_open, state)


@pytest.mark.parametrize(
    ("said", "is_unanswered"),
    [
        (["answer"], False),
        (["answer", "reopened"], True),
        (["answer", "reopened", "answer"], False),
        (["fixed", "not_fixed"], True),
        ([], True),
    ],
)
def test_remark_is_answered_by_the_last_word(remarks, clerk, said, is_unanswered):
    remark = remarks.get(text="open")
    for kind in said:
        RemarkAnswer.objects.create(remark=remark, kind=kind, text="Слово.", author=clerk)
    assert (remark in remarks.unanswered()) == is_unanswered


def test_correction_waits_from_the_objection_to_the_answer(vyazma, reviewer):
    event = make_event(make_report(vyazma, status=Status.ACCEPTED))
    asked = {"asked_at": MOMENT, "asked_by": make_user(municipality=vyazma)}
    settled = asked | {"settled_at": MOMENT, "settled_by": reviewer}
    made = [
        Correction.objects.create(event=event, cell="place", author=reviewer, **fields)
        for fields in ({}, asked, settled)
    ]
    assert list(Correction.objects.waiting()) == [made[1]]


# What holds from a quarter on


def test_later_settings_are_those_of_later_quarters(administrator):
    made = {
        slug: DocumentOptions.objects.create(
            from_year=slug[0], from_number=slug[1], changed_by=administrator
        )
        for slug in ((2019, 4), (2020, 2), (2020, 3), (2021, 1))
    }
    after = DocumentOptions.objects.after(Calendar(2020, 2))
    assert set(after) == {made[2020, 3], made[2021, 1]}
    in_force = {
        slug: DocumentOptions.objects.in_force(Calendar(*slug))
        for slug in ((2019, 3), (2019, 4), (2020, 1), (2020, 2), (2020, 4), (2022, 1))
    }
    assert in_force == {
        (2019, 3): None,
        (2019, 4): made[2019, 4],
        (2020, 1): made[2019, 4],
        (2020, 2): made[2020, 2],
        (2020, 4): made[2020, 3],
        (2022, 1): made[2021, 1],
    }
