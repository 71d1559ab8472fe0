"""The region's desk: how the quarter stands."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.document import duplicates_suggested, issuing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Correction, DisplayStatus, Remark, Report, ReportLog, Status
from reports.procedure import opening, workflow
from tests import factories
from tests.document.mentions import tell
from tests.factories import make_event, make_report
from tests.views.region.desk import DUE, days_ago, page_of, row_of

pytestmark = pytest.mark.django_db


def board(desk, **query):
    return desk.get(reverse("quarter_board", args=["2020-4"]), query)


def test_board_tells_a_zero_report_from_silence(desk, vyazma, rudnya):
    accepted = make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    silent = make_report(rudnya)
    submitted = make_report(
        factories.make_municipality("zero"), status=Status.SUBMITTED, no_events=True
    )
    page = page_of(board(desk))
    assert ">Принят, нулевой<" in row_of(page, accepted)
    assert ">Сдан, нулевой<" in row_of(page, submitted)
    assert ">Просрочен<" in row_of(page, silent)


def test_zero_reports_are_counted_wherever_they_stand(desk):
    stands = (Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.ACCEPTED)
    zero = [
        make_report(factories.make_municipality(status), status=status, no_events=True)
        for status in stands
    ]
    told = make_report(factories.make_municipality("told"), status=Status.SUBMITTED, events=1)
    make_report(factories.make_municipality("silent"))
    response = board(desk, state="zero")
    assert [report for report, _ in response.context["page"].rows] == zero
    assert "Нулевые <b>4</b>" in page_of(response)
    response = board(desk, state="submitted")
    assert [report for report, _ in response.context["page"].rows] == [zero[0], zero[1], told]
    counts = {group.state: group.count for group, _ in response.context["groups"]}
    assert sum(counts.values()) - counts[DisplayStatus.ZERO] == 6


@pytest.mark.parametrize(
    ("first", "extended_until", "words"),
    [
        (DUE, None, ""),
        (DUE + dt.timedelta(days=1), None, "на 1 день позже"),
        (DUE + dt.timedelta(days=3), None, "на 3 дня позже"),
        (DUE + dt.timedelta(days=3), DUE + dt.timedelta(days=3), ""),
    ],
)
def test_board_says_how_late_the_first_submission_was(desk, vyazma, first, extended_until, words):
    moment = timezone.make_aware(dt.datetime.combine(first, dt.time(23, 50)))
    make_report(
        vyazma,
        status=Status.ACCEPTED,
        first_submitted_at=moment,
        extended_until=extended_until,
        extension_reason="Выборы." if extended_until else "",
    )
    page = row_of(page_of(board(desk)), Report.objects.get())
    assert f"{first:%d.%m.%Y} в 23:50" in page
    assert ("позже" in page) == bool(words)
    assert not words or f'title="{words}"' in page


def test_board_counts_returns_and_open_remarks(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.RETURNED, events=1)
    for number in range(3):
        Remark.objects.create(
            report=report,
            text="Где?",
            author=reviewer,
            sent_at=factories.MOMENT,
            closed_at=factories.MOMENT if number == 0 else None,
        )
    for number in range(4):
        ReportLog.objects.create(
            report=report,
            action=Action.RETURN,
            from_status=Status.IN_REVIEW,
            to_status=Status.RETURNED,
            user=reviewer,
            note="Замечания: 1.",
            version=number,
        )
    row = row_of(page_of(board(desk)), report)
    assert '<td class="number wide-only" data-label="Возвратов">4</td>' in row
    assert '<td class="number late" data-label="Замечаний">2</td>' in row
    assert '<td class="number" data-label="Мероприятий">1<svg class="microbar"' in row


def test_three_quarters_before_stand_beside(desk, vyazma, rudnya):
    report = make_report(vyazma)
    for year, number in [(2020, 3), (2020, 2), (2019, 4), (2019, 3), (2021, 1)]:
        quarter = factories.make_quarter(Calendar(year, number))
        make_report(vyazma, quarter=quarter, status=Status.ACCEPTED, no_events=number == 2)
    new = make_report(rudnya, quarter=report.quarter)
    response = board(desk)
    assert [quarter.slug for quarter in response.context["board"].earlier] == [
        "2019-4",
        "2020-2",
        "2020-3",
    ]
    page = page_of(response)
    told = re.findall(r'<span class="only-read">(\w+ квартал [^<]+)<', row_of(page, report))
    assert [words.split(", на ")[0] for words in told] == [
        "III квартал 2020 года: принят",
        "II квартал 2020 года: принят, нулевой",
        "IV квартал 2019 года: принят",
    ]
    assert row_of(page, new).count(">–<") == 3
    assert "принят" not in row_of(page, new)


def test_past_report_handed_in_late_is_told_from_one_that_never_came(desk, vyazma, rudnya):
    earlier = factories.make_quarter(Calendar(2020, 3))
    rows = []
    for municipality, status in ((vyazma, Status.ACCEPTED), (rudnya, Status.DRAFT)):
        late = {"first_submitted_at": factories.MOMENT} if status == Status.ACCEPTED else {}
        make_report(municipality, quarter=earlier, status=status, **late)
        rows.append(make_report(municipality))
    page = page_of(board(desk))
    accepted, missing = (row_of(page, report) for report in rows)
    assert ('class="pip pip-other"' in accepted, "#i-calendar" in accepted) == (True, True)
    assert "принят, на 89 дней позже<" in accepted
    assert ('class="pip pip-late"' in missing, "просрочен, срок прошел" in missing) == (True, True)


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("", ["b", "a", "c"]),
        ("name", ["a", "b", "c"]),
        ("-name", ["c", "b", "a"]),
        ("events", ["a", "b", "c"]),
        ("-events", ["b", "a", "c"]),
        ("state", ["a", "c", "b"]),
        ("-submitted", ["b", "a", "c"]),
        ("nonsense", ["b", "a", "c"]),
    ],
)
def test_board_is_put_in_order_by_its_headings(desk, asked, slugs):
    """What has no number comes last either way."""
    made = {slug: factories.make_municipality(slug) for slug in ("b", "a", "c")}
    make_report(made["b"], status=Status.ACCEPTED, events=3)
    make_report(made["a"], status=Status.SUBMITTED, events=1)
    make_report(made["c"])
    response = board(desk, sort=asked)
    assert [report.municipality.slug for report, _ in response.context["page"].rows] == slugs


def test_heading_in_force_says_so_and_turns_round(desk, vyazma):
    make_report(vyazma)
    page = page_of(board(desk, sort="-events", state="overdue"))
    assert 'aria-sort="descending"><a href="?state=overdue&amp;sort=events">Мероприятий' in page
    assert page.count("aria-sort") == 1
    assert '<a href="?sort=-events">' not in page.split("<thead>")[1]
    assert 'href="?state=overdue&amp;sort=-events" aria-current="true"' in page


def test_groups_without_reports_are_not_offered(desk, vyazma):
    make_report(vyazma, status=Status.SUBMITTED, events=1)
    page = page_of(board(desk))
    assert "Ждут проверки <b>1</b>" in page
    for label in ("Приняты <b>", "Нулевые <b>", "Просрочены <b>", "Требует внимания"):
        assert label not in page


def test_arch_has_a_stone_for_every_report_that_is_owed(desk):
    for slug in ("a", "b", "c"):
        make_report(factories.make_municipality(slug), status=Status.ACCEPTED, events=1)
    make_report(factories.make_municipality("gone"), status=Status.CLOSED)
    page = page_of(board(desk))
    assert page.count('<path class="stone stone-') == 3 + 1  # one is in the name of its group
    assert "3 из 3" in page


def test_issue_of_the_quarter_is_told_with_its_worth(desk, reviewer, vyazma):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    assert "Выпуск №" not in page_of(board(desk))
    span = report.quarter.span
    issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint)
    page = page_of(board(desk))
    assert "Выпуск № 1" in page
    assert "действует" in page
    report.events.update(place="г. Рославль")
    assert "устарел" in page_of(board(desk))


def test_review_that_goes_on_names_who_began_it(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    row = row_of(page_of(board(desk)), report)
    assert ">Проверяется<" in row
    assert str(reviewer) in row


@pytest.mark.parametrize(("days", "mark"), [(2, None), (3, "soon"), (6, "soon"), (7, "late")])
def test_returned_report_is_reminded_of_and_then_red(desk, vyazma, coming, settings, days, mark):
    settings.RETURNED_REMIND_DAYS, settings.RETURNED_RED_DAYS = 3, 7
    report = make_report(vyazma, status=Status.RETURNED, returned_at=days_ago(days))
    row = row_of(page_of(board(desk)), report)
    assert ("ждет ответа" in row) == bool(mark)
    assert {"soon", "late"} & set(row.replace('"', " ").split()) == {mark} - {None}


def test_attention_is_for_the_late_and_the_objected(desk, vyazma, rudnya, clerk, reviewer):
    make_report(vyazma)
    fine = make_report(rudnya, status=Status.ACCEPTED, events=1)
    other = make_report(factories.make_municipality("other"), status=Status.ACCEPTED, events=1)
    for report, asked_at in ((fine, None), (other, timezone.now())):
        Correction.objects.create(
            event=report.events.get(),
            cell="place",
            author=reviewer,
            asked_at=asked_at,
            asked_by=clerk if asked_at else None,
        )
    response = board(desk, state="attention")
    found = [report.municipality.slug for report, _ in response.context["page"].rows]
    assert (found, response.context["attention"]) == (["vyazma", "other"], 2)
    page = page_of(response)
    assert "Просят отменить правку" in page
    assert f"{other.get_review_url()}?all=1#event-{other.events.get().pk}" in page
    assert f"{fine.get_review_url()}?all=1" not in page


def test_pairs_that_look_alike_are_counted_where_they_wait(desk):
    tell("first")
    tell("second", place="Районный дом культуры")
    assert 'Похожие мероприятия</a><b class="number">1</b>' in page_of(board(desk))
    address = reverse("consolidated", args=["2020-4"])
    assert 'Похожие мероприятия</a><b class="number">1</b>' in page_of(desk.get(address))


def test_pairs_of_a_large_quarter_are_left_to_their_own_page(desk):
    event = tell("first")
    for number in range(duplicates_suggested.COUNTED_AT_ONCE):
        make_event(event.report, name=f"Конференция № {number}")
    response = board(desk)
    assert response.context["alike"] is None
    assert reverse("duplicates", args=["2020-4"]) in page_of(response)


def test_settled_objection_wants_no_attention(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    now = timezone.now()
    Correction.objects.create(
        event=report.events.get(),
        cell="place",
        author=reviewer,
        asked_at=now,
        asked_by=reviewer,
        settled_at=now,
        settled_by=reviewer,
    )
    response = board(desk)
    assert response.context["attention"] == 0
    assert "Просят отменить" not in page_of(response)


def test_administrator_reads_the_board_and_may_extend(sign_in, administrator, vyazma, rudnya):
    quarter = make_report(vyazma, status=Status.SUBMITTED).quarter
    owing = make_report(rudnya, quarter=quarter)
    page = page_of(board(sign_in(administrator)))
    assert "Проверить следующий" not in page
    assert reverse("report_extension", args=[owing.pk]) in page


def test_board_of_a_closed_quarter_offers_nothing_to_do(desk, vyazma, administrator):
    report = make_report(vyazma)
    opening.close_quarter(report.quarter, user=administrator)
    page = page_of(board(desk))
    assert reverse("report_extension", args=[report.pk]) not in page
    assert "Кому позвонить" not in page


@pytest.fixture
def count(desk):
    """``count(name)``: the queries of a page."""

    def queries(name):
        address = reverse(name, args=["2020-4"])
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    return queries


@pytest.mark.parametrize(
    "name", ["quarter_board", "quarter_calls", "board_download", "calls_download"]
)
def test_queries_grow_neither_with_municipalities_nor_with_years(count, name, vyazma, reviewer):
    counts = []
    for municipalities, years in ((1, 1), (27, 1), (27, 20)):
        for year in range(2021 - years, 2021):
            for number in range(1, 5):
                _fill(factories.make_quarter(Calendar(year, number)), municipalities, reviewer)
        counts.append(count(name))
    assert counts[0] == counts[1] == counts[2]


def _fill(quarter, municipalities, reviewer):
    """Each owes a report, has somebody to be called and a correction to be undone."""
    for number in range(quarter.reports.count(), municipalities):
        municipality = factories.make_municipality(f"district-{number}")
        if not municipality.acting.exists():
            factories.make_user(municipality=municipality, phone="4-20-11")
        report = make_report(municipality, quarter=quarter)
        if quarter.year == 2020:
            Correction.objects.create(
                event=make_event(report),
                cell="name",
                author=reviewer,
                asked_at=timezone.now(),
                asked_by=reviewer,
            )
