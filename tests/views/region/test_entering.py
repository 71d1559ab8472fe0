"""«Внести за муниципальное образование»: the officer at the clerk's own pages."""

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse

from municipalities.models import Role
from reports.models import Action, EntryOnBehalf, Event, Ground, Remark, Report, Status
from reports.procedure import entering, workflow
from tests import factories
from tests.factories import EVENT_VALUES, make_report
from tests.views.clerk.test_pasting import html_of, sent_from
from tests.views.test_access import MORE_OF_ADDRESS, OF_A_REPORT, RESTRICTED

pytestmark = pytest.mark.django_db

LETTER = {
    "ground": "letter",
    "number": "12/3",
    "dated_on": "11.01.2021",
    "received_on": "14.01.2021",
    "_end": "1",
}
GROUND = "основание: письмо № 12/3 от 11 января 2021 года; получено 14 января 2021 года"


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


@pytest.fixture
def entry(report, reviewer):
    return entering.enter(
        report,
        user=reviewer,
        ground=Ground.LETTER,
        number="12/3",
        dated_on=dt.date(2021, 1, 11),
        received_on=dt.date(2021, 1, 14),
    )


def page_of(client, name, *args, **data):
    return client.get(reverse(name, args=args), data).content.decode()


def test_ground_is_asked_for_and_the_pages_of_the_clerk_open(desk, report, reviewer):
    url = reverse("report_enter", args=[report.pk])
    for page in (reverse("quarter_board", args=["2020-4"]), report.get_review_url()):
        assert url in desk.get(page).content.decode()
    assert desk.get(report.get_absolute_url()).status_code == 403
    answer = desk.post(url, LETTER, follow=True)
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert f"Вы вносите отчет за муниципальное образование Вяземский район, {GROUND}" in (
        answer.content.decode()
    )
    entry = EntryOnBehalf.objects.get()
    assert (entry.officer, entry.sender) == (reviewer, "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": ""}, "Укажите номер письма"),
        ({"dated_on": ""}, "Укажите дату письма."),
        ({"ground": "phone"}, "Напишите, кто позвонил"),
        ({"ground": "email"}, "Напишите, от кого пришло письмо"),
        ({"ground": ""}, "Выберите, как пришли сведения."),
        ({"received_on": ""}, "Укажите день, когда сведения получены."),
        ({"received_on": "10.01.2021"}, "Письмо не могло прийти раньше"),
        ({"_end": ""}, "отправилась не полностью"),
    ],
)
def test_ground_that_is_not_whole_is_refused_and_stays_typed(desk, report, fields, sentence):
    page = desk.post(reverse("report_enter", args=[report.pk]), LETTER | fields).content.decode()
    assert sentence in page
    assert 'value="14.01.2021"' in page or "received_on" in fields
    assert not EntryOnBehalf.objects.exists()


def test_what_belongs_to_another_ground_is_not_kept(desk, report):
    call = LETTER | {"ground": "phone", "sender": "Ильина О.П.", "dated_on": "что-то"}
    desk.post(reverse("report_enter", args=[report.pk]), call)
    entry = EntryOnBehalf.objects.get()
    assert (entry.number, entry.dated_on, entry.sender) == ("", None, "Ильина О.П.")


def test_whole_report_is_entered_by_the_pages_of_the_clerk(desk, entry, report, vyazma):
    """By hand, by what saves itself, by pasting, from an earlier quarter; then handed in."""
    earlier = make_report(
        vyazma, quarter=factories.make_quarter(factories.IV_2020.previous), events=1
    )
    by_hand = f"{reverse('event_create', args=[report.pk])}?key={uuid.uuid4()}"
    form = EVENT_VALUES | {"version": "1", "_end": "1"}
    assert desk.post(by_hand, form).status_code == 302
    new = f"{reverse('event_autosave_new', args=[report.pk])}?key={uuid.uuid4()}"
    typed = {"content": {"value": "Обмен опытом", "bases": [""]}}
    body = {"person": entry.officer_id, "fields": typed, "page": "a", "number": 1}
    saved = desk.post(new, json.dumps(body), content_type="application/json")
    assert saved.json()["state"] == "saved"
    row = ["1.", "Выставка", "г. Вязьма", "5 ноября 2020 года", "Рисунки", "Школьники"]
    table = {"html": html_of(row), "_end": "1"}
    preview = desk.post(reverse("report_paste", args=[report.pk]), table)
    desk.post(reverse("report_paste_keep", args=[report.pk]), sent_from(preview))
    assert "Конференция № 1" in page_of(desk, "event_choose", report.pk)
    copied = reverse("event_copy", args=[earlier.events.get().pk])
    assert desk.post(copied, {"report": report.pk, "creation_key": uuid.uuid4()}).status_code == 302
    assert report.events.live().count() == 4
    Event.objects.filter(report=report, period="").delete()
    assert "Днем сдачи станет 14 января 2021 года" in page_of(desk, "report_check", report.pk)
    hand_in = reverse("report_perform", args=[report.pk, "submit"])
    data = {"version": Report.objects.get(pk=report.pk).version, "personal_data": "1"}
    receipt = desk.post(hand_in, data, follow=True).content.decode()
    assert f"Внес сотрудник региона: Сотрудник региона, {GROUND}." in receipt
    assert "14.01.2021, в срок" in receipt
    assert "23:59" not in receipt


