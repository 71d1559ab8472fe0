"""What waits for a decision, and several reports accepted at once."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from municipalities.models import Role
from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Correction, Report, ReportLog, Status
from reports.procedure import opening, remarks, workflow
from tests import factories
from tests.factories import make_report
from tests.views.test_queries import queries

pytestmark = pytest.mark.django_db
URL = "/review/"


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def queue(vyazma, rudnya):
    """In the order of waiting: a zero report, one with two events, one under review."""
    third = factories.make_municipality("gagarin", short_name="Гагаринский район")
    made = [
        make_report(rudnya, status=Status.SUBMITTED, no_events=True),
        make_report(vyazma, status=Status.SUBMITTED, events=2),
        make_report(third, status=Status.IN_REVIEW, events=1),
    ]
    for hours, report in enumerate(made):
        report.submitted_at = factories.MOMENT + dt.timedelta(hours=hours)
        report.save(update_fields=["submitted_at"])
    return made


def accept(desk, *reports, **more):
    data = {"report": [f"{report.pk}:{report.version}" for report in reports], "_end": "1"}
    return desk.post(f"{URL}accept/", data | more, follow=True).content.decode()


def statuses(reports):
    return [Report.objects.get(pk=report.pk).status for report in reports]


def test_oldest_comes_first_whatever_its_quarter(desk, queue, vyazma):
    older = make_report(
        vyazma, quarter=factories.make_quarter(Calendar(2020, 3)), status=Status.SUBMITTED
    )
    month_ago = factories.MOMENT - dt.timedelta(days=30)
    Report.objects.filter(pk=older.pk).update(first_submitted_at=month_ago, submitted_at=month_ago)
    make_report(vyazma, quarter=factories.make_quarter(Calendar(2021, 1)), status=Status.RETURNED)
    assert desk.get(URL).context["page"].rows == [older, *queue]


def test_queue_says_what_is_known_of_each(desk, queue, reviewer):
    ReportLog.objects.create(
        report=queue[2],
        action=Action.START_REVIEW,
        from_status=Status.SUBMITTED,
        to_status=Status.IN_REVIEW,
        user=reviewer,
        version=1,
    )
    ReportLog.objects.create(
        report=queue[1],
        action=Action.RETURN,
        from_status=Status.IN_REVIEW,
        to_status=Status.RETURNED,
        user=reviewer,
        note="Замечания: 1.",
        version=1,
    )
    rows = re.findall(r"<tr>.*?</tr>", desk.get(URL).content.decode(), re.DOTALL)[1:]
    texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]
    assert texts == [
        "Руднянский район IV квартал 2020 12.01.2021 в 16:20 нулевой впервые не начата",
        "Вяземский район IV квартал 2020 12.01.2021 в 17:20 2 после возврата 1 не начата",
        "Гагаринский район IV квартал 2020 12.01.2021 в 18:20 1 впервые "
        "Проверяет Сотрудник региона",
    ]


def test_closed_quarter_waits_for_nothing(desk, queue, administrator):
    opening.close_quarter(queue[0].quarter, user=administrator)
    assert "Решения не ждет ни один отчет" in desk.get(URL).content.decode()


def beside(desk, report):
    context = desk.get(report.get_review_url()).context
    names = ("previous_in_queue", "queue_place", "next_in_queue", "next_report")
    return tuple(context[name] for name in names)


def test_neighbours_are_one_click_away(desk, queue):
    """What somebody has begun to review comes after all that nobody has."""
    zero, fresh, begun = queue
    assert beside(desk, zero) == (None, 1, fresh, fresh)
    assert beside(desk, fresh) == (zero, 2, None, zero)
    assert beside(desk, begun) == (fresh, 3, None, zero)


def test_next_after_a_decision_is_what_the_arrow_said(desk, queue, reviewer):
    zero, fresh, _ = queue
    workflow.perform(Action.START_REVIEW, zero, user=reviewer)
    *_, arrow, upcoming = beside(desk, zero)
    assert (arrow, upcoming) == (fresh, fresh)
    report = Report.objects.get(pk=zero.pk)
    url = reverse("report_perform", args=[report.pk, "accept"])
    page = desk.post(url, {"version": report.version, "_end": "1"}, follow=True).content.decode()
    assert f"Проверить следующий: {fresh.short_name}" in page
    workflow.perform(Action.START_REVIEW, fresh, user=reviewer)  # only begun ones are left
    assert beside(desk, zero) == (None, None, None, fresh)
    page = desk.get(zero.get_review_url()).content.decode()
    assert f"Открыть следующий: {fresh.short_name}, проверка начата" in page


def test_objections_to_corrections_wait_beside_the_queue(desk, vyazma, clerk, reviewer):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    event = report.events.get()
    assert "Просят отменить" not in desk.get(URL).content.decode()
    (made,) = corrections.correct_event(event, user=reviewer, place="г. Рудня")
    corrections.ask_to_undo(made, reason="Было в Вязьме.", user=clerk)
    page = desk.get(URL).content.decode()
    assert "Просят отменить правку: 1" in page
    assert f'href="{report.get_review_url()}?all=1#event-{event.pk}"' in page
    corrections.settle(made, undo=False, user=reviewer)
    assert "Просят отменить" not in desk.get(URL).content.decode()


def test_ticked_reports_are_accepted_each_with_its_log(desk, queue, reviewer):
    page = accept(desk, queue[1], queue[2])
    assert statuses(queue) == [Status.SUBMITTED, Status.ACCEPTED, Status.ACCEPTED]
    assert "Принято отчетов: 2. Вяземский район" in page
    log = ReportLog.objects.filter(report=queue[1])
    assert [(entry.action, entry.user) for entry in log] == [
        ("start_review", reviewer),
        ("accept", reviewer),
    ]


def test_all_zero_reports_are_accepted_in_one_click(desk, queue):
    page = desk.get(URL).content.decode()
    assert "Принять все нулевые (1)" in page
    zero = re.findall(r'name="zero" value="([^"]+)"', page)
    # What else was ticked is not meant by this button.
    page = accept(desk, queue[1], zero=zero, all_zero="1")
    assert statuses(queue) == [Status.ACCEPTED, Status.SUBMITTED, Status.IN_REVIEW]
    assert "Принято отчетов: 1. Руднянский район" in page


def test_report_that_changed_meanwhile_does_not_keep_the_others_back(desk, queue):
    Report.objects.filter(pk=queue[1].pk).update(version=queue[1].version + 1)
    page = accept(desk, queue[0], queue[1])
    assert statuses(queue) == [Status.ACCEPTED, Status.SUBMITTED, Status.IN_REVIEW]
    assert "Не принято — Вяземский район" in page
    assert "Посмотрите его еще раз" in page
    assert not ReportLog.objects.filter(report=queue[1]).exists()


def test_refused_acceptance_does_not_begin_the_review(desk, queue, reviewer):
    """A remark that waits to be sent is not lost by a tick in the queue."""
    remarks.add_remark(queue[2], text="Не забыть.", user=reviewer)
    Report.objects.filter(pk=queue[2].pk).update(status=Status.SUBMITTED)
    assert "еще не отправлены" in accept(desk, queue[2])
    assert statuses(queue)[2] == Status.SUBMITTED
    assert not ReportLog.objects.exists()


def test_accepting_twice_leaves_one_row_in_the_log(desk, queue):
    accept(desk, queue[0])
    page = accept(desk, queue[0])
    assert "Не принято — Руднянский район" in page
    assert ReportLog.objects.filter(report=queue[0], action=Action.ACCEPT).count() == 1


def test_withdrawn_report_is_not_accepted(desk, queue, clerk):
    workflow.perform(Action.WITHDRAW, queue[1], user=clerk)
    assert "Не принято — Вяземский район" in accept(desk, queue[1])
    assert statuses(queue)[1] == Status.DRAFT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"_end": "1"}, "Отметьте хотя бы один отчет."),
        ({"report": ["1:1"]}, "не полностью"),
        ({"report": ["1"], "_end": "1"}, "не полностью"),
        ({"report": ["²:1"], "_end": "1"}, "не полностью"),
    ],
)
def test_empty_or_cut_choice_accepts_nothing(desk, queue, data, said):
    page = desk.post(f"{URL}accept/", data, follow=True).content.decode()
    assert said in page
    assert statuses(queue) == [Status.SUBMITTED, Status.SUBMITTED, Status.IN_REVIEW]


def test_verb_refuses_a_wrong_role_and_tells_it(queue, administrator, clerk):
    for person in (administrator, clerk):
        [(report, refusal)] = workflow.accept_several([(queue[0], 1)], user=person)
        assert (report, str(refusal)) == (queue[0], f"Это делает {Role.REGION.label}.")
    assert statuses(queue)[0] == Status.SUBMITTED


def test_administrator_reads_the_queue_and_accepts_nothing(sign_in, administrator, queue):
    office = sign_in(administrator)
    page = office.get(URL).content.decode()
    assert "Вяземский район" in page
    assert "checkbox" not in page
    assert "Принять" not in page


def test_queries_of_the_queue_do_not_grow(desk, reviewer):
    counts = []
    for rows in (1, 10, 60):
        quarter = factories.make_quarter()
        for number in range(quarter.reports.count(), rows):
            municipality = factories.make_municipality(f"district-{number}")
            report = make_report(municipality, quarter=quarter, status=Status.IN_REVIEW, events=2)
            ReportLog.objects.create(
                report=report,
                action=Action.START_REVIEW,
                from_status=Status.SUBMITTED,
                to_status=Status.IN_REVIEW,
                user=reviewer,
                version=1,
            )
            Correction.objects.create(
                event=report.events.first(),
                cell="place",
                old_text="г. Рудня",
                author=reviewer,
                asked_at=factories.MOMENT,
                asked_by=reviewer,
            )
        assert desk.get(URL).content.decode().count(", графа «Место»") == rows
        counts.append(queries(lambda: desk.get(URL)))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("number", [0, 2])
@pytest.mark.parametrize("step", [-1, 1])
def test_tick_counts_for_the_version_that_was_seen(queue, reviewer, number, step):
    """Before the review and in the midst of it, whichever of the two is older."""
    report = queue[number]
    seen = report.version + step
    [(_, refusal)] = workflow.accept_several([(report, seen)], user=reviewer)
    assert "изменился, пока вы на него смотрели" in str(refusal)
    report.refresh_from_db()
    assert (report.status, report.version) == (queue[number].status, 1)
    assert not ReportLog.objects.exists()


def test_report_with_unsent_remarks_is_not_offered_for_acceptance(desk, queue, reviewer):
    """Neither by a tick, nor among the zero ones, nor on its own page."""
    Report.objects.filter(pk=queue[0].pk).update(status=Status.IN_REVIEW)
    for report in (queue[0], queue[2]):
        remarks.add_remark(report, text="Не забыть.", user=reviewer)
    page = desk.get(URL).content.decode()
    assert re.findall(r'name="report" value="(\d+):', page) == [str(queue[1].pk)]
    assert "Принять все нулевые" not in page
    assert page.count("не отправлено замечаний: 1") == 2
    address = reverse("report_perform", args=[queue[2].pk, "accept"])
    assert address not in desk.get(queue[2].get_review_url()).content.decode()
    remarks.delete_remark(queue[2].remarks.get(), user=reviewer)
    assert address in desk.get(queue[2].get_review_url()).content.decode()
