"""The page of one event: what is taken, refused and kept."""

import re
import uuid

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Event, Report, Status
from tests import factories
from tests.factories import EVENT_VALUES, make_event

pytestmark = pytest.mark.django_db


def post_event(desk, url, key=None, **changes):
    data = {**EVENT_VALUES, "version": 1, "_end": "1"} | changes
    if url.endswith("/create/"):
        url += f"?key={key or uuid.uuid4()}"
    return desk.post(url, {name: value for name, value in data.items() if value is not None})


def said(response):
    """What the next page will say."""
    return "\n".join(map(str, get_messages(response.wsgi_request)))


def test_empty_form_makes_no_event(desk, report):
    url = f"{reverse('event_create', args=[report.pk])}?key={uuid.uuid4()}"
    page = desk.post(url, {"version": 1, "_end": "1"}).content.decode()
    assert "Заполните хотя бы одно поле" in page
    assert report.events.count() == 0


def test_edit_without_the_version_of_the_page_is_refused(desk, report):
    event = make_event(report)
    page = post_event(desk, reverse("event_update", args=[event.pk]), version="").content.decode()
    assert "Страница отправилась не полностью" in page


def test_event_of_which_everything_was_erased_is_none(desk, report, clerk):
    event = make_event(report, name="Форум")
    url = reverse("event_update", args=[event.pk])
    emptied = dict.fromkeys([*EVENT_VALUES, "category", "agreements"], "")
    answer = post_event(desk, url, **emptied)
    assert answer.url == report.get_absolute_url()
    assert "В мероприятии ничего не написано, поэтому в отчет оно не вошло." in said(answer)
    page = desk.get(report.get_absolute_url()).content.decode()
    assert "Мероприятие без названия" not in page
    assert "Удаленные" not in page
    post_event(desk, url, version=2, name="Снова форум")
    assert [event.name for event in report.events.live()] == ["Снова форум"]


def test_new_page_whose_event_is_empty_again_goes_on_with_it(desk, report, clerk):
    key = uuid.uuid4()
    event = Event.objects.create(report=report, creation_key=key)
    page = desk.get(f"{reverse('event_create', args=[report.pk])}?key={key}")
    assert page.url == reverse("event_update", args=[event.pk])


@pytest.mark.parametrize(
    "typed", ["около 100", "100 человек", "примерно 100 чел.", "~1 00", "100."]
)
def test_approximate_number_is_a_number(desk, report, typed):
    post_event(desk, reverse("event_create", args=[report.pk]), participants_own=typed)
    assert report.events.get().participants_own == 100


@pytest.mark.parametrize(
    ("field", "value", "said_of_it"),
    [
        (
            "participants_own",
            "много",
            "«много» не сохранено, осталось прежнее: 7. Напишите число цифрами",
        ),
        (
            "participants_total",
            "-5",
            "«-5» не сохранено, осталось прежнее: 7. Число не может быть",
        ),
        (
            "participants_total",
            "9" * 30,
            "не сохранено, осталось прежнее: 7. Проверьте число участников",
        ),
        ("participants_own", "3 делегации", "«3 делегации» не сохранено"),
        ("countries", "ZZ", "не сохранено. Выберите корректный вариант"),
        ("category", "zz", "не сохранено. Выберите корректный вариант"),
        ("format", "zz", "не сохранено, осталось прежнее: очный. Выберите корректный"),
    ],
)
def test_statistics_hold_nobody(desk, report, field, value, said_of_it):
    event = make_event(report, participants_own=7, participants_total=7)
    before = getattr(event, field)
    url = reverse("event_update", args=[event.pk])
    values = {"participants_own": "7", "participants_total": "7", field: value}
    answer = post_event(desk, url, content="Дописано", **values)
    assert said_of_it in said(answer)
    event.refresh_from_db()
    assert (event.content, getattr(event, field)) == ("Дописано", before)


def test_fewer_in_all_than_from_the_municipality_is_said_and_taken(desk, report):
    numbers = {"participants_own": "50", "participants_total": "10"}
    answer = post_event(desk, reverse("event_create", args=[report.pk]), **numbers)
    assert "Всего участников указано меньше, чем от муниципального образования." in said(answer)
    event = report.events.get()
    assert (event.participants_own, event.participants_total) == (50, 10)


def test_online_mark_beside_another_format_stays_in_the_name(desk, report):
    url = reverse("event_create", args=[report.pk])
    post_event(desk, url, name="Форум (онлайн-формат)", format="in_person")
    event = report.events.get()
    assert (event.name, event.format) == ("Форум (онлайн-формат)", "in_person")
    url = reverse("event_update", args=[event.pk])
    post_event(desk, url, name="Форум (онлайн-формат)", format="online")
    event.refresh_from_db()
    assert event.printed_name == "Форум\n(онлайн-формат)"


