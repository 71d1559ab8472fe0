"""Looking through and handing in."""

import re

import pytest
from django.urls import reverse

from reports.events import dismissals, editing
from reports.models import Action, Report, Status
from reports.procedure import findings
from tests.factories import EVENT_VALUES, make_event

pytestmark = pytest.mark.django_db


def test_two_clicks_from_sign_in_to_a_zero_report(desk, report):
    page = desk.get(reverse("home"), follow=True).content.decode()
    first_click = reverse("report_no_events", args=[report.pk])
    assert first_click in page
    second_click = reverse("report_perform", args=[report.pk, Action.SUBMIT_EMPTY])
    assert second_click in desk.get(first_click).content.decode()
    response = desk.post(second_click, {"version": 1}, follow=True)
    report.refresh_from_db()
    assert (report.status, report.no_events) == (Status.SUBMITTED, True)
    assert f"№ {report.receipt_number}" in response.content.decode()


def test_no_events_with_events_explains_and_offers_no_button(desk, report):
    make_event(report)
    page = desk.get(reverse("report_no_events", args=[report.pk])).content.decode()
    assert "В отчете 1 мероприятие, поэтому сдать его как нулевой нельзя" in page
    assert "Сдать нулевой отчет" not in page


def test_check_page_shows_the_rows_and_links_to_the_fields(desk, report):
    event = make_event(report, place="", period="1 сентября 2020 года – 30 мая 2021 года")
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert f"{reverse('event_update', args=[event.pk])}#id_place" in page
    assert report.full_name in page
    assert "Сдать отчет" not in page


def marks(page):
    """What is marked on the sheet: (class, words)."""
    sheet = page.partition('<article class="sheet')[2].partition("</article>")[0]
    return re.findall(r'<mark class="([\w-]+)" id="said-[\w-]+" title="[^"]+">(.*?)</mark>', sheet)


def test_words_of_hints_are_marked_in_the_printed_row(desk, report):
    event = make_event(
        report,
        name="Слет (онлайн)",
        format="online",
        place="школа №5, г.Вязьма",
        participants="Глава района И.И. Иванов, тел. 8 910 123-45-67",  # printed with held spaces
    )
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert marks(page) == [
        ("said", "№"),
        ("said", "г."),
        ("said-personal", "8\xa0910\xa0123-45-67"),
    ]
    places = re.findall(r'<mark class="[\w-]+" id="(said-[\w-]+)"', page)
    beside = page.partition("<aside")[2]
    assert [place for place in places if f'href="#{place}"' not in beside] == []
    assert len(set(places)) == len(places) == 3
    assert all(place.startswith(f"said-{event.pk}-") for place in places)


def test_words_of_a_hint_stand_without_the_marks_beside_them(desk, report):
    make_event(report, content="Приехали росийские, (белоруские) и «латвиские», гости из г.Минска,")
    told = [said.words for said in findings.said_of(report)]
    assert told == ["росийские", "белоруские", "латвиские", "г.Минска"]
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "<q>росийские</q>" in page.replace(' class="wide"', "")


def test_marking_changes_no_letter_of_the_sheet(desk, clerk, report):
    """Of two findings that meet one is marked; what is hidden is not."""
    event = make_event(
        report, name='Урок "Две страны - общая <b>память</b>"', content="Обсудили №5 и №6. " * 3
    )
    checked = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    printed = desk.get(reverse("report_print", args=[report.pk])).content.decode()
    assert "<mark" not in printed
    table = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    bare = re.sub(r"</?mark[^>]*>", "", table.search(checked)[0])
    assert bare == table.search(printed)[0]
    hinted = len(marks(checked))
    assert hinted > 2
    (one,) = [one for one in findings.said_of(report) if one.field == "name"][:1]
    cell, key = one.hint
    dismissals.dismiss(event, cell=cell, key=key, is_dismissed=True, user=clerk)
    again = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert one.place not in again


def test_overhanging_period_is_said_but_allowed(desk, report):
    make_event(report, period="1 октября 2020 года – 30 мая 2021 года")
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "Мероприятие закончится после этого квартала." in page
    assert "Сдать отчет" in page


def test_event_to_come_is_said_before_handing_in_and_allowed(desk, clerk, running):
    report, tomorrow = running
    editing.save_event(report, user=clerk, **EVENT_VALUES | {"period": tomorrow})
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "Мероприятие еще не состоялось" in page
    assert "Квартал еще не закончился" in page
    assert "Сдать отчет" in page


def test_submission_gives_a_receipt_and_can_be_taken_back(desk, report):
    make_event(report)
    url = reverse("report_perform", args=[report.pk, Action.SUBMIT])
    page = desk.post(url, {"version": report.version}, follow=True).content.decode()
    assert "Отчет сдан" in page
    assert "№ 2020-4-01" in page
    desk.post(reverse("report_perform", args=[report.pk, Action.WITHDRAW]))
    report.refresh_from_db()
    assert report.status == Status.DRAFT


def test_what_changed_after_the_check_page_is_not_submitted(desk, clerk, report):
    event = make_event(report)
    editing.save_event(report, event=event, user=clerk, content="Дописано в другой вкладке")
    url = reverse("report_perform", args=[report.pk, Action.SUBMIT])
    page = desk.post(url, {"version": report.version}, follow=True).content.decode()
    assert "Отчет изменился, пока вы на него смотрели" in page
    assert Report.objects.get().status == Status.DRAFT


def test_receipt_before_submission_leads_to_the_report(desk, report):
    assert desk.get(reverse("report_receipt", args=[report.pk])).url == report.get_absolute_url()


def test_receipts_stay_and_say_what_became_of_them(desk, report):
    make_event(report)
    for action in (Action.SUBMIT, Action.WITHDRAW, Action.SUBMIT):
        version = Report.objects.get().version
        desk.post(reverse("report_perform", args=[report.pk, action]), {"version": version})
    newest = desk.get(reverse("report_receipt", args=[report.pk])).content.decode()
    assert 'Расписка <span class="nowrap">№ 2020-4-01/2</span>' in newest
    assert '<h1 id="done">Отчет сдан</h1>' in newest
    first = desk.get(reverse("report_receipt_numbered", args=[report.pk, 1])).content.decode()
    assert "№ 2020-4-01</span></p>" in first
    assert "<h1>Отчет был сдан и отозван, расписка не действует.</h1>" in first
    assert "Теперь отчет проверит регион" not in first
    page = desk.get(report.get_absolute_url()).content.decode()
    assert "Расписки: 2" in page
    assert "Расписка № 2020-4-01/2</a>" in page  # what stands is named by its own number
    assert desk.get(reverse("report_receipt_numbered", args=[report.pk, 3])).status_code == 404
