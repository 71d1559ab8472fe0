"""What the page of an event says to the server while somebody writes: JSON in, JSON out."""

import re
import uuid
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.events import autosave, presence
from reports.events.history import Attempt
from reports.forms.clerk.events import AutosaveForms
from reports.language import typography
from reports.language.text_diff import differences
from reports.models import Event, Report
from reports.templatetags.document import moment
from reports.views.access import SignedInRequest, clerk_event, clerk_report, uuid_of
from reports.views.clerk.event_state import page_values, value_on_page
from reports.views.clerk.json_requests import Body, MalformedError, json_answer, reading

PAGE = re.compile(r"[a-z0-9]{0,20}")  # the name that a page gave itself


@require_POST
def event_autosave_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new event; its key is in the address, so that it is added once."""

    def save(report: Report, body: Body) -> Body:
        key = uuid_of(request.GET.get("key", ""))
        if key is None:
            raise MalformedError
        if "kept" in body:
            event = report.events.filter(creation_key=key).first()
            return _compare(body, report, event)
        return _autosave(request, body, report, creation_key=key)

    return json_answer(request, partial(clerk_report, request, pk), save)


@require_POST
def event_autosave(request: SignedInRequest, pk: int) -> HttpResponse:
    def save(event: Event, body: Body) -> Body:
        if "kept" in body:
            return _compare(body, event.report, event)
        return _autosave(request, body, event.report, event=event)

    return json_answer(request, partial(clerk_event, request, pk), save)


@require_POST
def event_presence(request: SignedInRequest, pk: int) -> HttpResponse:
    """«Я здесь»: who else is, and what the event is by now if that is news for the page."""

    def announce(event: Event, body: Body) -> Body:
        if body.get("leaves"):
            presence.leave(event, request.user)
            return {"state": "left"}
        with transaction.atomic():  # the answer is put together before the commit
            presence.announce(event, request.user)
            answer = {"state": "present", "others": presence.others(event, request.user)}
        if body.get("version") != event.version:
            answer |= page_values(event)
        return answer

    return json_answer(request, partial(clerk_event, request, pk), announce)


def _autosave(
    request: SignedInRequest,
    body: Body,
    report: Report,
    event: Event | None = None,
    creation_key: uuid.UUID | None = None,
) -> Body:
    with reading():
        forms = AutosaveForms(report, body["fields"])
        attempt = _attempt(body)
    saved = autosave.autosave_event(
        report,
        user=request.user,
        changes=forms.changes,
        event=event,
        creation_key=creation_key,
        attempt=attempt,
    )
    return {
        "state": "saved",
        "time": timezone.localtime().strftime("%H:%M"),
        "errors": forms.errors,
        "conflicts": {
            name: _conflict(conflict, forms.changes[name].value)
            for name, conflict in saved.conflicts.items()
        },
        "replaced": {name: value_on_page(value) for name, value in saved.replaced.items()},
        **page_values(saved.event),
    }


def _attempt(body: Body) -> Attempt:
    page = str(body.get("page", ""))
    number = int(body.get("number", 0))
    if not PAGE.fullmatch(page) or not 0 <= number < 10**9:
        raise MalformedError
    return Attempt(page, number)


def _compare(body: Body, report: Report, event: Event | None) -> Body:
    """Which of the texts that a browser kept are not what is stored; nothing is saved. ``version`` is
    the report's, by which a page knows whether it was drawn before they came."""
    with reading():
        fields = {name: {"value": value, "bases": []} for name, value in body["kept"].items()}
        if "name" in fields:
            stored_format = event.format if event else ""
            fields.setdefault("format", {"value": stored_format, "bases": []})
        changes = AutosaveForms(report, fields).changes
    missing = [
        name
        for name in body["kept"]
        if event is None or name not in changes or not _holds(event, name, changes[name].value)
    ]
    return {"state": "compared", "missing": missing, "version": report.version}


def _holds(event: Event, name: str, value: Any) -> bool:
    """A typed online mark that has become the format since is not missing."""
    bare = typography.split_online_mark(value)[0] if name == "name" else value
    return autosave.holds(event, name, value) or autosave.holds(event, name, bare)


def _conflict(conflict: autosave.Conflict, mine: object) -> Body:
    theirs = value_on_page(conflict.theirs)
    answer = {"theirs": theirs, "by": str(conflict.by or ""), "at": moment(conflict.at)}
    if isinstance(theirs, str):
        answer["mine_parts"], answer["their_parts"] = differences(str(mine or ""), theirs)
    return answer
