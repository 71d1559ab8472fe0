"""What stands between every request and its page because of who asks."""

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from municipalities import accounts

PROLONG_AFTER = 300  # seconds: a write for every request would make readers wait for writers


class IdleSessionMiddleware:
    """A session ends so long after the last request as the role of the person allows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Who asks may not be known for want of a database: it is not asked again.
        if response.status_code < 500 and request.user.is_authenticated:
            prolong(request.session, request.user.session_age)
        return response


def prolong(session: SessionBase, age: int) -> None:
    """From now on ``age`` seconds."""
    now = int(time.time())
    if now - session.get("seen", 0) > PROLONG_AFTER or session.get_expiry_age() != age:
        session["seen"] = now
        session.set_expiry(age)


class NoticeMiddleware:
    """Says on the next page what was kept for the person; it waits in the messages until a page shows
    them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if request.method == "GET" and person.is_authenticated and person.notice:
            for notice in accounts.take_notice(person):
                messages.warning(request, notice)
        return self.get_response(request)
