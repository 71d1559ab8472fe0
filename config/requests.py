"""What holds for every request before a page looks at it: how large it may be, who sent it, and, when
it fails, whether what it asked for may have been done."""

import inspect
import traceback
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.views.defaults import bad_request

CEILING = 12 * 1024 * 1024  # bytes of a request with a file; what is only text has its own setting


def speaks_json(request):
    """Whether a script of ours asks, and reads the answer."""
    return request.content_type == "application/json"


class Sender(Enum):
    """Whose page sent a request, as the browser says: no site can make it say otherwise."""

    OWN = "ours"
    UNKNOWN = "nothing is said"
    FOREIGN = "somebody else's"


def sender_of(request):
    """FOREIGN if one header says so, whatever the others say."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    site = request.headers.get("Sec-Fetch-Site", "none")
    named = [request.headers.get("Origin"), _origin_of(request.headers.get("Referer"))]
    named = [origin for origin in named if origin is not None]
    if site not in ("same-origin", "none") or not own.issuperset(named):
        return Sender.FOREIGN
    return Sender.OWN if named or site == "same-origin" else Sender.UNKNOWN


def _origin_of(address):
    """The origin of a page's address; None without an address."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


class HeadMiddleware:
    """HEAD is answered wherever GET is, and the pages need not know of it. The server leaves the
    body out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        return response


class CeilingMiddleware:
    """What is too large is refused in our own words; a length that is told is judged before
    anything is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_too_large(request):
            return _too_large(request)
        try:
            request.POST  # noqa: B018 - read here, so that these refusals are in our words, too
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return _too_large(request)
        except UnreadablePostError as error:  # the sender has gone
            return bad_request(request, error)
        return self.get_response(request)


def _is_too_large(request):
    """A body whose length is not told counts as too large: no browser sends one, and how much it
    is would show only when it has been read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "Transfer-Encoding" in request.headers or not (length.isascii() and length.isdecimal()):
        return True
    has_files = request.content_type == "multipart/form-data"
    return int(length) > (CEILING if has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _too_large(request):
    if speaks_json(request):
        return JsonResponse({"state": "too_large"}, status=413)
    return render(None, "413.html", status=413)


class NoStoreMiddleware:
    """No browser keeps a page of ours: at one computer sit several people, and the next must not
    find by «Назад» what the last one saw. What is typed on a page, ``forms.js`` keeps."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


class OutcomeMiddleware:
    """Knows of every request whether something that it wrote may stand, for the words of a failure.

    Written outside a transaction it stands at once; inside, when the transaction is committed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.has_written = False

        def written():
            request.has_written = True

        def watch(execute, sql, params, many, context):
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                transaction.on_commit(written)  # at once outside a transaction
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            return self.get_response(request)


def may_be_done(request, error):
    """Whether what a failed request asked for may have been done all the same: something was
    committed, or the answer to the COMMIT itself is what failed."""
    commit = inspect.unwrap(BaseDatabaseWrapper.commit).__code__
    frames = traceback.walk_tb(error.__traceback__)
    return request.has_written or any(frame.f_code is commit for frame, _ in frames)