def test_word_without_brackets_is_left_to_another_format(desk, report):
    url = reverse("event_create", args=[report.pk])
    post_event(desk, url, name="Форум дружбы онлайн", format="mixed")
    assert report.events.get().printed_name == "Форум дружбы онлайн"


def test_typed_absence_stays_in_the_name(desk, report):
    post_event(desk, reverse("event_create", args=[report.pk]), name="Конкурс (заочно)", format="")
    assert report.events.get().printed_name == "Конкурс (заочно)"


def test_error_in_the_folded_part_opens_it(desk, report):
    url = reverse("event_create", args=[report.pk])
    texts = {"participants_own": "много", "content": "я" * 100_001}
    page = post_event(desk, url, **texts).content.decode()
    assert "id='statistics' open" in page
    assert "Напишите число цифрами" in page


def test_number_may_have_spaces(desk, report):
    post_event(desk, reverse("event_create", args=[report.pk]), participants_total="1 500")
    assert report.events.get().participants_total == 1500


def test_part_of_a_page_after_the_session_is_nothing(client, report):
    response = client.get(
        reverse("period_answer", args=[report.pk]), headers={"hx-request": "true"}
    )
    assert (response.status_code, response.content) == (204, b"")


def test_draft_may_be_incomplete(desk, report):
    response = post_event(
        desk, reverse("event_create", args=[report.pk]), place="", period="", content=""
    )
    assert response.status_code == 302
    assert "Не указано место" in desk.get(report.get_absolute_url()).content.decode()


def test_done_and_next_opens_an_empty_form(desk, report):
    url = reverse("event_create", args=[report.pk])
    assert post_event(desk, url, next="1").url == url


def test_same_form_sent_twice_is_one_event(desk, report):
    key = uuid.uuid4()
    for _ in range(2):
        post_event(desk, reverse("event_create", args=[report.pk]), key=key)
    assert report.events.count() == 1


def test_page_of_a_new_event_becomes_the_page_of_the_saved_one(desk, report):
    url = reverse("event_create", args=[report.pk])
    address = desk.get(url).url
    assert desk.get(address).status_code == 200
    desk.post(address, {**EVENT_VALUES, "version": 1, "_end": "1"})
    assert desk.get(address).url == reverse("event_update", args=[report.events.get().pk])


def test_cut_request_is_refused_and_keeps_what_came(desk, report):
    response = post_event(desk, reverse("event_create", args=[report.pk]), _end=None)
    page = response.content.decode()
    assert "Страница отправилась не полностью" in page
    assert EVENT_VALUES["participants"] in page
    assert report.events.count() == 0


@pytest.mark.parametrize("mark", ["(онлайн-формат)", "(онлайн)", "в режиме онлайн", "– online"])
@pytest.mark.parametrize("chosen", ["", "online"])
def test_typed_online_mark_becomes_the_format(desk, report, mark, chosen):
    name = f"Форум {mark}"
    post_event(desk, reverse("event_create", args=[report.pk]), name=name, format=chosen)
    event = report.events.get()
    assert (event.name, event.format, event.printed_name) == (
        "Форум",
        "online",
        "Форум\n(онлайн-формат)",
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("content", "я" * 100_001, "Сократите текст: можно не больше 100000 знаков"),
        ("agreements", "я" * 100_001, "Сократите текст: можно не больше 100000 знаков"),
    ],
)
def test_bad_input_is_named_at_its_place_and_stays(desk, report, field, value, said):
    page = post_event(
        desk, reverse("event_create", args=[report.pk]), **{field: value}
    ).content.decode()
    assert said in page
    assert EVENT_VALUES["name"] in page
    assert report.events.count() == 0


def test_hundred_thousand_letters_are_saved_whole(desk, report):
    post_event(desk, reverse("event_create", args=[report.pk]), content="ж" * 100_000)
    assert report.events.get().content == "ж" * 100_000


def test_text_field_has_no_length_that_cuts_a_paste(desk, report):
    page = desk.get(reverse("event_create", args=[report.pk]), follow=True).content.decode()
    assert "maxlength" not in page


def test_stale_edit_shows_both_texts(desk, clerk, report):
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    url = reverse("event_update", args=[event.pk])
    editing.save_event(report, event=event, user=clerk, content="Сохранено коллегой")
    page = post_event(desk, url, content="Написано мной").content.decode()
    assert "Пока вы писали, это мероприятие изменили" in page
    assert "Сохранено коллегой" in page
    assert "Написано мной" in page
    assert Event.objects.get().content == "Сохранено коллегой"
    assert 'name="version" value="2"' in page
    assert post_event(desk, url, content="Написано мной", version=2).status_code == 302
    assert Event.objects.get().content == "Написано мной"


