"""What the clerk does, page by page."""

import datetime as dt
import re
import uuid

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Event, Report, Status
from reports.procedure import remarks, workflow
from tests import factories
from tests.factories import EVENT_VALUES, make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def post_event(desk, url, key=None, **changes):
    data = {**EVENT_VALUES, "version": 1, "_end": "1"} | changes
    if url.endswith("/create/"):
        url += f"?key={key or uuid.uuid4()}"
    return desk.post(url, {name: value for name, value in data.items() if value is not None})


def said(response):
    """What the next page will say."""
    return "\n".join(map(str, get_messages(response.wsgi_request)))


def test_sign_in_lands_on_the_current_report(client, clerk, report):
    data = {"username": "clerk", "password": factories.PASSWORD}
    response = client.post(reverse("login"), data, follow=True)
    assert response.redirect_chain[-1][0] == report.get_absolute_url()


@pytest.fixture
def following(clerk, report):
    """The report of the next quarter, opened while the first is still due."""
    return make_report(
        clerk.municipality, quarter=factories.make_quarter(report.quarter.calendar.next)
    )


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        (dt.date(2021, 1, 10), Status.DRAFT, "first"),  # due next
        (dt.date(2021, 1, 10), Status.RETURNED, "first"),
        (dt.date(2021, 1, 10), Status.SUBMITTED, "second"),
        (dt.date(2021, 1, 20), Status.DRAFT, "second"),  # with a note on the first, below
        (dt.date(2021, 6, 1), Status.DRAFT, "second"),
    ],
)
def test_current_report_is_the_one_due_next(clerk, report, following, day, status, expected):
    moments = {"submitted_at": factories.MOMENT, "first_submitted_at": factories.MOMENT}
    Report.objects.filter(pk=report.pk).update(status=status, **moments)
    current = Report.objects.for_user(clerk).current(day)
    assert current == (report if expected == "first" else following)


def test_forgotten_report_is_named_on_the_page_of_the_next(desk, report, following):
    page = desk.get(following.get_absolute_url()).content.decode()
    assert "Еще не сдан отчет за IV квартал 2020 года" in page


def test_returned_report_is_not_called_late(desk, report, following):
    """The region's return makes nobody late, and no page says so."""
    Report.objects.filter(pk=report.pk).update(
        status=Status.RETURNED, first_submitted_at=factories.MOMENT
    )
    page = " ".join(desk.get(report.get_absolute_url()).content.decode().split())
    assert "Впервые отчет сдан 12 января 2021 года, в срок" in page
    assert "Сдать до 15 января 2021 года" not in page
    page = desk.get(following.get_absolute_url()).content.decode()
    assert "Возвращен на доработку отчет за IV квартал 2020 года" in page
    assert "Еще не сдан" not in page


def test_closed_quarters_leave_the_latest(clerk, report, following):
    for number, quarter in enumerate((report.quarter, following.quarter)):
        closed = factories.MOMENT + dt.timedelta(days=number)
        type(quarter).objects.filter(pk=quarter.pk).update(closed_at=closed)
    assert Report.objects.for_user(clerk).current(dt.date(2021, 1, 10)) == following


def test_zero_report_before_the_end_of_the_quarter_is_warned_of(desk, clerk, administrator):
    today = timezone.localdate()
    report = make_report(clerk.municipality, quarter=factories.make_quarter(Calendar.of(today)))
    page = desk.get(reverse("report_no_events", args=[report.pk])).content.decode()
    assert "Квартал еще не закончился" in page


def test_empty_form_makes_no_event(desk, report):
    url = f"{reverse('event_create', args=[report.pk])}?key={uuid.uuid4()}"
    page = desk.post(url, {"version": 1, "_end": "1"}).content.decode()
    assert "Заполните хотя бы одно поле" in page
    assert report.events.count() == 0


def test_edit_without_the_version_of_the_page_is_refused(desk, report):
    event = make_event(report)
    page = post_event(desk, reverse("event_update", args=[event.pk]), version="").content.decode()
    assert "Страница передана не до конца" in page


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


