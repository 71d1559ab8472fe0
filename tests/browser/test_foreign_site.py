"""Another site has a person's browser send every POST there is, and the person presses whatever our
page then offers: nothing is done, and nothing of what was sent stands in our answer."""

import html
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.conftest import leave
from tests.views.posts import POSTS, WORDS, make_stage
from tests.views.test_posts import digest

# These change rows that the others are about, so they are made ready after them.
LAST = ["event_restore", "quarter_reopen"]
NAMES = [*sorted(POSTS.keys() - set(LAST)), *LAST]
SEND = "<script>document.forms[0].submit()</script>"


@pytest.fixture
def site():
    """A foreign site: ``site.page`` is what it shows at every address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(server.page.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.page = ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def trap(url, post, policy):
    """A page that sends ``post`` as soon as it is opened."""
    values = [(name, value) for name, value in post.data.items() if not hasattr(value, "read")]
    kind = "application/x-www-form-urlencoded"
    if post.is_json:  # a form cannot send JSON, but something that reads like it
        kind, values = "text/plain", [(json.dumps(post.data)[:-1] + ', "more": "', '"}')]
    fields = "".join(
        f'<textarea name="{html.escape(name)}">{html.escape(str(each))}</textarea>'
        for name, value in values
        for each in (value if isinstance(value, list) else [value])
    )
    return (
        f'<!doctype html><meta name="referrer" content="{policy}">'
        f'<form method="post" enctype="{kind}" action="{url}">{fields}</form>{SEND}'
    )


@pytest.fixture
def page_of(browser, live_server, running):
    """``page_of(person)`` → a page of a browser in which the person is signed in."""
    pages = {}

    def open_for(person):
        if person not in pages:
            context = browser.new_context()
            context.set_default_timeout(20_000)
            context.route("**/static/**", lambda route: route.abort())  # only words matter here
            if person is not None:
                client = Client()
                client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                cookie = {"name": "sessionid", "value": session, "sameSite": "Lax"}
                context.add_cookies([cookie | {"url": live_server.url}])
            pages[person] = context.new_page()
        return pages[person]

    yield open_for
    for page in pages.values():
        leave(page.context)
    running.wait_for_none()


# Another site sends no cookies, and the same site under another port sends them; of the latter the
# server learns by the origin, which a page may also withhold.
@pytest.mark.parametrize(
    ("host", "policy"),
    [("localhost", "unsafe-url"), ("127.0.0.1", "unsafe-url"), ("127.0.0.1", "no-referrer")],
)
def test_foreign_post_does_nothing_and_is_offered_nothing(page_of, live_server, site, host, policy):
    stage = make_stage()
    posts = {name: POSTS[name](stage) for name in NAMES}
    for post in posts.values():
        page_of(post.person)  # signed in before anything is counted
    before = digest()
    for name, post in posts.items():
        page = page_of(post.person)
        site.page = trap(f"{live_server.url}{post.url}", post, policy)
        with page.expect_response(f"{live_server.url}{post.url}") as answer:
            page.goto(f"http://{host}:{site.server_port}/", wait_until="commit")
        assert answer.value.request.method == "POST", name
        page.wait_for_load_state()
        assert answer.value.status == 403, name
        assert WORDS not in page.content(), name
        for button in page.locator("main button, main [type=submit]").all()[:1]:
            button.click()
            page.wait_for_load_state()
        assert digest() == before, name
