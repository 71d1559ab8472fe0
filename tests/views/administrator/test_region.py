"""The region's body as an administrator keeps it and as every page shows it."""

import datetime as dt

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities import region
from municipalities.models import Region
from tests import factories

pytestmark = pytest.mark.django_db

HELPER = {
    "name": "Мария Петровна Орлова",
    "post": "консультант",
    "phone": "8 (4812) 29-00-00",
    "room": "412",
    "hours": "будни с 9:00 до 18:00",
}


@pytest.fixture(autouse=True)
def _nothing_read_before(monkeypatch):
    monkeypatch.setattr(region, "_last_read", Region(pk=1))


def sent(*contacts, **fields):
    data = {"body_name": "", "announcement": "", "announced_until": "", "_end": "1"} | fields
    data |= {"contact-TOTAL_FORMS": len(contacts) + 1, "contact-INITIAL_FORMS": 0}
    for number, contact in enumerate(contacts):
        data |= {f"contact-{number}-{name}": value for name, value in contact.items()}
    return data


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


def test_what_is_saved_stands_on_every_page(desk, client, sign_in, clerk):
    factories.make_report(clerk.municipality)
    until = timezone.localdate()
    data = sent(
        HELPER,
        body_name="Министерство внешних связей",
        announcement="Отчеты ждем до четверга.",
        announced_until=f"{until:%d.%m.%Y}",
    )
    assert desk.post(reverse("region_settings"), data).status_code == 302
    assert Region.objects.get().contacts == [HELPER]
    pages = [
        client.get(reverse("login")),
        sign_in(clerk).get(reverse("home"), follow=True),
        desk.get(reverse("region_settings")),
        sign_in(clerk).get("/nothing/"),
    ]
    for page in pages:
        text = page.content.decode()
        assert "Министерство внешних связей" in text
        assert "Отчеты ждем до четверга." in text
        assert "Мария Петровна Орлова</b>, консультант, телефон " in text
        assert "8 (4812) 29-00-00" in text


def test_words_are_no_telephone(desk):
    refused = desk.post(reverse("region_settings"), sent(HELPER | {"phone": "позвоните вечером"}))
    page = refused.content.decode()
    assert "Напишите номер цифрами" in page
    assert 'value="позвоните вечером"' in page
    assert Region.objects.get_or_create(pk=1)[0].contacts == []


def test_announcement_ends_with_its_last_day():
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert Region(announcement="Ждем.", announced_until=yesterday).current_announcement == ""


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"announcement": "Ждем."}, "Укажите, по какой день видно объявление."),
        ({"announcement": "Ждем.", "announced_until": "скоро"}, "Напишите дату так"),
        ({"_end": ""}, "Страница отправилась не полностью"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_in_its_field(desk, fields, refusal):
    page = desk.post(reverse("region_settings"), sent(HELPER, **fields)).content.decode()
    assert refusal in page
    assert "Мария Петровна Орлова" in page
    assert not Region.objects.exists()


def test_contact_without_a_name_is_asked_for(desk):
    data = sent(HELPER | {"name": ""})
    page = desk.post(reverse("region_settings"), data).content.decode()
    assert "Напишите, кому звонить, или сотрите строку." in page
    assert not Region.objects.exists()


def test_emptied_row_takes_the_person_away(desk):
    desk.post(reverse("region_settings"), sent(HELPER, HELPER | {"name": "Второй"}))
    desk.post(reverse("region_settings"), sent(dict.fromkeys(HELPER, ""), HELPER))
    assert Region.objects.get().contacts == [HELPER]


def test_who_changed_what_and_when_is_kept_and_shown(desk, administrator):
    url = reverse("region_settings")
    desk.post(url, sent(HELPER, body_name="Министерство"))
    desk.post(url, sent(HELPER, body_name="Министерство"))  # pressed twice
    desk.post(url, sent(HELPER | {"phone": "8 (4812) 29-00-01"}, body_name="Правительство"))
    assert Region.objects.get().contacts == [HELPER | {"phone": "8 (4812) 29-00-01"}]
    newest, first = region.last_changes()
    assert (newest.by, first.by) == (administrator, administrator)
    assert newest.at > first.at
    before = "Мария Петровна Орлова, консультант, 8 (4812) 29-00-00, 412, будни с 9:00 до 18:00"
    now = before.replace("29-00-00", "29-00-01")
    assert newest.fields == (
        ("название органа", "Министерство", "Правительство"),
        ("кто поможет", before, now),
    )
    assert first.fields[0] == ("название органа", "", "Министерство")
    page = desk.get(url).content.decode().partition("Что менялось")[2]
    for words in (administrator.full_name, "Министерство", before, now):
        assert words in page


def test_long_history_is_shown_from_its_end(desk):
    for number in range(30):
        desk.post(reverse("region_settings"), sent(HELPER, body_name=f"Орган {number}"))
    changes = region.last_changes()
    assert len(changes) == region.MOST_CHANGES
    assert changes[-1].fields == (("название органа", "Орган 9", "Орган 10"),)


def test_there_is_one_row():
    Region.objects.create(pk=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(pk=2)


def test_page_without_a_database_names_who_helps(client, settings, monkeypatch):
    Region.objects.create(pk=1, contacts=[HELPER])
    client.get(reverse("login"))

    def refuse(*args, **kwargs):
        raise OperationalError

    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get(reverse("home"))
    assert response.status_code == 503
    assert "8 (4812) 29-00-00" in response.content.decode()


def test_page_asks_for_the_region_once(client):
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("login"))
    assert sum("municipalities_region" in query["sql"] for query in asked) == 1


def test_clerk_is_told_whom_to_call_on_pages_with_help_of_their_own(sign_in, clerk):
    Region.objects.create(pk=1, contacts=[HELPER])
    report = factories.make_report(clerk.municipality)
    page = sign_in(clerk).get(reverse("report_paste", args=[report.pk])).content.decode()
    assert "8 (4812) 29-00-00" in page.partition("<footer")[2]


def test_who_entered_a_report_may_be_forbidden_to_accept_it(desk):
    assert not region.current().forbids_accepting_own_entry
    page = desk.post(
        reverse("region_settings"), sent(forbids_accepting_own_entry="on"), follow=True
    )
    assert region.current().forbids_accepting_own_entry
    [change] = region.last_changes()
    assert change.fields == (
        ("принимает отчет не тот, кто внес его за муниципальное образование", "нет", "да"),
    )
    assert "примет только другой сотрудник" in page.content.decode()
