"""What stands between every request and its page because of who asks."""

import time

from django.contrib import messages

from municipalities import accounts

PROLONG_AFTER = 300  # seconds: a write for every request would make readers wait for writers


class IdleSessionMiddleware:
    """A session ends so long after the last request as the role of the person allows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Who asks may not be known for want of a database: it is not asked again.
        if response.status_code < 500 and request.user.is_authenticated:
            prolong(request.session, request.user.session_age)
        return response


def prolong(session, age):
    """From now on ``age`` seconds."""
    now = int(time.time())
    if now - session.get("seen", 0) > PROLONG_AFTER or session.get_expiry_age() != age:
        session["seen"] = now
        session.set_expiry(age)


class NoticeMiddleware:
    """Says on the next page what was kept for the person; it waits in the messages until a page shows
    them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "GET" and getattr(request.user, "notice", ""):
            for notice in accounts.take_notice(request.user):
                messages.warning(request, notice)
        return self.get_response(request)
