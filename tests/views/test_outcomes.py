"""A step is done whole or not at all, wherever the database fails, and the answer says what is known."""

import itertools

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.views.posts import POSTS, STORE_NOTHING, make_stage
from tests.views.test_posts import digest

pytestmark = pytest.mark.django_db(transaction=True)

DONE_BY_DJANGO = {"login", "logout", "password_change", "password_reset_confirm"}
OURS = sorted(POSTS.keys() - STORE_NOTHING - DONE_BY_DJANGO)
NOTHING, UNKNOWN = "Действие не выполнено", "Неизвестно, выполнено ли действие"


def client_of(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_asked_of_the_database_after_the_commit(name):
    post = POSTS[name](make_stage())
    client = client_of(post.person)
    with CaptureQueriesContext(connection) as captured:
        response = post.send(client)
    assert response.status_code in (200, 302)
    # What a request with a file sets back at its end may fail: see ``config.postgresql.deadline``.
    said = [query["sql"] for query in captured if not query["sql"].startswith("RESET ")]
    assert said[-1] == "COMMIT"


class Fault:
    """The database fails at the statement with this number, COMMITs counted along. ``is_late``: the
    COMMIT is done, and the answer to it is lost."""

    def __init__(self, monkeypatch, number, is_late):
        self.left, self.is_late, self.at_commit = number, is_late, False
        self.commit = connection._commit
        monkeypatch.setattr(connection, "_commit", self.fail_at_commit)

    def is_due(self):
        self.left -= 1
        return self.left == 0

    def __call__(self, execute, sql, params, many, context):
        # Django goes on without the answer to «_check»; no connection that is lost rolls back.
        if '"_check"' not in sql and sql != "ROLLBACK" and self.is_due():
            raise OperationalError("the connection was lost")
        return execute(sql, params, many, context)

    def fail_at_commit(self):
        self.at_commit = self.is_due()
        if self.is_late or not self.at_commit:
            self.commit()
        if self.at_commit:
            raise OperationalError("the connection was lost")


@pytest.fixture
def send_with_fault(monkeypatch):
    def send(client, post, number, *, is_late=False):
        for value in post.data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        with monkeypatch.context() as patched:
            fault = Fault(patched, number, is_late)
            with connection.execute_wrapper(fault):
                return post.send(client), fault

    return send


@pytest.mark.parametrize("name", OURS)
def test_step_is_whole_or_not_done_wherever_it_fails(send_with_fault, name):
    post = POSTS[name](make_stage())
    client = client_of(post.person)
    before = digest()
    for number in itertools.count(1):
        response, fault = send_with_fault(client, post, number)
        assert (response.status_code, number) == (503, number)
        assert digest() == before, number
        said = UNKNOWN if fault.at_commit else NOTHING
        assert post.is_json or said in response.content.decode(), number
        if fault.at_commit:
            response, _ = send_with_fault(client, post, number, is_late=True)
            assert response.status_code == 503
            assert post.is_json or UNKNOWN in response.content.decode()
            if digest() != before:  # or it was the commit of what had only been read
                break
