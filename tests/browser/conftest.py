"""Debian's Chromium. Where there is none these tests say so and are skipped, unless
REQUIRE_BROWSER is set: then the run fails."""

import os
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HERE = Path(__file__).parent
PATIENCE = 20_000  # milliseconds until a page is given up: a busy machine is no fault of the page

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    browser_tests = [item for item in items if HERE in item.path.parents]
    if not browser_tests:
        return
    if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER"):
        raise pytest.UsageError("Chromium не найден, а проверки в браузере обязательны.")
    for item in browser_tests:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
        if CHROMIUM is None:
            item.add_marker(
                pytest.mark.skip(reason="Chromium не найден: проверки в браузере пропущены")
            )


@pytest.fixture(scope="session")
def browser_type_launch_args():
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    # As people's browsers have it: pages come back from the browser's memory.
    off = ["--disable-back-forward-cache"]
    return {"executable_path": CHROMIUM, "args": flags, "ignore_default_args": off}


class Running:
    """How many requests the server is at. A page that is closed still says that it leaves, and the
    tables must not be emptied under that."""

    def __init__(self):
        self._count, self._changed = 0, threading.Condition()
        request_started.connect(self._more)
        request_finished.connect(self._less)

    def _more(self, **kwargs):
        self._add(1)

    def _less(self, **kwargs):
        self._add(-1)

    def _add(self, number):
        with self._changed:
            self._count += number
            self._changed.notify_all()

    def wait_for_none(self):
        with self._changed:
            assert self._changed.wait_for(lambda: self._count <= 0, timeout=20)


@pytest.fixture(scope="session")
def running():
    return Running()


def sign_in(context, person, url):
    """Without the form, which has tests of its own."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def sign_out(page):
    out = page.get_by_role("button", name="Выйти")
    if not out.is_visible():
        page.locator(".bar summary").click()
    out.click()


def leave(context):
    """Close a browser without a word to the server."""
    context.set_offline(True)
    context.close()


@pytest.fixture
def desk(browser, live_server, running):
    """``desk(person)`` → a page of a browser of their own, signed in.

    An English browser on purpose: the pages are Russian all the same. Any script error, refused
    policy or failed request fails the test when it ends, but those that it put on
    ``desk.expected``: pieces of what the browser says.
    """
    troubles = []
    contexts = []

    def page_of(person, width=1366, height=768):
        context = browser.new_context(
            base_url=live_server.url,
            locale="en-US",
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "response",
            lambda r: troubles.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        )
        if person is not None:
            sign_in(context, person, live_server.url)
            page.goto("/")
        return page

    page_of.expected = []
    yield page_of
    # Before leaving: what is still on its way then fails for want of a network.
    unexpected = [t for t in troubles if not any(piece in t for piece in page_of.expected)]
    for context in contexts:
        leave(context)
    running.wait_for_none()
    assert unexpected == []


@pytest.fixture
def held():
    """``held(ending)``: the first request to an address that ends so waits in the server.
    ``wait()`` until it is there, ``let_go()`` lets it in."""
    gates, receivers = [], []

    def hold(ending):
        there, gate = threading.Event(), threading.Event()

        def wait(environ, **kwargs):
            if environ["PATH_INFO"].endswith(ending) and not there.is_set():
                there.set()
                gate.wait(PATIENCE / 1000)

        request_started.connect(wait, weak=False)
        gates.append(gate)
        receivers.append(wait)
        return SimpleNamespace(wait=lambda: there.wait(PATIENCE / 1000), let_go=gate.set)

    yield hold
    for gate, receiver in zip(gates, receivers, strict=True):
        request_started.disconnect(receiver)
        gate.set()