def test_empty_event_is_no_event_for_a_zero_report(desk, report, clerk):
    Event.objects.create(report=report)
    desk.post(reverse("report_perform", args=[report.pk, "submit_empty"]), {"version": 1})
    report.refresh_from_db()
    assert (report.status, report.no_events) == (Status.SUBMITTED, True)


def test_empty_event_keeps_no_report_back(desk, report, clerk):
    make_event(report)
    Event.objects.create(report=report)
    desk.post(reverse("report_perform", args=[report.pk, "submit"]), {"version": 1})
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


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
            "не сохранено, осталось прежнее: 7. Такого большого числа",
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


def test_deleted_event_opens_the_report_with_the_bin(desk, report):
    event = make_event(report, deleted_at=factories.MOMENT)
    response = desk.get(reverse("event_update", args=[event.pk]))
    assert response.url == f"{report.get_absolute_url()}?deleted={event.pk}"


def test_part_of_a_page_after_the_session_is_nothing(client, report):
    response = client.get(
        reverse("period_answer", args=[report.pk]), headers={"hx-request": "true"}
    )
    assert (response.status_code, response.content) == (204, b"")


def test_clerk_without_any_report_is_told_so(desk):
    assert "Отчетов пока нет" in desk.get(reverse("home")).content.decode()


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
    assert "Страница передана не до конца" in page
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


def test_deleted_event_is_offered_back(desk, report):
    event = make_event(report, name="Форум")
    page = desk.post(reverse("event_delete", args=[event.pk]), follow=True).content.decode()
    assert "Удалено: Форум" in page
    desk.post(reverse("event_restore", args=[event.pk]))
    assert report.events.live().get() == event


def test_events_move_and_copy(desk, report):
    first, second = make_event(report, name="Первое"), make_event(report, name="Второе")
    desk.post(reverse("event_move", args=[second.pk]), {"up": "1"})
    desk.post(reverse("event_copy", args=[first.pk]), {"creation_key": uuid.uuid4()})
    names = report.events.live().in_order().values_list("name", flat=True)
    assert list(names) == ["Второе", "Первое", "Первое"]


@pytest.mark.parametrize("key", ["", "не ключ"])
def test_copy_needs_no_key(desk, report, key):
    desk.post(reverse("event_copy", args=[make_event(report).pk]), {"creation_key": key})
    assert report.events.count() == 2


def test_check_page_shows_the_rows_and_links_to_the_fields(desk, report):
    event = make_event(report, place="", period="1 сентября 2020 года – 30 мая 2021 года")
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert f"{reverse('event_update', args=[event.pk])}#id_place" in page
    assert report.full_name in page
    assert "Сдать отчет" not in page


def test_overhanging_period_is_said_but_allowed(desk, report):
    make_event(report, period="1 октября 2020 года – 30 мая 2021 года")
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "Мероприятие закончится после этого квартала." in page
    assert "Сдать отчет" in page


