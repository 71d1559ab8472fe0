"""What the clerk says to the region: answers to remarks, objections to corrections."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Correction, Event, Remark, Report, Status
from reports.procedure import opening, remarks, workflow
from tests.factories import make_event, make_quarter, make_report
from tests.views.test_queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def remark(vyazma, reviewer):
    """A remark to the place of an event, sent with the first return."""
    report = make_report(vyazma, status=Status.IN_REVIEW)
    event = make_event(report, name="Форум «Мост»")
    remarks.add_remark(report, event=event, cell="place", text="Где?", user=reviewer)
    remarks.add_remark(report, text="Проверьте даты.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    return Remark.objects.get(cell="place")


def page(client, remark):
    return client.get(remark.report.get_absolute_url()).content.decode()


def answer(client, remark, *, part=False, **data):
    headers = {"X-Requested-With": "XMLHttpRequest"} if part else {}
    url = reverse("remark_answer", args=[remark.pk])
    return client.post(url, {"_end": "1"} | data, headers=headers)


def fix(client, remark, fixed="1"):
    return client.post(reverse("remark_fix", args=[remark.pk]), {"fixed": fixed})


def test_remark_leads_to_its_field_and_stands_above_it(desk, remark):
    assert f"{reverse('event_update', args=[remark.event_id])}#id_place" in page(desk, remark)
    form = desk.get(reverse("event_update", args=[remark.event_id])).content.decode()
    label, place = form.index('for="id_place"'), form.index('id="id_place"')
    assert label < form.index(f'id="remark-{remark.pk}"') < place
    assert "Проверьте даты." not in form  # to the report as a whole


def test_answer_and_tick_are_kept_and_seen(desk, remark):
    response = answer(desk, remark, text="В Доме культуры.")
    assert response.url.endswith(f"#remark-{remark.pk}")
    fix(desk, remark)
    shown = page(desk, remark)
    assert "В Доме культуры." in shown
    assert "Исправленные: 1" in shown
    assert [a.kind for a in remark.answers.all()] == ["answer", "fixed"]
    fix(desk, remark, "0")
    remark.refresh_from_db()
    assert remark.is_open


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": " "}, "Напишите ответ."),
        ({"text": "Наполовину", "_end": ""}, "отправилась не полностью"),
    ],
)
def test_refused_answer_stays_on_the_page(desk, remark, data, said):
    shown = answer(desk, remark, **data).content.decode()
    assert said in shown
    assert data["text"].strip() in shown
    assert not remark.answers.exists()


def test_answer_to_a_report_locked_meanwhile_stays_on_the_page(desk, remark, administrator):
    opening.close_quarter(remark.report.quarter, user=administrator)
    for part in (True, False):
        shown = answer(desk, remark, text="Долго думал", part=part).content.decode()
        assert "закрыт. Открыть его снова может администратор" in shown
        assert "Долго думал" in shown


def test_part_of_the_page_is_the_remark_alone(desk, remark):
    part = answer(desk, remark, text="В Доме культуры.", part=True).content.decode()
    assert "<html" not in part
    assert "В Доме культуры." in part
    assert f'form="fix-{remark.pk}"' in part


def test_cut_tick_changes_nothing(desk, remark):
    fix(desk, remark, "")
    assert not remark.answers.exists()


def test_closed_remarks_are_folded_with_their_thread(desk, remark, reviewer, clerk):
    answer(desk, remark, text="В Доме культуры.")
    workflow.perform(Action.SUBMIT, remark.report, user=clerk)
    workflow.perform(Action.START_REVIEW, remark.report, user=reviewer)
    remarks.close_remark(remark, user=reviewer)
    workflow.perform(Action.RETURN, remark.report, user=reviewer)
    shown = page(desk, remark)
    assert "Закрытые: 1" in shown
    assert f'form="answer-{remark.pk}"' not in shown


def test_check_names_what_was_not_answered(desk, remark, reviewer, clerk):
    def named():
        url = reverse("report_check", args=[remark.report_id])
        return [r.text for r in desk.get(url).context["open_remarks"]]

    assert named() == ["Где?", "Проверьте даты."]
    answer(desk, remark, text="В Доме культуры.")
    assert named() == ["Проверьте даты."]
    workflow.perform(Action.SUBMIT, remark.report, user=clerk)
    workflow.perform(Action.START_REVIEW, remark.report, user=reviewer)
    remarks.reopen_remark(remark, text="В каком?", user=reviewer)
    workflow.perform(Action.RETURN, remark.report, user=reviewer)
    assert named() == ["Где?", "Проверьте даты."]


def test_region_waits_and_the_clerk_is_told(desk, remark, settings):
    assert "Ответа ждут" not in page(desk, remark)
    Report.objects.update(returned_at=timezone.now() - dt.timedelta(days=4))
    assert "Ответа ждут 4 дня." in " ".join(page(desk, remark).split())


def test_own_due_date_is_shown_with_its_reason(desk, remark, reviewer):
    until = remark.report.quarter.due_date + dt.timedelta(days=5)
    opening.extend_due_date(remark.report, until=until, reason="Пожар в архиве.", user=reviewer)
    told = " ".join(page(desk, remark).split())  # with plain spaces
    assert "Срок продлен до 20 января 2021 года: Пожар в архиве." in told


def test_field_is_described_by_its_remarks(desk, remark):
    form = desk.get(reverse("event_update", args=[remark.event_id])).content.decode()
    assert f'aria-describedby="id_place_helptext remark-text-{remark.pk}"' in form
    assert form.count(f'id="remark-text-{remark.pk}"') == 1
    assert 'aria-describedby="id_name_helptext"' in form


def test_remark_to_the_row_stands_above_the_form(desk, remark):
    Remark.objects.filter(pk=remark.pk).update(cell="")
    form = desk.get(reverse("event_update", args=[remark.event_id])).content.decode()
    assert form.index(f'id="remark-{remark.pk}"') < form.index("data-autosave")


def test_remark_of_a_locked_report_leads_nowhere(desk, remark, clerk):
    address = reverse("event_update", args=[remark.event_id])
    assert address in page(desk, remark)
    workflow.perform(Action.SUBMIT, remark.report, user=clerk)
    assert "Где?" in page(desk, remark)
    assert address not in page(desk, remark)


def test_sent_twice_is_kept_once(desk, remark):
    for _ in range(2):
        answer(desk, remark, text="В Доме культуры.")
    for _ in range(2):
        fix(desk, remark)
    assert [a.kind for a in remark.answers.all()] == ["answer", "fixed"]


def test_refused_answer_is_seen_among_the_fixed_ones(desk, remark):
    fix(desk, remark)
    shown = answer(desk, remark, text="").content.decode()
    assert '<details class="fold" open>\n        <summary>Исправленные: 1' in shown
    fix(desk, remark, "0")
    assert "Исправленные" not in page(desk, remark)


def test_too_long_answer_is_refused_whole(desk, remark):
    long = "я" * 5_001
    shown = answer(desk, remark, text=long).content.decode()
    assert "Сократите текст: можно не больше 5000 знаков" in shown
    assert long in shown
    assert "maxlength" not in shown


def test_part_for_the_page_of_the_report_names_the_event(desk, remark):
    address = reverse("event_update", args=[remark.event_id])
    part = answer(desk, remark, text="Да.", part=True, shows_event="1").content.decode()
    assert f'{address}#id_place"' in part
    assert address not in answer(desk, remark, text="Нет.", part=True).content.decode()


def test_check_leads_to_every_remark(desk, remark):
    shown = desk.get(reverse("report_check", args=[remark.report_id])).content.decode()
    whole = Remark.objects.get(event=None)
    assert f"{reverse('event_update', args=[remark.event_id])}#id_place" in shown
    assert f"{remark.report.get_absolute_url()}#remark-{whole.pk}" in shown
    assert shown.index("Проверьте даты.") < shown.index("Сдать отчет</button>")


def test_other_reports_are_called_overdue_by_their_own_dates(desk, remark, vyazma, reviewer):
    today = timezone.localdate()
    quarter = make_quarter(Calendar(2020, 3), due_date=today - dt.timedelta(days=1))
    other = make_report(vyazma, quarter=quarter)
    said = "Еще не сдан отчет за III квартал 2020 года: срок прошел 1 день назад"
    assert said in page(desk, remark)
    until = today + dt.timedelta(days=1)
    opening.extend_due_date(other, until=until, reason="Пожар.", user=reviewer)
    assert "Еще не сдан отчет" not in page(desk, remark)


@pytest.mark.parametrize("name", ["remark_answer", "remark_fix"])
def test_stranger_does_not_answer(sign_in, stranger, remark, name):
    url = reverse(name, args=[remark.pk])
    assert (
        sign_in(stranger).post(url, {"text": "Мое", "_end": "1", "fixed": "1"}).status_code == 404
    )


# Corrections


@pytest.fixture
def correction(vyazma, reviewer):
    event = make_event(make_report(vyazma, status=Status.ACCEPTED))
    (made,) = corrections.correct_event(event, user=reviewer, content="Обсуждение торговли")
    return made


def ask(client, correction, **data):
    return client.post(reverse("correction_ask", args=[correction.pk]), {"_end": "1"} | data)


def report_page(client, correction):
    return client.get(correction.event.report.get_absolute_url()).content.decode()


def test_correction_is_seen_and_objected_to(desk, correction, reviewer):
    shown = report_page(desk, correction)
    assert "Регион исправил текст: 1" in shown
    assert "сотрудничества" in shown
    assert str(reviewer) in shown
    ask(desk, correction, reason="Говорили не об этом.")
    assert "Просьба отменить правку отправлена" in report_page(desk, correction)
    corrections.settle(correction, undo=True, user=reviewer)
    assert "регион отменил ее" in report_page(desk, correction)
    assert Event.objects.get().content == "Обсуждение сотрудничества"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reason": ""}, "Напишите, почему правку нужно отменить."),
        ({"reason": "Наполовину", "_end": ""}, "отправилась не полностью"),
    ],
)
def test_refused_objection_stays_on_the_page(desk, correction, data, said):
    shown = ask(desk, correction, **data).content.decode()
    assert said in shown
    assert data["reason"] in shown
    assert not Correction.objects.waiting().exists()


def test_objection_sent_twice_is_kept_once(desk, correction):
    for reason in ("Говорили не об этом.", "Еще раз."):
        ask(desk, correction, reason=reason)
    correction.refresh_from_db()
    assert correction.reason == "Говорили не об этом."


def test_objection_in_a_closed_quarter_says_who_opens_it(desk, correction, administrator):
    opening.close_quarter(correction.event.report.quarter, user=administrator)
    shown = ask(desk, correction, reason="Говорили не об этом.").content.decode()
    assert "закрыт. Открыть его снова может администратор" in shown
    assert "Говорили не об этом." in shown
    assert not Correction.objects.waiting().exists()


def test_form_of_the_event_shows_what_the_region_changed(desk, correction, reviewer):
    report = correction.event.report
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Проверьте.")
    form = desk.get(reverse("event_update", args=[correction.event_id])).content.decode()
    assert "Регион исправил текст: 1" in form
    assert "[убрано: </span>сотрудничества" in form
    assert f"{report.get_absolute_url()}#correction-{correction.pk}" in form
    assert reverse("correction_ask", args=[correction.pk]) not in form


def test_stranger_does_not_object(sign_in, stranger, correction):
    assert ask(sign_in(stranger), correction, reason="Мое").status_code == 404


def test_queries_do_not_grow_with_remarks_and_corrections(desk, remark, reviewer):
    counts = []
    for rows in (1, 40):
        for number in range(rows):
            event = make_event(remark.report, name=f"Мероприятие {number}")
            each = Remark.objects.create(
                report=remark.report,
                event=event,
                text="Где?",
                author=reviewer,
                sent_at=timezone.now(),
                round=1,
            )
            each.answers.create(kind="answer", text="Здесь.", author=reviewer)
            event.corrections.create(cell="place", old_text="а", new_text="б", author=reviewer)
        address = remark.report.get_absolute_url()
        desk.get(address)
        counts.append(queries(lambda address=address: desk.get(address)))
    assert counts[0] == counts[1]


def test_queries_of_an_event_do_not_grow_with_its_remarks(desk, remark, reviewer):
    counts = []
    for rows in (1, 60):
        for number in range(rows):
            each = Remark.objects.create(
                report=remark.report,
                event=remark.event,
                cell=["", "place", "content"][number % 3],
                text=f"Замечание {number}",
                author=reviewer,
                sent_at=timezone.now(),
                round=1,
            )
            each.answers.create(kind="answer", text="Здесь.", author=reviewer)
            remark.event.corrections.create(
                cell="place", old_text="а", new_text="б", author=reviewer
            )
        for name, pk in (("event_update", remark.event_id), ("report_check", remark.report_id)):
            address = reverse(name, args=[pk])
            desk.get(address)
            counts.append(queries(lambda address=address: desk.get(address)))
    assert counts[:2] == counts[2:]
