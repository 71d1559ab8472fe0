"""What belongs to the whole site and to neither app: the pages of errors and of lost sessions, and
the ways in and out."""

import errno
import sys

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.defaults import bad_request, page_not_found

from config.requests import may_be_done, speaks_json
from config.unsent import give_back
from municipalities import region
from municipalities.log import number_of_request

RETRY_AFTER = 60  # seconds; the pages say «через минуту»
TROUBLES = {"no_room": "503_no_room.html", "unavailable": "503.html", "failed": "500.html"}
PG_DISK_FULL = "53100"
SQLITE_DISK_FULL = "database or disk is full"


def site(_request):
    """What every page shows of the installation. ``region`` is asked of the database, once, by the
    pages that name it."""
    return {
        "region": SimpleLazyObject(region.current),
        "mail_works": settings.MAIL_WORKS,
        "version": settings.VERSION,
    }


def csrf_failure(request, reason=""):  # noqa: ARG001 - passed by its name
    """A sign-in in another tab makes this page's key void: texts can be sent again."""
    signed_in = request.user.is_authenticated
    if speaks_json(request):
        return JsonResponse({"state": "key" if signed_in else "signed_out"}, status=403)
    return give_back(request, "403_csrf.html" if signed_in else "403_session.html")


def server_error(request):
    """A full disk and a database that went away are said as such and are worth a repeat; the rest is
    a bug. Nobody is told that nothing was done when it may have been."""
    error = sys.exc_info()[1]
    state = _trouble_of(error)
    status = 500 if state == "failed" else 503
    if speaks_json(request):
        response: HttpResponse = JsonResponse({"state": state}, status=status)
    else:
        outcome = "unknown" if may_be_done(request, error) else "nothing"
        context = {
            "outcome": "" if request.method == "GET" else outcome,
            "now": timezone.localtime(),
            "number": number_of_request(),
        }
        # Without the request: what it says of the reader stands in the database.
        response = render(None, TROUBLES[state], context, status=status)
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def _trouble_of(error):
    if _is_disk_full(error):
        return "no_room"
    return "unavailable" if isinstance(error, OperationalError | InterfaceError) else "failed"


def _is_disk_full(error):
    """SQLite says so in words alone, PostgreSQL by a code, the system by another."""
    return (
        getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        or getattr(error.__cause__, "sqlstate", None) == PG_DISK_FULL
        or (isinstance(error, OperationalError) and SQLITE_DISK_FULL in str(error))
    )


class Utf8OnlyMiddleware:
    """A body in another encoding than ours comes from no page of ours, and some break the parser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return bad_request(request, ValueError("another encoding"))
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, but what was typed before the session ended is given back, not thrown away."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)  # a part of a page: the rest says it when it is sent
        if speaks_json(request):
            return JsonResponse({"state": "signed_out"}, status=401)
        if request.method == "POST":
            return give_back(request, "403_session.html")
        return super().handle_no_permission(request, view_func)


class ErrorPagesMiddleware:
    """Our own pages where Django's would be English or blank, in development as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and settings.DEBUG and "html" in response["Content-Type"]:
            return page_not_found(request, None)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render(request, "405.html").content
        return response
