"""More of what happens to a person who types: rare, but each of these has lost or lied once."""

import re

import pytest
from playwright.sync_api import expect

from municipalities.models import Role
from reports.events import editing
from reports.models import Event
from reports.procedure import opening
from tests import factories
from tests.browser.test_accidents import (
    LAST_WORDS,
    NO_CONNECTION,
    WHOLE,
    content,
    expect_saved,
    expect_state,
    kept,
    stored,
    type_last_words,
)

STAYS_ON_PAGE = "Нет связи, текст остается только на этой странице"
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Access is denied", "SecurityError"); }
})"""
FULL_STORAGE = """Storage.prototype.setItem = () => {
    throw new DOMException("Full", "QuotaExceededError");
}"""


@pytest.fixture
def event():
    report = factories.make_report(factories.make_municipality("vyazma"))
    return factories.make_event(report, name="Форум", content="Обсуждены планы")


@pytest.fixture
def clerk(event):
    return factories.make_user(municipality=event.report.municipality, username="clerk")


@pytest.fixture
def colleague(event):
    return factories.make_user(municipality=event.report.municipality, username="colleague")


@pytest.fixture
def page(desk, clerk, event):
    page = desk(clerk)
    page.goto(f"/events/{event.pk}/update/")
    return page


def total(page):
    return page.get_by_label("Участников всего", exact=True)


def place(page):
    return page.get_by_label("Место проведения", exact=True)


def count_saves(page):
    saves = []
    page.on("request", lambda r: saves.append(r) if "/autosave/" in r.url else None)
    return saves


def kill(page):
    """The page is gone without having said a word to the server."""
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")


def new_event(page, event):
    page.goto(event.report.get_absolute_url())
    page.get_by_role("link", name="Добавить мероприятие").click()
    expect(page.get_by_role("heading", name="Новое мероприятие")).to_be_visible()


# What is said is true


def test_leaving_a_field_does_not_look_like_saving(page):
    type_last_words(page)
    expect_saved(page)
    place(page).click()
    expect_saved(page)


def test_taking_back_what_was_typed_is_not_saved_for_ever(page):
    content(page).press("Control+End")
    content(page).press_sequentially("я")
    content(page).press("Backspace")
    expect(page.locator("#save-state")).not_to_have_text("Сохраняется…")


def test_new_event_typed_and_erased_is_none_until_typing_goes_on(desk, clerk, event):
    page, report = desk(clerk), event.report
    event.delete()
    page.goto(report.get_absolute_url())
    page.get_by_role("link", name="Добавить мероприятие").click()
    place(page).press_sequentially("г. Вязьма, музей")
    expect_saved(page)
    place(page).press("Control+A")
    place(page).press("Delete")
    page.wait_for_timeout(200)
    expect_saved(page)
    assert report.events.live().count() == 0
    erased = report.events.get()
    assert "г. Вязьма, музей" in erased.history.values_list("place", flat=True)
    place(page).press_sequentially("г. Рудня")
    page.wait_for_timeout(200)
    expect_saved(page)
    assert [(e.pk, e.place) for e in report.events.live()] == [(erased.pk, "г. Рудня")]
    place(page).press("Control+Z")  # and the browser's own undoing
    page.reload()
    expect(page.get_by_role("heading", name="Мероприятие без названия")).to_be_visible()


def test_empty_event_left_by_the_button_leaves_no_row(desk, clerk, event):
    page, report = desk(clerk), event.report
    event.delete()
    page.goto(report.get_absolute_url())
    page.get_by_role("link", name="Добавить мероприятие").click()
    place(page).press_sequentially("г. Вязьма")
    expect_saved(page)
    place(page).press("Control+A")
    place(page).press("Delete")
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("В мероприятии ничего не написано")).to_be_visible()
    expect(page.get_by_text("Мероприятие без названия")).to_have_count(0)
    page.get_by_role("link", name="Сдать нулевой отчет").first.click()
    page.get_by_role("button", name="Сдать нулевой отчет").click()
    expect(page.get_by_text("мероприятия не проводились")).to_be_visible()
    report.refresh_from_db()
    assert report.no_events


def test_number_that_is_none_holds_nobody(page, event):
    page.locator("#statistics").evaluate("(part) => { part.open = true; }")
    total(page).press_sequentially("много")
    type_last_words(page)
    expect(page.locator("#save-state")).to_have_text(re.compile("Сохранено в .*, кроме отмечен"))
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("«много» не сохранено. Напишите число цифрами")).to_be_visible()
    page.wait_for_timeout(2_000)  # so long the report's page waits for words under way
    expect(page.get_by_text("На этом компьютере остался")).to_have_count(0)
    event.refresh_from_db()
    assert (event.content, event.participants_total) == (WHOLE, None)


def test_numbers_that_contradict_are_saved_and_doubted(page, event):
    page.locator("#statistics").evaluate("(part) => { part.open = true; }")
    page.get_by_label("Участников от вашего муниципального образования").fill("50")
    expect_saved(page)
    total(page).fill("10")
    doubt = page.get_by_text("Всего участников указано меньше")
    expect(doubt).to_be_visible()
    expect_saved(page)
    page.reload()
    page.locator("#statistics").evaluate("(part) => { part.open = true; }")
    expect(doubt).to_be_visible()
    total(page).fill("60")
    expect(doubt).to_have_count(0)
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("Сохранено: Форум.")).to_be_visible()


# At once: on a slow machine the answer could come between the two and be folded away.
WRITE_AND_FOLD = """() => {
    const number = document.getElementById("id_participants_total");
    number.value = "много";
    number.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("statistics").open = false;
}"""


def test_bad_number_is_shown_and_sent_once(page, event):
    saves = count_saves(page)
    page.evaluate(WRITE_AND_FOLD)
    expect(page.get_by_text("Напишите число цифрами")).to_be_visible()  # unfolded again
    page.wait_for_timeout(2_500)
    assert len(saves) == 1
    expect(page.locator("#save-state")).to_have_text(re.compile("кроме отмеченного$"))
    type_last_words(page)
    expect(page.locator("#save-state")).to_have_text(
        re.compile(r"Сохранено в .*, кроме отмеченного")
    )
    total(page).fill("150")
    expect_saved(page)
    event.refresh_from_db()
    assert (event.content, event.participants_total) == (WHOLE, 150)


def test_what_is_wrong_is_said_once_when_the_button_has_said_it_too(page, event):
    page.goto(f"/reports/{event.report_id}/events/create/")  # nothing that could be saved
    page.evaluate(WRITE_AND_FOLD)
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("#save-state")).to_have_class(re.compile("save-state-trouble"))
    expect(page.locator("#div_id_participants_total .invalid-feedback")).to_have_count(1)


def test_page_of_the_report_does_not_call_a_saved_text_unsaved(page, event):
    content(page).press("Control+End")
    content(page).press_sequentially(f" {LAST_WORDS} ")  # tidied by the server
    page.locator("a.back").click()
    expect(page.get_by_role("heading", name="Отчет за")).to_be_visible()
    page.wait_for_function("() => !Object.keys(localStorage).some((k) => k.startsWith('svod:'))")
    expect(page.get_by_text("остался несохраненный текст")).to_have_count(0)
    assert stored(event) == WHOLE


# A browser that keeps nothing


@pytest.mark.parametrize("lock", [NO_STORAGE, FULL_STORAGE])
def test_browser_that_keeps_nothing(desk, clerk, event, lock):
    desk.expected += [*NO_CONNECTION, "Access is denied"]
    page = desk(clerk)
    page.add_init_script(lock)
    new_event(page, event)
    place(page).press_sequentially("г. Рудня")
    expect_saved(page)
    page.context.set_offline(True)
    content(page).press_sequentially(LAST_WORDS)
    expect_state(page, STAYS_ON_PAGE)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect_saved(page)
    assert event.report.events.get(place="г. Рудня").content == LAST_WORDS


# Words kept in this browser


def test_new_event_whose_answer_was_lost_gives_its_words_back(desk, clerk, event):
    desk.expected += NO_CONNECTION
    page = desk(clerk)
    new_event(page, event)
    page.route("**/autosave/**", lambda route: (route.fetch(), route.abort()))
    place(page).press_sequentially("г. Рудня")
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    page.unroute("**/autosave/**")
    kill(page)
    content(page).press_sequentially(LAST_WORDS)
    page.reload()
    expect(page).to_have_url(re.compile(r"/events/\d+/update/"))
    expect(page.get_by_text("остался ваш текст от")).to_be_visible()
    expect(page.get_by_text("С тех пор мероприятие изменили")).to_have_count(0)
    page.get_by_role("button", name="Вернуть этот текст").click()
    expect_saved(page)
    assert event.report.events.get(place="г. Рудня").content == LAST_WORDS
    assert event.report.events.count() == 2
    assert kept(page) == ""


def test_tab_that_has_saved_keeps_the_words_of_another(desk, page, event):
    desk.expected += NO_CONNECTION
    tab = page.context.new_page()
    tab.goto(f"/events/{event.pk}/update/")
    page.route("**/autosave/**", lambda route: route.abort())
    type_last_words(page)
    expect_state(page, "Нет связи, текст хранится на этом компьютере")
    place(tab).fill("г. Рудня")
    expect_saved(tab)
    assert LAST_WORDS in kept(tab)
    tab.close()


def test_text_of_a_report_closed_meanwhile_can_be_read(page, event):
    kill(page)
    type_last_words(page)
    opening.close_quarter(event.report.quarter, user=factories.make_user(Role.ADMIN))
    page.goto(f"/events/{event.pk}/update/")
    page.get_by_text("Показать текст").click()
    expect(page.get_by_text(WHOLE)).to_be_visible()
    page.get_by_role("button", name="Удалить его").click()
    assert kept(page) == ""


def test_page_from_the_memory_of_the_browser_begins_anew(page):
    """Its unsent words are offered: other pages may have gone on from what it does not know."""
    kill(page)
    type_last_words(page)
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_text("остался ваш текст от")).to_be_visible()
    page.get_by_role("button", name="Вернуть этот текст").click()
    expect_saved(page)
    expect(content(page)).to_have_value(WHOLE)


# Nobody's words are overwritten unseen


def test_words_put_back_by_the_browser_are_not_saved_over_newer_ones(page, event, colleague):
    type_last_words(page)
    expect_saved(page)
    page.goto(event.report.get_absolute_url())
    editing.save_event(event.report, event=event, user=colleague, content="Слово коллеги")
    page.go_back()
    expect(content(page)).to_have_value("Слово коллеги")
    page.wait_for_timeout(1_500)
    assert stored(event) == "Слово коллеги"


def test_late_answer_does_not_bring_old_words_back(page, event, colleague):
    """The answer to «Я здесь» was made before a save and comes after it."""
    editing.save_event(event.report, event=event, user=colleague, place="г. Рудня")
    page.evaluate("""() => {
        const real = window.fetch;
        window.fetch = async (url, options) => {
            const answer = await real(url, options);
            if (url.includes("/presence/")) await new Promise((go) => { window.let = go; });
            return answer;
        };
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_function("() => window.let")
    type_last_words(page)
    expect_saved(page)
    page.evaluate("() => window.let()")
    page.wait_for_timeout(300)
    expect(content(page)).to_have_value(WHOLE)
    assert stored(event) == WHOLE


def test_late_request_does_not_undo_the_next(page, event):
    saves = count_saves(page)
    content(page).fill("Первые слова")
    expect_saved(page)
    content(page).fill("Первые слова и вторые")
    expect_state(page, "Сохраняется…")
    expect_saved(page)
    first = saves[0]
    headers = {name: first.headers[name] for name in ("content-type", "x-csrftoken")}
    again = page.request.post(first.url, data=first.post_data, headers=headers)
    assert (again.status, again.json()["state"]) == (409, "refused")
    assert stored(event) == "Первые слова и вторые"


def test_button_does_not_ask_about_a_field_that_only_a_colleague_changed(page, event, colleague):
    type_last_words(page)
    expect_saved(page)
    editing.save_event(event.report, event=event, user=colleague, place="г. Рудня")
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("Сохранено: Форум.")).to_be_visible()
    event.refresh_from_db()
    assert (event.place, event.content) == ("г. Рудня", WHOLE)


