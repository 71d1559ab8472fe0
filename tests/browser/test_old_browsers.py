"""Chromium 90 and Firefox 91 cannot be had here: this browser without what they do not know."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests import factories
from tests.browser.test_accidents import REFUSED, clerk, content, event, expect_saved  # noqa: F401

# Everything here came after them.
TAKEN_AWAY = """
for (const [owner, ...names] of [
    [globalThis, "structuredClone", "reportError", "CloseWatcher", "navigation", "scheduler"],
    [AbortSignal, "timeout", "any", "abort"],
    [AbortSignal.prototype, "throwIfAborted"],
    [Array, "fromAsync"],
    [Array.prototype, "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"],
    [String.prototype, "at", "isWellFormed", "toWellFormed"],
    [Object, "hasOwn", "groupBy"],
    [Promise, "withResolvers", "try"],
    [Crypto.prototype, "randomUUID"],
    [Element.prototype, "checkVisibility", "setHTMLUnsafe"],
    [HTMLElement.prototype, "inert", "inputMode", "showPopover"],
    [HTMLDialogElement.prototype, "showModal", "show", "close", "open"],
    [PerformanceNavigationTiming.prototype, "responseStatus"],
    [URL, "canParse", "parse"],
]) for (const name of names) delete owner[name];
const Newer = FormData;
globalThis.FormData = class extends Newer { constructor(form) { super(form); } };
"""


@pytest.fixture
def page(desk, clerk, event):  # noqa: F811
    page = desk(clerk)
    page.context.add_init_script(TAKEN_AWAY)
    page.goto(f"/events/{event.pk}/update/")
    assert page.evaluate("typeof AbortSignal.timeout + typeof [].at") == "undefinedundefined"
    return page


def test_event_saves_itself(page, event):  # noqa: F811
    content(page).press_sequentially("Подписано соглашение. ")
    expect_saved(page)
    event.refresh_from_db()
    assert "Подписано соглашение." in event.content


def test_number_that_is_not_understood_holds_up_nothing(page, event):  # noqa: F811
    page.locator("main details:has(#id_participants_total) > summary").click()
    page.locator("#id_participants_total").fill("много")
    expect(page.locator("#save-state")).to_contain_text("кроме отмеченного")
    content(page).press_sequentially("Подписано соглашение. ")
    expect(page.locator("#save-state")).to_contain_text("кроме отмеченного")
    event.refresh_from_db()
    assert "Подписано соглашение." in event.content


def test_signing_in_again_is_a_box_over_the_page(desk, page, event):  # noqa: F811
    desk.expected.append(REFUSED)
    desk.expected.append("401 ")
    box = page.locator("#sign-in-again")
    expect(box).to_be_hidden()
    Session.objects.all().delete()
    content(page).press_sequentially("Подписано соглашение. ")
    expect(box).to_be_visible()
    box.get_by_label("Пароль").fill(factories.PASSWORD)
    box.get_by_role("button", name="Войти").click()
    expect_saved(page)
    expect(box).to_be_hidden()
    event.refresh_from_db()
    assert "Подписано соглашение." in event.content