@pytest.fixture
def running(vyazma):
    """The report of the quarter in which tomorrow lies, and tomorrow as people write it."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    quarter = factories.make_quarter(Calendar.of(tomorrow))
    return make_report(vyazma, quarter=quarter), f"{tomorrow:%d.%m.%Y}"


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


def test_event_to_come_is_said_before_handing_in_and_allowed(desk, clerk, running):
    report, tomorrow = running
    editing.save_event(report, user=clerk, **EVENT_VALUES | {"period": tomorrow})
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "Мероприятие еще не состоялось" in page
    assert "Квартал еще не закончился" in page
    assert "Сдать отчет" in page


def test_nothing_is_to_come_in_a_quarter_that_is_over(desk, report):
    make_event(report)
    page = desk.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "еще не" not in page


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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5-6 ноября", "Год не указан, взят год отчета"),
        ("с 5 по 6 ноября 2020", "5-6 ноября 2020 года"),
        ("31 ноября", "31 ноября нет"),
        ("5 января 2020", "Это не IV квартал 2020 года"),
        ("1 октября 2020 – 30 мая 2021", "Мероприятие закончится после этого квартала"),
    ],
)
def test_period_is_answered_as_one_types(desk, report, typed, said):
    response = desk.get(reverse("period_answer", args=[report.pk]), {"period": typed})
    assert said in response.content.decode()


@pytest.mark.parametrize("query", ["deleted=abc", "deleted=999999999999999999999", "deleted=²"])
def test_nonsense_in_the_address_is_not_an_error(desk, report, query):
    assert desk.get(f"{report.get_absolute_url()}?{query}").status_code == 200


def test_returned_report_shows_remarks_with_their_events(desk, reviewer, clerk, report):
    event = make_event(report, name="Форум")
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    remarks.add_remark(report, event=event, text="Укажите город.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    page = desk.get(report.get_absolute_url()).content.decode()
    assert "Отчет возвращен: 1 замечание" in page
    assert "Укажите город." in desk.get(reverse("event_update", args=[event.pk])).content.decode()
    desk.post(reverse("remark_fix", args=[report.remarks.get().pk]), {"fixed": "1"})
    assert (
        "все замечания отмечены исправленными"
        in desk.get(report.get_absolute_url()).content.decode()
    )


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


def test_cut_request_to_move_moves_nothing(desk, report):
    first = make_event(report, name="Первое")
    make_event(report, name="Второе")
    desk.post(reverse("event_move", args=[first.pk]))
    names = report.events.in_order().values_list("name", flat=True)
    assert list(names) == ["Первое", "Второе"]


# Begun from earlier ones


def earlier_event(vyazma, **overrides):
    quarter = factories.make_quarter(Calendar(2020, 3))
    values = {"name": "Ярмарка дружбы", "agreements": "О встрече", "participants_total": 40}
    return make_event(make_report(vyazma, quarter=quarter), **values | overrides)


def test_new_event_is_begun_from_an_earlier_one_once(desk, vyazma):
    report, earlier = make_report(vyazma), earlier_event(vyazma)
    page = desk.get(reverse("event_choose", args=[report.pk])).content.decode()
    key = re.search(r'name="creation_key" value="([^"]+)"', page)[1]
    data = {"report": report.pk, "creation_key": key}
    for _ in range(2):
        page = desk.post(reverse("event_copy", args=[earlier.pk]), data, follow=True)
    copy = report.events.get()
    assert page.redirect_chain[-1][0] == reverse("event_update", args=[copy.pk])
    assert (copy.name, copy.content) == (earlier.name, earlier.content)
    assert (copy.period, copy.agreements, copy.participants_total) == ("", "", None)


@pytest.mark.parametrize(
    ("asked", "found"), [("ярмарка", True), ("ДРУЖБЫ вязьма", True), ("бал", False)]
)
def test_earlier_events_are_found_by_words(desk, vyazma, asked, found):
    earlier_event(vyazma)
    url = reverse("event_choose", args=[make_report(vyazma).pk])
    page = desk.get(url, {"q": asked}).content.decode()
    assert ("Ярмарка дружбы" in page) == found


def test_earlier_events_of_others_are_not_offered(desk, vyazma, rudnya):
    earlier_event(rudnya, name="Чужая ярмарка")
    url = reverse("event_choose", args=[make_report(vyazma).pk])
    assert "Чужая ярмарка" not in desk.get(url).content.decode()


def test_nothing_is_copied_into_a_foreign_report(desk, vyazma, rudnya):
    foreign = make_report(rudnya)
    address = reverse("event_copy", args=[earlier_event(vyazma).pk])
    for target in (foreign.pk, "x", ""):
        assert desk.post(address, {"report": target}).status_code == 404
    assert foreign.events.count() == 0


def test_nothing_is_copied_into_a_locked_report(desk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED)
    address = reverse("event_copy", args=[earlier_event(vyazma).pk])
    page = desk.post(address, {"report": report.pk}, follow=True).content.decode()
    assert "Отчет сдан и ждет проверки" in page
    assert report.events.count() == 0


def test_other_reports_are_the_municipality_s_own(desk, vyazma, rudnya):
    """Those that lie before the clerk, and those that are still owed."""
    report, earlier = make_report(vyazma), factories.make_quarter(Calendar(2020, 3))
    own = make_report(vyazma, quarter=earlier)
    foreign = make_report(rudnya, quarter=earlier)
    response = desk.get(report.get_absolute_url())
    assert list(response.context["waiting"]) == [own]
    assert list(response.context["earlier"]) == [own]
    assert foreign.get_absolute_url() not in response.content.decode()