def test_control_enter_pressed_twice_adds_one_event(desk, clerk, event):
    page = desk(clerk)
    new_event(page, event)
    sent = []
    page.on(
        "request",
        lambda r: sent.append(r) if r.method == "POST" and r.is_navigation_request() else None,
    )
    content(page).press_sequentially(LAST_WORDS)
    content(page).press("Control+Enter")
    content(page).press("Control+Enter")
    expect(page.get_by_text("Сохранено:")).to_be_visible()
    expect(content(page)).to_have_value("")
    assert len(sent) == 1
    assert event.report.events.count() == 2


def test_very_long_text_is_saved_and_kept(page, event):
    long = "Слово, " * 14_000
    content(page).fill(long)
    expect_saved(page)
    assert stored(event) == long.strip()
    page.route("**/autosave/", lambda route: None)  # the page is left sooner than it is answered
    content(page).press("Control+End")
    content(page).press_sequentially("конец")
    page.goto(event.report.get_absolute_url())  # too much for a farewell to the server
    page.unroute("**/autosave/")
    page.get_by_role("link", name="Форум").first.click()
    expect(page.get_by_text("остался ваш текст от")).to_be_visible()
    page.get_by_role("button", name="Вернуть этот текст").click()
    expect_saved(page)
    assert stored(event).endswith("конец")


def test_new_event_with_nothing_but_a_bad_number_is_not_added(desk, clerk, event):
    page = desk(clerk)
    new_event(page, event)
    page.get_by_text("Для статистики").click()
    total(page).fill("много")
    expect_state(page, "Отмеченное не сохранено")
    assert Event.objects.count() == 1
    total(page).fill("150")
    expect_saved(page)
    assert Event.objects.count() == 2