def test_zero_report_is_entered(desk, entry, report):
    assert "Днем сдачи станет 14 января" in page_of(desk, "report_no_events", report.pk)
    version = Report.objects.get().version
    desk.post(reverse("report_perform", args=[report.pk, "submit_empty"]), {"version": version})
    assert Report.objects.get().is_zero


def test_everybody_is_told_who_entered_it(desk, sign_in, clerk, entry, report):
    client = sign_in(clerk)
    here = client.get(reverse("home"), follow=True).content.decode()
    assert f"Отчет вносит за вас сотрудник региона: Сотрудник региона, {GROUND}" in here
    assert "Вносит сотрудник региона: Сотрудник региона" in page_of(desk, "quarter_board", "2020-4")
    factories.make_event(report)
    workflow.perform(Action.SUBMIT, report, user=entry.officer)
    told = f"нес сотрудник региона: Сотрудник региона, {GROUND}"
    for page in (
        client.get(report.get_absolute_url()),
        client.get(reverse("report_story", args=[report.pk])),
        client.get(reverse("report_receipt", args=[report.pk])),
        desk.get(report.get_review_url()),
        desk.get(reverse("quarter_board", args=["2020-4"])),
    ):
        assert told in page.content.decode()
    for action in (Action.START_REVIEW, Action.ACCEPT):
        workflow.perform(action, report, user=entry.officer)
    assert told in client.get(report.get_absolute_url()).content.decode()
    assert desk.get(report.get_absolute_url()).status_code == 403


def test_who_acts_for_several_is_told_on_the_first_page(sign_in, clerk, entry, rudnya):
    make_report(rudnya)
    clerk.acting.create(municipality=rudnya, since=factories.LONG_AGO)
    page = sign_in(clerk).get(reverse("home")).content.decode()
    assert "Ваши отчеты" in page
    assert page.count("вносит сотрудник региона: Сотрудник региона") == 1


def test_clerk_goes_on_from_a_draft_and_from_what_was_handed_in(sign_in, clerk, entry, report):
    client, go_on = sign_in(clerk), reverse("report_perform", args=[report.pk, "continue"])
    assert go_on in client.get(report.get_absolute_url()).content.decode()
    factories.make_event(report)
    for action in (Action.SUBMIT, Action.START_REVIEW):
        workflow.perform(action, report, user=entry.officer)
    asks_first = reverse("report_withdraw", args=[report.pk])
    assert asks_first in client.get(report.get_absolute_url()).content.decode()
    assert go_on in client.get(asks_first).content.decode()
    page = client.post(go_on, follow=True).content.decode()
    assert "Теперь отчет ваш" in page
    assert Report.objects.get().status == Status.DRAFT


def test_officer_stops_and_the_words_stay(desk, entry, report):
    factories.make_event(report)
    leave = reverse("report_perform", args=[report.pk, "leave"])
    assert leave in desk.get(report.get_absolute_url()).content.decode()
    assert "Внесение прекращено" in desk.post(leave, follow=True).content.decode()
    assert report.events.count() == 1
    assert desk.get(report.get_absolute_url()).status_code == 403


def test_links_of_an_officer_lead_where_they_may_go(desk, entry, report, vyazma):
    make_report(vyazma, quarter=factories.make_quarter(factories.IV_2020.previous))
    page = desk.get(report.get_absolute_url()).content.decode()
    assert f'href="{reverse("own_reports")}"' not in page
    assert reverse("report_ask_extension", args=[report.pk]) not in page


def test_remarks_that_were_not_sent_stay_with_the_region(desk, entry, report, reviewer):
    unsent = Remark.objects.create(report=report, text="Рано видеть.", author=reviewer)
    assert "Рано видеть." not in desk.get(report.get_absolute_url()).content.decode()
    assert desk.post(reverse("remark_fix", args=[unsent.pk]), {"fixed": "1"}).status_code == 404


# Of the clerk's routes, on whose object they are asked.
CLERKS = sorted(
    name
    for name, (_, roles) in RESTRICTED.items()
    if roles == {Role.MUNICIPALITY} and name not in ("own_reports", "correction_ask")
)


def url_of(name, event, remark):
    if name.startswith("file_"):
        return reverse(name, args=[factories.make_kept(event.report).pk])
    key = event.pk if name.startswith("event_") and name not in OF_A_REPORT else event.report_id
    return reverse(
        name, args=[remark.pk if "remark_" in name else key, *MORE_OF_ADDRESS.get(name, [])]
    )


@pytest.mark.parametrize("name", CLERKS)
def test_every_route_of_the_clerk_is_lent_for_this_report_alone(
    sign_in, desk, reviewer, entry, report, rudnya, administrator, name
):
    event = factories.make_event(report)
    foreign = factories.make_event(make_report(rudnya))
    asked = {}
    for one in (event, foreign):
        remark = Remark.objects.create(
            report=one.report, text="Где?", author=reviewer, sent_at=factories.MOMENT
        )
        asked[one] = url_of(name, one, remark)
    method = RESTRICTED[name][0]
    assert getattr(desk, method)(asked[event]).status_code != 403
    assert getattr(desk, method)(asked[foreign]).status_code == 403
    for other in (administrator, factories.make_user(Role.REGION)):
        assert getattr(sign_in(other), method)(asked[event]).status_code == 403
