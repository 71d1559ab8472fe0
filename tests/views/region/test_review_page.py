"""The page of a report under review: remarks, what has changed since the return, corrections."""

import re

import pytest
from django.db.models import F
from django.urls import reverse

from municipalities.models import Role
from reports.events import corrections, editing
from reports.models import Action, ReadyRemark, Remark, RemarkAnswer, Report, Status
from reports.procedure import ready_remarks, remarks, workflow
from tests import factories
from tests.factories import make_report, submit
from tests.views.test_queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, status=Status.IN_REVIEW, events=3)


def press(desk, name, pk, *more, **typed):
    response = desk.post(reverse(name, args=[pk, *more]), {"_end": "1", **typed}, follow=True)
    return response.content.decode()


def read(desk, report, **query):
    return desk.get(report.get_review_url(), query).content.decode()


def come_back(report, clerk, reviewer, change=None):
    """Return the report, let the clerk change something, and begin the review anew."""
    workflow.perform(Action.RETURN, report, user=reviewer)
    if change is not None:
        change()
    submit(report, clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    return Report.objects.get(pk=report.pk)


def place_of(text, page):
    page = page.split('id="log"')[0]  # behind it all is told again, and offered to be used again
    assert page.count(text) == 1
    return page.index(text)


# Remarks


def test_remark_is_written_to_a_cell(desk, report):
    event = report.events.first()
    typed = {f"remark_{event.pk}": "Укажите город.", f"cell_{event.pk}": "place"}
    page = press(desk, "remarks_create", report.pk, **typed)
    remark = report.remarks.get()
    assert (remark.event, remark.cell, remark.text) == (event, "place", "Укажите город.")
    assert re.search(r"<b>Место</b>[^<]*еще не отправлено", page)


def test_unknown_cell_is_refused_and_the_text_stays(desk, report):
    event = report.events.first()
    typed = {f"remark_{event.pk}": "Укажите город.", f"cell_{event.pk}": "weather"}
    page = press(desk, "remarks_create", report.pk, **typed)
    assert "Не сохранено" in page
    assert "Укажите город." in page
    assert not Remark.objects.exists()


def test_refused_page_keeps_the_chosen_cell(desk, report):
    event = report.events.first()
    typed = {f"remark_{event.pk}": "Долго писал", f"cell_{event.pk}": "content", "_end": "0"}
    page = press(desk, "remarks_create", report.pk, **typed)
    assert '<option value="content" selected>' in page


def test_page_says_who_reviews(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    assert "Проверяет" not in read(desk, report)
    press(desk, "report_perform", report.pk, "start_review")
    assert "Проверяет Сотрудник региона." in read(desk, report)


def test_button_beside_a_row_leads_back_to_it(desk, report):
    event = report.events.first()
    typed = {f"remark_{event.pk}": "Где?", "at": f"event-{event.pk}", "_end": "1"}
    response = desk.post(reverse("remarks_create", args=[report.pk]), typed)
    assert response.url == f"{report.get_review_url()}#event-{event.pk}"
    response = desk.post(
        reverse("remarks_create", args=[report.pk]), typed | {"at": "//foreign", "all": "1"}
    )
    assert response.url == f"{report.get_review_url()}?all=1"


@pytest.fixture
def answered(report, clerk, reviewer):
    """A remark to a cell, answered and ticked off by the clerk, in the second round."""
    event = report.events.first()
    remark = remarks.add_remark(report, event=event, cell="place", text="Где?", user=reviewer)

    def answer():
        remarks.answer_remark(remark, text="В Вязьме же.", user=clerk)
        remarks.mark_fixed(remark, fixed=True, user=clerk)

    come_back(report, clerk, reviewer, answer)
    return Remark.objects.get()


def test_remark_is_shown_with_its_round_state_and_answers(desk, report, answered):
    page = read(desk, report)
    assert re.search(r"<b>Место</b> · возврат 1 · отмечено исправленным", page)
    assert place_of("В Вязьме же.", page) > place_of(">Где?<", page)


def test_cell_is_marked_while_its_remark_waits_for_the_municipality(desk, report, answered):
    assert 'class="marked"' not in read(desk, report)
    Remark.objects.update(fixed_at=None)
    assert 'class="marked" data-label="Место проведения мероприятия"' in read(desk, report)


def test_report_handed_in_again_says_so_as_on_the_board(desk, report, answered):
    Report.objects.update(status=Status.SUBMITTED)
    assert "Сдан повторно</span>" in read(desk, report)


def test_remark_is_closed_and_what_was_typed_elsewhere_is_kept(desk, report, answered):
    page = press(desk, "remark_close", answered.pk, remark="И еще одно")
    answered.refresh_from_db()
    assert answered.status == "закрыто"
    assert "Прежние замечания: 1" in page
    assert [remark.text for remark in report.remarks.unsent()] == ["И еще одно"]


def test_remark_closed_twice_is_closed_once(desk, report, answered):
    for _ in range(2):
        press(desk, "remark_close", answered.pk)
    assert answered.answers.filter(kind="closed").count() == 1


def test_remark_is_opened_again_with_words_or_without(desk, report, answered):
    press(desk, "remark_reopen", answered.pk)
    answered.refresh_from_db()
    assert answered.is_open
    for _ in range(2):
        press(desk, "remark_reopen", answered.pk, **{f"remark_again_{answered.pk}": "А улица?"})
    said = answered.answers.filter(kind="reopened").values_list("text", flat=True)
    assert list(said) == ["", "А улица?"]


def test_words_to_an_old_remark_arrive_with_the_return(desk, report, answered):
    report = Report.objects.get()
    typed = {f"remark_again_{answered.pk}": "А улица?", "version": report.version}
    press(desk, "report_perform", report.pk, "return", **typed)
    answered.refresh_from_db()
    assert (Report.objects.get().status, answered.is_open) == (Status.RETURNED, True)
    assert RemarkAnswer.objects.last().text == "А улица?"


@pytest.mark.parametrize(("name", "more"), [("remark_close", ()), ("report_perform", ("accept",))])
def test_not_mended_and_content_at_once_is_refused(desk, report, answered, name, more):
    report = Report.objects.get()
    pk = report.pk if more else answered.pk
    typed = {f"remark_again_{answered.pk}": "А улица?", "version": report.version}
    page = press(desk, name, pk, *more, **typed)
    assert "К замечанию написано, что не исправлено" in page
    assert place_of("А улица?", page)
    assert not answered.answers.filter(kind__in=["reopened", "closed"]).exists()
    assert Report.objects.get().status == Status.IN_REVIEW


def test_answer_to_a_remark_too_late_stays_on_the_page(desk, report, answered):
    Report.objects.update(status=Status.RETURNED)
    page = press(desk, "remark_reopen", answered.pk, **{f"remark_again_{answered.pk}": "А улица?"})
    assert "Замечания пишут, когда проверка отчета начата" in page
    assert "А улица?" in page


def test_cut_page_does_not_close_a_remark(desk, report, answered):
    assert "не полностью" in press(desk, "remark_close", answered.pk, _end="0")
    answered.refresh_from_db()
    assert answered.closed_at is None


def test_page_says_that_acceptance_closes_remarks(desk, report, answered):
    assert "Не закрыто замечаний: 1. Если принять отчет, они закроются." in read(desk, report)
    report = Report.objects.get()
    press(desk, "report_perform", report.pk, "accept", version=report.version)
    answered.refresh_from_db()
    assert answered.status == "закрыто"


# What has changed since the return


@pytest.fixture
def changed(report, clerk, reviewer):
    """One event changed, one deleted, one added, one as it was."""
    first, second, _ = report.events.in_order()
    remarks.add_remark(report, event=first, cell="content", text="О чем именно?", user=reviewer)

    def change():
        texts = {"content": "Обсуждение обмена школьниками"}
        editing.save_event(report, user=clerk, event=first, **texts)
        editing.delete_event(second, user=clerk)
        editing.save_event(
            report,
            user=clerk,
            **factories.EVENT_VALUES | {"name": "Фестиваль", "period": "29.10.2020"},
        )

    return come_back(report, clerk, reviewer, change)


def shown(response):
    return [
        (row.row.name, str(row.change.kind) if row.change else None)
        for row in response.context["rows"]
    ]


def test_only_what_has_changed_is_shown_first(desk, changed):
    response = desk.get(changed.get_review_url())
    assert shown(response) == [("Конференция №\xa01", "changed"), ("Фестиваль", "added")]
    assert [row.change.label for row in response.context["removed"]] == ["Конференция № 2"]
    assert [row.row.name for row in response.context["unchanged"]] == ["Конференция №\xa03"]
    page = response.content.decode()
    assert "<del>" in page
    assert '[убрано: </span>сотрудничества<span class="only-read">]' in page
    assert '[добавлено: </span>обмена школьниками<span class="only-read">]' in page
    assert page.count('data-label="Содержание мероприятия">') == 4  # deleted and unchanged ones too
    assert place_of(">О чем именно?<", page) > place_of("обмена школьниками<span", page)


def test_whole_text_is_one_click_away_and_stays(desk, changed):
    page = read(desk, changed)
    assert 'href="?all=1"' in page
    response = desk.get(changed.get_review_url(), {"all": "1"})
    assert len(response.context["rows"]) == 3
    assert 'name="all" value="1"' in response.content.decode()
    assert "<del>" not in response.content.decode()


@pytest.mark.parametrize("query", [{}, {"all": "1"}])
def test_every_row_takes_a_remark_in_both_views(desk, changed, query):
    page = read(desk, changed, **query)
    for event in changed.events.live():
        assert page.count(f'name="remark_{event.pk}"') == 1
        assert page.count(f'name="cell_{event.pk}"') == 1


def test_row_with_an_open_remark_is_shown_though_it_is_as_it_was(desk, report, clerk, reviewer):
    event = report.events.in_order()[1]
    remarks.add_remark(report, event=event, text="Исправьте.", user=reviewer)
    come_back(report, clerk, reviewer)
    response = desk.get(report.get_review_url())
    assert shown(response) == [("Конференция №\xa02", None)]
    page = response.content.decode()
    assert "в отчете ничего не изменилось" in page
    assert "не изменилось</span>" in page


def test_moved_row_says_so(desk, report, clerk, reviewer):
    remarks.add_remark(report, text="Переставьте.", user=reviewer)
    last = report.events.in_order()[2]
    change = lambda: [editing.move_event(last, up=True, user=clerk) for _ in range(2)]  # noqa: E731
    come_back(report, clerk, reviewer, change)
    response = desk.get(report.get_review_url())
    assert shown(response) == [("Конференция №\xa03", "moved")]
    assert "строка стоит на новом месте" in response.content.decode()


def test_report_that_was_never_returned_is_shown_whole(desk, report):
    response = desk.get(report.get_review_url())
    assert (len(response.context["rows"]), response.context["changes"]) == (3, None)
    assert "Что изменилось с возврата" not in response.content.decode()


def test_report_returned_before_texts_were_kept_is_shown_whole(desk, changed):
    changed.log.update(contents=None)
    response = desk.get(changed.get_review_url())
    assert len(response.context["rows"]) == 3
    assert "поэтому показан весь отчет" in response.content.decode()


def test_row_that_was_typed_to_does_not_hide_in_the_fold(desk, changed):
    event = changed.events.live().in_order()[1]
    page = press(desk, "remarks_create", changed.pk, **{f"remark_{event.pk}": "Ой", "_end": "0"})
    rows, fold = page.split("Решение")[0], page.partition("Строки без изменений")[2]
    assert f'name="remark_{event.pk}"' in rows
    assert f'name="remark_{event.pk}"' not in fold


# Corrections on the page


@pytest.fixture
def corrected(report, reviewer):
    event = report.events.first()
    corrections.correct_event(event, user=reviewer, place="г. Вязьма, Дом культуры")
    return event.corrections.get()


def test_correction_is_shown_under_its_row(desk, report, corrected):
    page = read(desk, report)
    assert "Исправлено регионом: Место" in page
    assert "[добавлено: </span>, Дом культуры<span" in page


@pytest.mark.parametrize(("undo", "place"), [("1", "г. Вязьма"), ("0", "г. Вязьма, Дом культуры")])
def test_objection_is_settled_and_what_was_typed_is_kept(
    desk, report, clerk, corrected, undo, place
):
    corrections.ask_to_undo(corrected, reason="Было не там.", user=clerk)
    assert "Было не там." in read(desk, report)
    page = press(desk, "correction_settle", corrected.pk, undo=undo, remark="И еще")
    corrected.refresh_from_db()
    assert (corrected.is_undone, corrected.event.place) == (undo == "1", place)
    assert report.remarks.unsent().get().text == "И еще"
    assert "Оставить правку" not in page
    assert "Запроса на отмену" in press(desk, "correction_settle", corrected.pk, undo=undo)


def test_objection_that_cannot_be_granted_keeps_the_page(desk, report, clerk, reviewer, corrected):
    corrections.ask_to_undo(corrected, reason="Было не там.", user=clerk)
    corrections.correct_event(corrected.event, user=reviewer, place="г. Ельня")
    page = press(desk, "correction_settle", corrected.pk, undo="1", remark="Долго писал")
    assert "отменить ее нельзя" in page
    assert "Долго писал" in page
    assert not Remark.objects.exists()


def test_settling_without_a_choice_is_a_cut_request(desk, report, clerk, corrected):
    corrections.ask_to_undo(corrected, reason="Было не там.", user=clerk)
    assert "не полностью" in press(desk, "correction_settle", corrected.pk, remark="Долго писал")
    corrected.refresh_from_db()
    assert corrected.settled_at is None


def test_administrator_reads_and_has_no_buttons(sign_in, administrator, report, answered):
    page = sign_in(administrator).get(report.get_review_url()).content.decode()
    assert ">Где?<" in page
    for word in ("formaction", "Исправить текст", "Записать замечание"):
        assert word not in page


def test_queries_do_not_grow_with_what_was_said(desk, clerk, reviewer, vyazma, rudnya):
    counts = []
    for municipality, rows in ((vyazma, 1), (rudnya, 60)):
        report = make_report(municipality, status=Status.IN_REVIEW, events=rows)
        owner = factories.make_user(municipality=municipality)
        for event in report.events.all():
            remarks.add_remark(report, event=event, cell="place", text="Где?", user=reviewer)
        workflow.perform(Action.RETURN, report, user=reviewer)
        for remark in report.remarks.all():
            remarks.answer_remark(remark, text="Там.", user=owner)
        for event in report.events.all():
            editing.save_event(report, user=owner, event=event, place="г. Рудня")
        submit(report, owner)
        workflow.perform(Action.START_REVIEW, report, user=reviewer)
        for event in report.events.all():
            for made in corrections.correct_event(event, user=reviewer, content="Обмен"):
                corrections.ask_to_undo(made, reason="Зачем?", user=owner)
        desk.get(report.get_review_url())
        page = read(desk, report).split('id="log"')[0]
        assert page.count("Зачем?") == page.count(">Там.<") == rows
        counts.append(queries(lambda report=report: desk.get(report.get_review_url())))
        Report.objects.update(status=Status.ACCEPTED, accepted_at=F("submitted_at"))
    assert counts[0] == counts[1]


def test_words_of_an_earlier_quarter_are_told(desk, report):
    """The last one is named; other texts and other municipalities are not."""
    first, second, *_ = report.events.in_order()
    report.events.filter(pk=second.pk).update(content="Совсем другое.")
    for calendar in (report.quarter.calendar.previous.previous, report.quarter.calendar.previous):
        quarter = factories.make_quarter(calendar)
        earlier = factories.make_report(report.municipality, quarter=quarter)
        factories.make_event(earlier, content=first.content)
    other = factories.make_report(factories.make_municipality("other"), quarter=quarter)
    factories.make_event(other, content="Совсем другое.")
    rows = {row.row.event_id: row for row in desk.get(report.get_review_url()).context["rows"]}
    assert rows[first.pk].same_as == quarter.calendar
    assert rows[second.pk].same_as is None


def test_last_ten_texts_of_remarks_are_offered_once_each(desk, report, reviewer):
    for number in (*range(12), 11):
        remarks.add_remark(report, text=f"Замечание {number}.", user=reviewer)
    remarks.add_remark(report, text="Длинное. " * 40, user=reviewer)
    page = desk.get(report.get_review_url()).content.decode()
    assert offered_on(page) == [f"Замечание {n}." for n in range(11, 1, -1)]


def offered_on(page):
    return re.findall(r'ready-text">([^<]*)<', page)


def test_kept_texts_are_offered_first_and_to_every_officer(desk, sign_in, report, reviewer):
    for text in ("Укажите город.", "Кто участвовал?"):
        remarks.add_remark(report, text=text, user=reviewer)
    sent = {"ready": "Укажите город.", "keep": "1"}
    answer = desk.post(reverse("ready_remark"), sent).content.decode()
    colleague = sign_in(factories.make_user(Role.REGION))
    page = read(colleague, report)
    assert offered_on(answer) == offered_on(page) == ["Укажите город.", "Кто участвовал?"]
    answer = colleague.post(reverse("ready_remark"), sent | {"keep": "0"}).content.decode()
    assert offered_on(answer) == ["Кто участвовал?", "Укажите город."]  # still one of the last ten


def test_list_of_kept_texts_says_when_it_is_full(desk, reviewer):
    for number in range(ready_remarks.MOST_KEPT):
        ready_remarks.keep_ready(f"Замечание {number}.", user=reviewer)
    sent = {"ready": "Еще одно.", "keep": "1"}
    answer = desk.post(reverse("ready_remark"), sent).content.decode()
    assert "Готовых замечаний уже 20" in answer
    assert len(offered_on(answer)) == ready_remarks.MOST_KEPT


@pytest.mark.parametrize(
    "sent", [{"ready": "Где?"}, {"keep": "1"}, {"ready": "я" * 201, "keep": "1"}]
)
def test_cut_request_keeps_no_text(desk, sent):
    assert desk.post(reverse("ready_remark"), sent).status_code == 400
    assert not ReadyRemark.objects.exists()
