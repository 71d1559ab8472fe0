"""What an address points at: fetched within the person's sight first, and then asked whose duty it is.

Not theirs is a 404, theirs but another's duty a 403; a right duty at a wrong time is a sentence,
which is said by the verbs themselves.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from municipalities.access import require_role
from municipalities.models import Role, User
from reports.language.quarters import Span
from reports.models import Event, Quarter, Report

STAFF = (Role.REGION, Role.ADMIN)
Context = dict[str, Any]  # what a template is given


class SignedInRequest(HttpRequest):
    """What every view gets: ``LoginRequiredMiddleware`` lets nobody else through."""

    user: User


def clerk_report(request: SignedInRequest, pk: int) -> Report:
    """The report, if it is within the reader's sight. Staff have pages of their own: 403 here."""
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return report


def clerk_event(request: SignedInRequest, pk: int) -> Event:
    events = Event.objects.for_user(request.user).select_related(
        "report__quarter", "report__municipality"
    )
    event = get_object_or_404(events, pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return event


def staff_report(request: SignedInRequest, pk: int, *roles: Role) -> Report:
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, *roles)
    return report


def staff_event(request: SignedInRequest, pk: int, *, is_live: bool = False) -> Event:
    """``is_live``: one in the bin is a 404."""
    events = Event.objects.for_user(request.user)
    events = events.select_related("report__quarter", "report__municipality")
    event = get_object_or_404(events.live() if is_live else events, pk=pk)
    require_role(request.user, Role.REGION)
    return event


def staff_quarter(request: SignedInRequest, slug: str, *roles: Role) -> Quarter:
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *roles)
    return quarter


def span_or_404(slug: str) -> Span:
    try:
        span = Span.parse_slug(slug)
    except ValueError as error:
        raise Http404 from error
    if not Quarter.objects.of_span(span).exists():
        raise Http404
    return span


def number_of(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
