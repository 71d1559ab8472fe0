"""What an address points at: fetched within the person's sight first, and then asked whose duty it is.

Not theirs is a 404, theirs but another's duty a 403; a right duty at a wrong time is a sentence,
which is said by the verbs themselves.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from municipalities.access import require_role
from municipalities.models import AddedPlace, Municipality, MunicipalityName, Role, User
from reports.language.quarters import Span
from reports.models import (
    Consolidation,
    Correction,
    DocumentForm,
    Event,
    ExtensionRequest,
    Quarter,
    Remark,
    Report,
)

STAFF = (Role.REGION, Role.ADMIN)
Context = dict[str, Any]  # what a template is given


class SignedInRequest(HttpRequest):
    """What every view gets: ``LoginRequiredMiddleware`` lets nobody else through."""

    user: User


def clerk_report(request: SignedInRequest, pk: int) -> Report:
    """The report, if it is within the reader's sight. Staff have pages of their own: 403 here."""
    return _report(request, pk, Role.MUNICIPALITY)


def clerk_event(request: SignedInRequest, pk: int) -> Event:
    return _event(request, pk, Role.MUNICIPALITY)


def clerk_remark(request: SignedInRequest, pk: int) -> Remark:
    remark = get_object_or_404(Remark.objects.for_user(request.user), pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return remark


def clerk_correction(request: SignedInRequest, pk: int) -> Correction:
    corrections = Correction.objects.for_user(request.user).select_related("event__report")
    correction = get_object_or_404(corrections, pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return correction


def report_in_sight(request: SignedInRequest, pk: int) -> Report:
    """Whoever asks: what may be done with it, and by whom, is the procedure's."""
    reports = Report.objects.for_user(request.user).select_related("quarter", "municipality")
    return get_object_or_404(reports, pk=pk)


def staff_report(request: SignedInRequest, pk: int, *roles: Role) -> Report:
    return _report(request, pk, *roles)


def staff_event(request: SignedInRequest, pk: int, *, is_live: bool = False) -> Event:
    """``is_live``: one in the bin is a 404."""
    return _event(request, pk, Role.REGION, is_live=is_live)


def _report(request: SignedInRequest, pk: int, *roles: Role) -> Report:
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, *roles)
    return report


def _event(request: SignedInRequest, pk: int, role: Role, *, is_live: bool = False) -> Event:
    events = Event.objects.for_user(request.user)
    events = events.select_related("report__quarter", "report__municipality")
    event = get_object_or_404(events.live() if is_live else events, pk=pk)
    require_role(request.user, role)
    return event


def staff_quarter(request: SignedInRequest, slug: str, *roles: Role) -> Quarter:
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *roles)
    return quarter


def staff_remark(request: SignedInRequest, pk: int) -> Remark:
    remarks = Remark.objects.for_user(request.user).select_related("report__quarter")
    remark = get_object_or_404(remarks, pk=pk)
    require_role(request.user, Role.REGION)
    return remark


def staff_correction(request: SignedInRequest, pk: int) -> Correction:
    corrections = Correction.objects.for_user(request.user)
    correction = get_object_or_404(corrections.select_related("event__report__quarter"), pk=pk)
    require_role(request.user, Role.REGION)
    return correction


def staff_extension_request(request: SignedInRequest, pk: int) -> ExtensionRequest:
    requests = ExtensionRequest.objects.for_user(request.user).with_reports()
    asked = get_object_or_404(requests, pk=pk)
    require_role(request.user, *STAFF)
    return asked


def staff_issue(
    request: SignedInRequest, pk: int, *roles: Role, has_files: bool = False
) -> Consolidation:
    """Both files are large: they are read ``has_files``."""
    issues = Consolidation.objects.all() if has_files else Consolidation.objects.light()
    issued = get_object_or_404(issues, pk=pk)
    require_role(request.user, *roles)
    return issued


def admin_account(request: SignedInRequest, pk: int) -> User:
    require_role(request.user, Role.ADMIN)
    return get_object_or_404(User, pk=pk)


def admin_municipality(request: SignedInRequest, pk: int) -> Municipality:
    require_role(request.user, Role.ADMIN)
    return get_object_or_404(Municipality, pk=pk)


def admin_name(request: SignedInRequest, pk: int) -> MunicipalityName:
    """One of the names of a municipality."""
    require_role(request.user, Role.ADMIN)
    return get_object_or_404(MunicipalityName.objects.select_related("municipality"), pk=pk)


def admin_place(request: SignedInRequest, pk: int) -> AddedPlace:
    require_role(request.user, Role.ADMIN)
    return get_object_or_404(AddedPlace, pk=pk)


def admin_form(request: SignedInRequest, pk: int) -> DocumentForm:
    """A form of the document that was taken."""
    require_role(request.user, Role.ADMIN)
    return get_object_or_404(DocumentForm.objects.taken().exclude(file_name=""), pk=pk)


def span_or_404(slug: str) -> Span:
    try:
        span = Span.parse_slug(slug)
    except ValueError as error:
        raise Http404 from error
    if not Quarter.objects.of_span(span).exists():
        raise Http404
    return span


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is given: nothing on the way to the page, on the way back what was sent, were it
    nothing. A form that is given nothing is not valid."""
    return request.POST if request.method == "POST" else None


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours from which one came, which its link names as ``next``; else ``otherwise``."""
    came_from = request.GET.get("next", "")
    is_ours = came_from.startswith("/") and url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, request.is_secure()
    )
    return came_from if is_ours else otherwise


def number_of(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
