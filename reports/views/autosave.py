"""What the page of an event says to the server while somebody writes: JSON in, JSON out."""

import json

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import merging, presence
from reports.editing import DeletedEventError
from reports.forms.events import AutosaveForms
from reports.language.differences import differences
from reports.templatetags.document import moment
from reports.views.municipality import (
    own_event,
    own_report,
    page_values,
    uuid_of,
    value_on_page,
)
from reports.workflow import TransitionError


class _RefusedError(Exception):
    """The request cannot be taken at all; carries the answer."""

    def __init__(self, status, **answer):
        super().__init__(answer)
        self.response = JsonResponse(answer, status=status)


@require_POST
def event_autosave_new(request, pk):
    """A new event; its key is in the address, so that it is added once."""
    report = own_report(request, pk)
    key = uuid_of(request.GET.get("key", ""))
    return _answer(request, lambda body: _autosave(request, body, report, creation_key=key))


@require_POST
def event_autosave(request, pk):
    event = own_event(request, pk)
    return _answer(request, lambda body: _autosave(request, body, event.report, event=event))


@require_POST
def event_presence(request, pk):
    """«Я здесь»: who else is, and what the event is by now if that is news for the page."""
    event = own_event(request, pk)

    def here(body):
        if body.get("leaves"):
            presence.leave(event, request.user)
            return {"state": "left"}
        presence.announce(event, request.user)
        answer = {"state": "present", "others": presence.others(event, request.user)}
        if body.get("version") != event.version:
            answer |= page_values(event)
        return answer

    return _answer(request, here)


def _answer(request, function):
    try:
        return JsonResponse(function(_body(request)))
    except _RefusedError as refusal:
        return refusal.response
    except DeletedEventError as refusal:
        restore = reverse("event_restore", args=[refusal.event.pk])
        answer = {"state": "deleted", "message": str(refusal), "restore_url": restore}
        return JsonResponse(answer, status=409)
    except TransitionError as refusal:
        return JsonResponse({"state": "refused", "message": str(refusal)}, status=409)


def _body(request):
    """A body that was cut on its way is no JSON, so half a text is never taken for a whole one."""
    try:
        body = json.loads(request.body)
        person = body["person"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _RefusedError(400, state="malformed") from None
    if person != request.user.pk:
        raise _RefusedError(409, state="other_person")
    return body


def _autosave(request, body, report, event=None, creation_key=None):
    if event is None and creation_key is None:
        raise _RefusedError(400, state="malformed")
    try:
        forms = AutosaveForms(report, body["fields"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _RefusedError(400, state="malformed") from None
    merged = merging.merge_event(
        report, user=request.user, changes=forms.changes, event=event, creation_key=creation_key
    )
    presence.announce(merged.event, request.user)
    return {
        "state": "saved",
        "time": timezone.localtime().strftime("%H:%M"),
        "errors": forms.errors,
        "conflicts": {
            name: _conflict(conflict, forms.changes[name].value)
            for name, conflict in merged.conflicts.items()
        },
        "replaced": {name: value_on_page(value) for name, value in merged.replaced.items()},
        **page_values(merged.event),
    }


def _conflict(conflict, mine):
    theirs = value_on_page(conflict.theirs)
    answer = {"theirs": theirs, "by": str(conflict.by or ""), "at": moment(conflict.at)}
    if isinstance(theirs, str):
        answer["mine_parts"], answer["their_parts"] = differences(str(mine or ""), theirs)
    return answer
