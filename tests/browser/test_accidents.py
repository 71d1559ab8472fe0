"""What happens to a person who types: the words stay, the reason is said, one action goes on."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from municipalities.models import Role, User
from reports.events import editing
from reports.models import Event, Quarter
from reports.procedure import opening
from tests import factories
from tests.browser.conftest import leave, sign_out

LAST_WORDS = "и подписано соглашение"
REFUSED = "Failed to load resource"
NO_CONNECTION = ["net::ERR_", REFUSED]


@pytest.fixture
def event():
    municipality = factories.make_municipality("vyazma")
    report = factories.make_report(municipality)
    return factories.make_event(report, name="Форум", content="Обсуждены планы")


@pytest.fixture
def clerk(event):
    return factories.make_user(
        municipality=event.report.municipality, username="clerk", full_name="Петрова А.А."
    )


@pytest.fixture
def colleague(event):
    return factories.make_user(
        municipality=event.report.municipality, username="colleague", full_name="Иванова Б.Б."
    )


@pytest.fixture
def page(desk, clerk, event):
    page = desk(clerk)
    page.goto(f"/events/{event.pk}/update/")
    return page


def content(page):
    return page.get_by_label("Содержание мероприятия", exact=True)


def type_last_words(page):
    content(page).press("Control+End")
    content(page).press_sequentially(f" {LAST_WORDS}")


def expect_saved(page):
    expect(page.locator("#save-state")).to_have_text(re.compile(r"^Сохранено в \d\d:\d\d$"))


def expect_state(page, text):
    expect(page.locator("#save-state")).to_have_text(text)


def stored(event):
    event.refresh_from_db()
    return event.content


WHOLE = f"Обсуждены планы {LAST_WORDS}"


def kept(page):
    """Everything that this browser keeps of texts."""
    return page.evaluate("() => Object.values(localStorage).join()")


def sign_in_elsewhere(page, person):
    """In another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto("/")
    if tab.locator(".person-name").count():
        sign_out(tab)
    tab.get_by_label("Имя для входа").fill(person.username)
    tab.get_by_label("Пароль").fill(factories.PASSWORD)
    tab.get_by_role("button", name="Войти").click()
    expect(tab.locator(".person-name")).to_be_visible()
    tab.close()


def test_typing_is_saved_by_itself_within_two_seconds(page, event):
    type_last_words(page)
    page.wait_for_timeout(2_000)
    assert stored(event) == WHOLE
    expect_saved(page)
    assert kept(page) == ""


def test_new_event_is_saved_once_and_found_by_reloading(desk, clerk, event):
    page = desk(clerk)
    page.goto(event.report.get_absolute_url())
    page.get_by_role("link", name="Добавить мероприятие").click()
    page.get_by_label("Место проведения", exact=True).press_sequentially("г. Вязьма, музей")
    expect_saved(page)
    content(page).press_sequentially(LAST_WORDS)
    expect_saved(page)
    page.reload()
    expect(content(page)).to_have_value(LAST_WORDS)
    assert event.report.events.count() == 2


