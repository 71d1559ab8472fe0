"""What an address points at: fetched within the person's sight first, and then asked whose duty it is.

Not theirs is a 404, theirs but another's duty a 403; a right duty at a wrong time is a sentence,
which is said by the verbs themselves.
"""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
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
    KeptFile,
    Quarter,
    ReceivedReport,
    Remark,
    Report,
)
from reports.models.kept_files import KeptFileQuerySet
from reports.procedure import guards

STAFF = (Role.REGION, Role.ADMIN)
Context = dict[str, Any]  # what a template is given


class SignedInRequest(HttpRequest):
    """What every view gets: ``LoginRequiredMiddleware`` lets nobody else through."""

    user: User


def clerk_report(request: SignedInRequest, pk: int) -> Report:
    """The report, if it is within the reader's sight. Staff have pages of their own: 403 here, but
    for the officer who enters it on behalf of its municipality."""
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    _require_filling_in(request.user, report)
    return report


def clerk_event(request: SignedInRequest, pk: int) -> Event:
    event = _event_in_sight(request, pk)
    _require_filling_in(request.user, event.report)
    return event


def earlier_event(request: SignedInRequest, pk: int, report: Report) -> Event:
    """Of any report of the municipality whose ``report`` the person fills in."""
    event = _event_in_sight(request, pk)
    if event.report.municipality_id != report.municipality_id:
        require_role(request.user, Role.MUNICIPALITY)  # one person may act for both
    return event


def clerk_remark(request: SignedInRequest, pk: int) -> Remark:
    remarks = Remark.objects.for_user(request.user).sent().select_related("report")
    remark = get_object_or_404(remarks, pk=pk)
    _require_filling_in(request.user, remark.report)
    return remark


def clerk_correction(request: SignedInRequest, pk: int) -> Correction:
    corrections = Correction.objects.for_user(request.user).select_related("event__report")
    correction = get_object_or_404(corrections, pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return correction


def clerk_kept(request: SignedInRequest, pk: int) -> KeptFile:
    kept = get_object_or_404(_kept(request.user).defer("data"), pk=pk)
    _require_filling_in(request.user, kept.report)
    return kept


def kept_in_sight(request: SignedInRequest, pk: int) -> KeptFile:
    """With its bytes. What was deleted is given to nobody until it is brought back."""
    return get_object_or_404(_kept(request.user).live(), pk=pk)


def _kept(user: User) -> KeptFileQuerySet:
    return KeptFile.objects.for_user(user).select_related("report")


def _require_filling_in(user: User, report: Report) -> None:
    """A clerk fills in all that is within their sight."""
    if user.role != Role.MUNICIPALITY and not guards.is_filled_in_by(report, user):
        raise PermissionDenied


def report_in_sight(request: SignedInRequest, pk: int) -> Report:
    """Whoever asks: what may be done with it, and by whom, is the procedure's."""
    reports = Report.objects.for_user(request.user).select_related("quarter", "municipality")
    return get_object_or_404(reports, pk=pk)


def staff_report(request: SignedInRequest, pk: int, *roles: Role) -> Report:
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, *roles)
    return report


def staff_event(request: SignedInRequest, pk: int, *, is_live: bool = False) -> Event:
    """``is_live``: one in the bin is a 404."""
    event = _event_in_sight(request, pk, is_live=is_live)
    require_role(request.user, Role.REGION)
    return event


def _event_in_sight(request: SignedInRequest, pk: int, *, is_live: bool = False) -> Event:
    events = Event.objects.for_user(request.user)
    events = events.select_related("report__quarter", "report__municipality")
    return get_object_or_404(events.live() if is_live else events, pk=pk)


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


def staff_received(request: SignedInRequest, pk: int, *, has_file: bool = False) -> ReceivedReport:
    """What a file told of a municipality; the bytes of the file are read ``has_file``."""
    require_role(request.user, Role.REGION)
    received = ReceivedReport.objects.select_related("file__quarter", "municipality", "entry")
    return get_object_or_404(received if has_file else received.defer("file__data"), pk=pk)


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