def test_edit_after_submission_keeps_the_text_on_the_page(desk, report):
    event = make_event(report)
    Report.objects.update(
        status=Status.SUBMITTED, submitted_at=factories.MOMENT, first_submitted_at=factories.MOMENT
    )
    page = post_event(
        desk, reverse("event_update", args=[event.pk]), content="Дописано"
    ).content.decode()
    assert "Отчет сдан и ждет проверки" in page
    assert "Дописано" in page


def test_event_to_come_is_said_under_its_field(desk, running):
    report, tomorrow = running
    answer = reverse("period_answer", args=[report.pk])
    assert (
        "Мероприятие еще не состоялось" in desk.get(answer, {"period": tomorrow}).content.decode()
    )
    event = editing.save_event(
        report, user=report.municipality.acting.get().person, period=tomorrow
    )
    page = desk.get(reverse("event_update", args=[event.pk])).content.decode()
    assert "Мероприятие еще не состоялось" in page


def test_nothing_is_to_come_in_a_quarter_that_is_over(desk, report):
    make_event(report)
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "еще не" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5-6 ноября", "Год не указан, взят год отчета"),
        ("с 5 по 6 ноября 2020", "5-6 ноября 2020 года"),
        ("31 ноября", "31 ноября нет"),
        ("5 января 2020", "Это не IV квартал 2020 года"),
        ("1 октября 2020 – 30 мая 2021", "Мероприятие закончится после этого квартала"),
        ("5 ноября, 15.00", "Не будет напечатано: «15.00»."),
        ("среда, 5 января 2020", "5 января 2020 года — воскресенье, а не среда."),
        ("5 ноября", "Это один день."),
        ("осень", "Укажите первый и последний день вместо «осень»."),
    ],
)
def test_period_is_answered_as_one_types(desk, report, typed, said):
    response = desk.get(reverse("period_answer", args=[report.pk]), {"period": typed})
    assert said in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("5 ноября, 18.11", ["5 ноября 2020 года", "5 и 18 ноября 2020 года"]),
        ("5 нобря", ["5 ноября 2020 года"]),
        ("5 ноября", []),
    ],
)
def test_periods_that_may_have_been_meant_are_offered(desk, report, typed, offers):
    url = reverse("period_answer", args=[report.pk])
    page = desk.get(url, {"period": typed}).content.decode()
    assert re.findall(r'aria-label="Записать: ([^"]+)"', page) == offers


def test_day_of_the_last_quarter_is_offered_in_the_first(desk, vyazma):
    first = factories.make_report(vyazma, quarter=factories.make_quarter(Calendar(2021, 1)))
    page = desk.get(reverse("period_answer", args=[first.pk]), {"period": "15 декабря"})
    assert "Это не I квартал 2021 года" in page.content.decode()
    assert "Записать: 15 декабря 2020 года" in page.content.decode()


def test_what_is_left_out_of_a_period_is_said_once_it_is_saved(desk, report):
    answer = post_event(
        desk, reverse("event_create", args=[report.pk]), period="5 ноября 2020, 15.00"
    )
    assert "Не будет напечатано: «15.00»." in said(answer)
    assert report.events.get().period == "5 ноября 2020 года"


def test_period_that_became_readable_is_handed_in_as_it_is_printed(desk, report):
    event = make_event(report, period="5 ноября 2020, 15.00", period_start=None, period_end=None)
    assert [problem.label for problem in event.problems] == ["Сроки не записаны"]
    url = reverse("event_update", args=[event.pk])
    answer = post_event(desk, url, period=event.period)
    assert "Не будет напечатано: «15.00»." in said(answer)
    event.refresh_from_db()
    assert (event.period, event.problems) == ("5 ноября 2020 года", [])


def test_void_key_of_a_page_gives_the_typed_text_back(clerk, report):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    url = f"{reverse('event_create', args=[report.pk])}?key={uuid.uuid4()}"
    response = client.post(url, {"content": "Долго писал", "version": 1, "_end": "1"})
    page = response.content.decode()
    assert (response.status_code, "Долго писал" in page) == (403, True)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    again = {"content": "Долго писал", "version": 1, "_end": "1", "csrfmiddlewaretoken": token}
    client.post(url, again)
    assert report.events.get().content == "Долго писал"


def test_void_key_never_shows_a_password(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    data = {"old_password": "тайна1", "new_password1": "тайна2", "new_password2": "тайна2"}
    assert "тайна" not in client.post(reverse("password_change"), data).content.decode()