def test_session_ends_while_typing(desk, page, event):
    desk.expected += ["401", REFUSED]
    page.context.clear_cookies(name="sessionid")
    type_last_words(page)
    expect(page.get_by_text("Сеанс закончился. Ваш текст остался на странице.")).to_be_visible()
    expect(content(page)).to_have_value(WHOLE)
    page.get_by_label("Пароль").fill("не тот пароль")
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_text("Пароль не подходит.")).to_be_visible()
    page.get_by_label("Пароль").fill(factories.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect_saved(page)
    assert stored(event) == WHOLE


def test_sign_in_in_another_tab_changes_the_key(page, event, clerk):
    sign_in_elsewhere(page, clerk)
    type_last_words(page)
    expect_saved(page)
    assert stored(event) == WHOLE


def test_another_person_signs_in_in_another_tab(desk, page, event):
    desk.expected += ["409", "401", REFUSED]
    stranger = factories.make_user(
        municipality=factories.make_municipality("rudnya"), username="stranger"
    )
    desk.expected += ["404"]  # no help with the text of an event they may not know of
    sign_in_elsewhere(page, stranger)
    type_last_words(page)
    expect(page.get_by_text("В этом браузере вошли под другой учетной записью.")).to_be_visible()
    expect(content(page)).to_be_hidden()
    assert stored(event) == "Обсуждены планы"
    assert LAST_WORDS in kept(page)
    page.get_by_label("Пароль").fill(factories.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect_saved(page)
    assert stored(event) == WHOLE


def test_colleague_signs_in_in_another_tab(desk, page, event, colleague):
    desk.expected += ["409", "401", REFUSED]
    sign_in_elsewhere(page, colleague)
    type_last_words(page)
    expect(page.get_by_text("В этом браузере вошли под другой учетной записью.")).to_be_visible()
    expect(content(page)).to_be_hidden()
    assert stored(event) == "Обсуждены планы"
    page.get_by_label("Пароль").fill(factories.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(content(page)).to_have_value(WHOLE)
    expect_saved(page)
    assert event.history.first().history_user.username == "clerk"


def test_kept_text_is_not_shown_to_another_person(
    browser, live_server, desk, page, event, colleague
):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    remains = page.context.storage_state() | {"cookies": []}
    context = browser.new_context(base_url=live_server.url, storage_state=remains)
    reopened = context.new_page()
    reopened.goto("/")
    sign_in_elsewhere(reopened, colleague)
    for address in (event.report.get_absolute_url(), f"/events/{event.pk}/update/"):
        reopened.goto(address)
        expect(reopened.get_by_role("heading", level=1)).to_be_visible()
        reopened.wait_for_timeout(500)
        assert LAST_WORDS not in reopened.content()
    assert LAST_WORDS in kept(reopened)
    leave(context)


def test_network_is_off_and_comes_back(desk, page, event):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    assert LAST_WORDS in kept(page)
    page.context.set_offline(False)
    expect_saved(page)
    assert stored(event) == WHOLE


def test_answer_is_lost_and_typing_goes_on(desk, page, event):
    desk.expected += NO_CONNECTION
    answers = {"lost": 1}

    def lose_the_first(route):
        if answers["lost"]:
            answers["lost"] -= 1
            route.fetch()  # the server has saved it, the page does not know
            route.abort()
        else:
            route.continue_()

    page.route("**/autosave/**", lose_the_first)
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    content(page).press_sequentially(" сторон")
    expect_saved(page)
    assert stored(event) == f"{WHOLE} сторон"
    expect(page.locator(".conflict")).to_have_count(0)


def test_browser_is_killed(browser, live_server, desk, page, event, clerk):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    page.wait_for_timeout(300)
    remains = page.context.storage_state()  # what is on the disk when the process is gone
    context = browser.new_context(base_url=live_server.url, storage_state=remains)
    reopened = context.new_page()
    reopened.goto(event.report.get_absolute_url())
    reopened.get_by_role("link", name="Форум").first.click()
    expect(reopened.get_by_text("остался ваш текст от")).to_be_visible()
    expect(content(reopened)).to_have_value("Обсуждены планы")  # never restored in silence
    reopened.get_by_role("button", name="Вернуть этот текст").click()
    expect_saved(reopened)
    assert stored(event) == WHOLE
    leave(context)


def test_kept_text_is_not_put_over_a_newer_one(desk, page, event, colleague):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    page.route("**/autosave/**", lambda route: route.abort())
    page.context.set_offline(False)
    editing.save_event(event.report, event=event, user=colleague, content="Слово коллеги")
    page.goto("/")
    page.unroute("**/autosave/**")
    page.goto(f"/events/{event.pk}/update/")
    expect(page.get_by_text("С тех пор мероприятие изменили")).to_be_visible()
    expect(content(page)).to_have_value("Слово коллеги")
    page.get_by_role("button", name="Вернуть этот текст").click()
    expect(page.locator(".conflict")).to_contain_text("Иванова Б.Б.")
    assert stored(event) == "Слово коллеги"
    page.get_by_role("button", name="Сохранить то, что в поле").click()
    expect_saved(page)
    assert stored(event) == WHOLE


def test_back_button(page, event):
    page.goto(event.report.get_absolute_url())
    page.goto(f"/events/{event.pk}/update/")
    type_last_words(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Отчет за")).to_be_visible()
    for _ in range(100):  # the farewell of the page is on its way
        if stored(event) == WHOLE:
            break
        page.wait_for_timeout(200)
    assert stored(event) == WHOLE
    page.go_forward()
    expect(content(page)).to_have_value(WHOLE)


def test_reload(page, event):
    type_last_words(page)
    page.reload()
    expect(content(page)).to_have_value(WHOLE)
    assert stored(event) == WHOLE


def test_due_date_passes_while_typing(page, event):
    Quarter.objects.update(due_date=timezone.localdate() - timezone.timedelta(days=1))
    type_last_words(page)
    expect_saved(page)
    assert stored(event) == WHOLE


def test_quarter_is_closed_while_typing(desk, page, event):
    desk.expected += ["409", REFUSED]
    administrator = factories.make_user(Role.ADMIN)
    opening.close_quarter(event.report.quarter, user=administrator)
    type_last_words(page)
    expect(page.get_by_text("IV квартал 2020 года закрыт.")).to_be_visible()
    expect(content(page)).to_have_value(WHOLE)
    opening.reopen_quarter(event.report.quarter, reason="Проверка.", user=administrator)
    page.get_by_role("button", name="Сохранить снова").click()
    expect_saved(page)
    assert stored(event) == WHOLE


def test_colleague_deletes_the_event(desk, page, event, colleague):
    desk.expected += ["409", REFUSED]
    editing.delete_event(event, user=colleague)
    type_last_words(page)
    expect(page.get_by_text("Это мероприятие удалено.")).to_be_visible()
    page.get_by_role("button", name="Вернуть мероприятие и сохранить").click()
    expect_saved(page)
    assert (stored(event), event.deleted_at) == (WHOLE, None)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Сервер не принял текст."),
        (413, "Текст слишком большой для одного мероприятия."),
    ],
)
def test_server_refuses_the_request(desk, page, event, status, said):
    desk.expected += [str(status), REFUSED]
    page.route("**/autosave/**", lambda route: route.fulfill(status=status, body="no"))
    type_last_words(page)
    expect(page.get_by_text(said)).to_be_visible()
    assert LAST_WORDS in kept(page)
    page.unroute("**/autosave/**")
    page.get_by_role("button", name="Сохранить снова").click()
    expect_saved(page)
    assert stored(event) == WHOLE


def test_full_disk_is_named_and_the_text_waits(desk, page, event):
    desk.expected += ["503", REFUSED]
    answer = {"status": 503, "json": {"state": "no_room"}}
    page.route("**/autosave/**", lambda route: route.fulfill(**answer))
    type_last_words(page)
    expect_state(page, "На сервере закончилось место на диске, текст хранится на этом компьютере")
    page.unroute("**/autosave/**")
    expect_saved(page)
    assert stored(event) == WHOLE


@pytest.mark.parametrize("status", [500, 503])
def test_server_fails_and_recovers(desk, page, event, status):
    desk.expected += [str(status), REFUSED]
    page.route("**/autosave/**", lambda route: route.fulfill(status=status, body="no"))
    type_last_words(page)
    expect_state(page, "Сервер не отвечает, текст хранится на этом компьютере")
    assert LAST_WORDS in kept(page)
    page.unroute("**/autosave/**")
    expect_saved(page)
    assert stored(event) == WHOLE


def test_button_waits_for_what_is_not_saved_yet(page, event):
    type_last_words(page)
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("Сохранено: Форум.")).to_be_visible()
    assert stored(event) == WHOLE


def test_button_without_a_connection_keeps_the_page(desk, page, event):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    page.get_by_role("button", name="Готово", exact=True).click()
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    expect(content(page)).to_have_value(WHOLE)
    page.context.set_offline(False)
    expect_saved(page)


def test_signing_out_asks_and_clears_what_is_kept(desk, page, event):
    desk.expected += NO_CONNECTION
    page.context.set_offline(True)
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    page.route("**/autosave/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.once("dialog", lambda dialog: dialog.dismiss())
    sign_out(page)
    assert LAST_WORDS in kept(page)
    page.once("dialog", lambda dialog: dialog.accept())
    sign_out(page)
    expect(page.get_by_label("Имя для входа")).to_be_visible()
    assert LAST_WORDS not in kept(page)


# Two people


def test_two_people_in_different_fields_join(desk, page, event, colleague):
    other = desk(colleague)
    other.goto(f"/events/{event.pk}/update/")
    other.get_by_label("Место проведения", exact=True).fill("г. Рудня")
    expect_saved(other)
    type_last_words(page)
    expect_saved(page)
    expect(page.get_by_label("Место проведения", exact=True)).to_have_value("г. Рудня")
    expect(page.get_by_text("изменения добавлены: место проведения")).to_be_visible()
    event.refresh_from_db()
    assert (event.place, event.content) == ("г. Рудня", WHOLE)


@pytest.mark.parametrize("choice", ["mine", "theirs", "theirs and back"])
def test_two_people_in_one_field_decide(desk, page, event, colleague, choice):
    other = desk(colleague)
    other.goto(f"/events/{event.pk}/update/")
    content(other).fill("Слово коллеги")
    expect_saved(other)
    type_last_words(page)
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Иванова Б.Б.")
    expect(conflict.locator("mark").first).to_be_visible()
    assert stored(event) == "Слово коллеги"
    if choice == "mine":
        page.get_by_role("button", name="Сохранить то, что в поле").click()
    else:
        page.get_by_role("button", name="Взять сохраненный текст").click()
        expect(content(page)).to_have_value("Слово коллеги")
    if choice == "theirs and back":
        page.get_by_role("button", name="Вернуть свой текст").click()
    expect(conflict).to_have_count(0)
    expect(page.locator("#save-state")).to_have_text(re.compile("^Сохранено"))
    assert stored(event) == ("Слово коллеги" if choice == "theirs" else WHOLE)


def test_who_else_edits_appears_within_fifteen_seconds(desk, page, event, colleague):
    other = desk(colleague)
    other.goto(f"/events/{event.pk}/update/")
    expect(page.get_by_text("Кто еще на этой странице: Иванова Б.Б.")).to_be_visible(timeout=15_000)


def test_lone_person_with_two_tabs_meets_no_conflict(page, event):
    tab = page.context.new_page()
    tab.goto(f"/events/{event.pk}/update/")
    type_last_words(page)
    expect_saved(page)
    tab.bring_to_front()
    content(tab).press("Control+End")
    content(tab).press_sequentially(" вчера")
    expect_saved(tab)
    expect(tab.locator(".conflict")).to_have_count(0)
    assert User.objects.count() == 1
    assert Event.objects.get().content.endswith(" вчера")


def test_control_enter_saves_and_opens_the_next(page, event):
    type_last_words(page)
    content(page).press("Control+Enter")
    expect(page.get_by_role("heading", name="Новое мероприятие")).to_be_visible()
    assert stored(event) == WHOLE
