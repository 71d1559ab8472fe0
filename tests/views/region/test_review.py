"""What the regional officer and the administrator do, page by page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Role
from reports.events import corrections
from reports.models import Action, Remark, Report, Status
from reports.procedure import remarks, workflow
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, status=Status.IN_REVIEW, events=2)


def act(desk, report, action, **data):
    url = reverse("report_perform", args=[report.pk, action])
    return desk.post(url, {"_end": "1", **data}, follow=True).content.decode()


def test_board_counts_and_filters(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter)
    url = reverse("quarter_board", args=["2020-4"])
    response = desk.get(url)
    counts = {str(group.state): group.count for group, _ in response.context["groups"]}
    assert counts == {"submitted": 1, "overdue": 1}
    assert [r.municipality for r, _ in response.context["page"].rows] == [
        report.municipality,
        rudnya,
    ]
    overdue = desk.get(url, {"state": "overdue"})
    assert [r.municipality for r, _ in overdue.context["page"].rows] == [rudnya]
    assert "Отчетов с таким состоянием нет" in desk.get(url, {"state": "zero"}).content.decode()
    assert len(desk.get(url, {"state": "nonsense"}).context["page"].rows) == 2


def test_next_to_review_is_the_one_that_waited_longest(desk, vyazma, rudnya):
    quarter = factories.make_quarter()
    make_report(vyazma, quarter=quarter, status=Status.SUBMITTED)
    older = make_report(rudnya, quarter=quarter, status=Status.SUBMITTED)
    Report.objects.filter(pk=older.pk).update(
        first_submitted_at=factories.MOMENT.replace(year=2020),
        submitted_at=factories.MOMENT.replace(year=2020),
    )
    assert desk.get(reverse("quarter_board", args=["2020-4"])).context["next_to_review"] == older


def test_opening_a_report_is_an_action_not_a_look(desk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    page = desk.get(report.get_review_url()).content.decode()
    assert "Начать проверку" in page
    assert "Вернуть на доработку" not in page
    assert Report.objects.get().status == Status.SUBMITTED
    assert "Вернуть на доработку" in act(desk, report, Action.START_REVIEW)


def write(desk, report, **texts):
    url = reverse("remarks_create", args=[report.pk])
    return desk.post(url, {"_end": "1", **texts}, follow=True).content.decode()


def test_remark_on_a_row_waits_for_the_return(desk, report):
    event = report.events.first()
    write(desk, report, **{f"remark_{event.pk}": "Укажите город."})
    remark = report.remarks.get()
    assert (remark.event, remark.sent_at) == (event, None)
    page = act(desk, report, Action.RETURN, version=report.version)
    assert "Отчет возвращен на доработку" in page
    remark.refresh_from_db()
    assert remark.sent_at is not None


def test_everything_typed_on_the_page_goes_with_the_return(desk, report):
    first, second = report.events.all()
    texts = {
        "remark": "Обо всем",
        f"remark_{first.pk}": "О первом",
        f"remark_{second.pk}": "О втором",
    }
    act(desk, report, Action.RETURN, version=report.version, **texts)
    sent = report.remarks.sent().values_list("event", "text").order_by("event")
    assert set(sent) == {(None, "Обо всем"), (first.pk, "О первом"), (second.pk, "О втором")}


def test_accepting_with_a_typed_remark_is_refused_and_keeps_it(desk, report):
    page = act(desk, report, Action.ACCEPT, version=report.version, remark="Долго писал")
    assert "еще не отправлены" in page
    assert "Долго писал" in page
    assert (Report.objects.get().status, Remark.objects.count()) == (Status.IN_REVIEW, 0)


def test_cut_page_of_remarks_is_refused_and_stays(desk, report):
    page = write(desk, report, remark="Долго писал", _end="0")
    assert "Страница отправилась не полностью" in page
    assert "Долго писал" in page
    assert Remark.objects.count() == 0


def test_remark_written_too_late_stays_on_the_page(desk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, events=1)
    page = write(desk, report, **{f"remark_{report.events.get().pk}": "Долго писал"})
    assert "Замечания пишут, когда проверка отчета начата" in page
    assert "Долго писал" in page


def test_remark_typed_to_a_row_that_vanished_stays_on_the_page(desk, report):
    event = report.events.first()
    type(event).objects.filter(pk=event.pk).update(deleted_at=factories.MOMENT)
    Report.objects.update(status=Status.RETURNED)
    page = write(desk, report, **{f"remark_{event.pk}": "Долго писал"})
    assert "Долго писал" in page


def test_foreign_event_takes_no_remark(desk, report, rudnya):
    foreign = make_report(rudnya, quarter=report.quarter, events=1).events.get()
    assert "из другого отчета" in write(desk, report, **{f"remark_{foreign.pk}": "Чужое"})
    assert Remark.objects.count() == 0


def test_remark_to_a_deleted_event_is_still_shown(desk, reviewer, report):
    event = report.events.first()
    remarks.add_remark(report, event=event, text="Лишнее мероприятие", user=reviewer)
    type(event).objects.filter(pk=event.pk).update(deleted_at=factories.MOMENT)
    page = desk.get(report.get_review_url()).content.decode()
    assert "К удаленному мероприятию" in page
    assert "Лишнее мероприятие" in page


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.RETURN])
def test_decision_without_the_version_of_the_page_is_refused(desk, report, action):
    assert "не полностью" in act(desk, report, action, remark="Исправьте.")
    assert Report.objects.get().status == Status.IN_REVIEW


def test_unsent_remark_can_be_removed(desk, reviewer, report):
    remark = remarks.add_remark(report, text="Лишнее", user=reviewer)
    desk.post(reverse("remark_delete", args=[remark.pk]), {"_end": "1"})
    assert Remark.objects.count() == 0


def test_return_without_a_remark_is_refused(desk, report):
    page = act(desk, report, Action.RETURN, remark="", version=report.version)
    assert "хотя бы одно замечание" in page


def test_refused_return_keeps_the_remark_on_the_page(desk, report):
    page = act(desk, report, Action.RETURN, remark="Долго писал", version=report.version + 1)
    assert "Отчет изменился, пока вы на него смотрели" in page
    assert "Долго писал" in page


def test_accepted_report_can_still_be_returned(desk, report):
    assert "Отчет принят" in act(desk, report, Action.ACCEPT, version=report.version)
    version = Report.objects.get().version
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=version)
    assert Report.objects.get().status == Status.RETURNED


def test_return_that_came_after_the_acceptance_says_who_accepted_and_asks(desk, report):
    seen = report.version
    colleague = factories.make_user(Role.REGION, full_name="Иванова Анна Петровна")
    workflow.perform(Action.ACCEPT, report, user=colleague, version=seen)
    page = act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=seen)
    accepted = Report.objects.get()
    when = f"{timezone.localtime(accepted.accepted_at):%d.%m.%Y в %H:%M}"
    assert f"отчет принят {when} ({colleague})" in page
    assert f'<input type="hidden" name="version" value="{seen}">' in page
    # What that page sends, its buttons pressed again, is still about what was seen.
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=seen)
    assert Report.objects.get().status == Status.ACCEPTED
    assert f'name="version" value="{accepted.version}"' in page  # the tick
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=[seen, accepted.version])
    assert Report.objects.get().status == Status.RETURNED


def test_changed_text_of_a_report_says_who_and_when(desk, report, reviewer):
    seen = report.version
    corrections.correct_event(report.events.first(), user=reviewer, content="Исправлено")
    page = act(desk, report, Action.ACCEPT, version=seen)
    assert "пока вы на него смотрели: изменен текст" in page
    assert f"({reviewer})" in page


def test_button_says_how_many_remarks_acceptance_closes(desk, report, reviewer, clerk):
    for text in ("Где?", "Когда?"):
        remarks.add_remark(report, text=text, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    page = desk.get(report.get_review_url()).content.decode()
    assert ">Принять, закрыв 2 замечания</button>" in page
    remarks.close_remark(report.remarks.first(), user=reviewer)
    remarks.close_remark(report.remarks.last(), user=reviewer)
    assert ">Принять</button>" in desk.get(report.get_review_url()).content.decode()


def test_unknown_action_is_not_found(desk, report):
    assert desk.post(reverse("report_perform", args=[report.pk, "burn"])).status_code == 404
    assert desk.post(reverse("report_perform", args=[report.pk, "archive"])).status_code == 404


def test_what_the_region_mended_stands_in_the_course_of_things(desk, report, reviewer):
    corrections.correct_event(report.events.first(), user=reviewer, content="Исправлено")
    page = desk.get(report.get_review_url()).content.decode()
    assert "Регион исправил графу «содержание" in page.split('id="log"')[1]


def test_remark_has_one_moment_for_both_sides(desk, report, reviewer):
    remark = remarks.add_remark(report, text="Где?", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    Remark.objects.update(created_at=factories.MOMENT)
    sent = timezone.localtime(Remark.objects.get().sent_at)
    page = desk.get(report.get_review_url()).content.decode()
    (block,) = re.findall(rf'id="remark-{remark.pk}">.*?</div>', page, re.DOTALL)
    assert f"{sent:%d.%m.%Y в %H:%M}" in block
    assert "12.01.2021" not in block


def test_review_of_another_is_said_where_the_buttons_are(desk, sign_in, vyazma, reviewer):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    said = f"Отчет проверяет {reviewer}"
    assert said not in desk.get(report.get_review_url()).content.decode()
    colleague = sign_in(factories.make_user(Role.REGION))
    bar = colleague.get(report.get_review_url()).content.decode().split('class="save-bar"')[1]
    assert said in bar
