"""What a script of a page says to the server: JSON in, JSON out, read and answered in one way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.http import JsonResponse
from django.urls import reverse

from reports.events.editing import DeletedEventError
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest

Body = dict[str, Any]  # of a request or an answer, as JSON
Found = TypeVar("Found")


class MalformedError(Exception):
    """No page of ours sends this."""


@contextmanager
def reading() -> Iterator[None]:
    """Whatever goes wrong while a body is taken apart is the fault of who sent it."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise MalformedError from None


def json_answer(
    request: SignedInRequest, fetch: Callable[[], Found], act: Callable[[Found, Body], Body]
) -> JsonResponse:
    """What ``act`` answers, given what ``fetch`` finds within the reader's sight and the body.

    A page of another person is refused before anything is looked up: its text must leave the screen
    whoever sits there now. That a body is malformed is said after looking whether the reader may
    know of what is asked for."""
    body = _body(request)
    if body is not None and body["person"] != request.user.pk:
        return JsonResponse({"state": "other_person"}, status=409)
    found = fetch()
    try:
        if body is None:
            raise MalformedError
        return JsonResponse(act(found, body))
    except MalformedError:
        return JsonResponse({"state": "malformed"}, status=400)
    except DeletedEventError as refusal:
        restore = reverse("event_restore", args=[refusal.event.pk])
        answer = {"state": "deleted", "message": str(refusal), "restore_url": restore}
        return JsonResponse(answer, status=409)
    except Refused as refusal:
        return JsonResponse({"state": "refused", "message": str(refusal)}, status=409)


def _body(request: SignedInRequest) -> Body | None:
    """None for what is no object of ours. A body that was cut on its way is no JSON, so half a text
    is never taken for a whole one."""
    if request.content_type != "application/json":
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and "person" in body else None
