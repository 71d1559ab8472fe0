"""The review of a report: its page, and the remarks on it."""

from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports.forms.region.review import ReadyRemarkForm, ReviewForm
from reports.models import Remark
from reports.procedure import ready_remarks, remarks
from reports.procedure.guards import Refused
from reports.views.access import STAFF, SignedInRequest, staff_remark, staff_report
from reports.views.region.review_page import keep_typed, review_page


@require_GET
def report_review(request: SignedInRequest, pk: int) -> HttpResponse:
    report = staff_report(request, pk, *STAFF)
    return review_page(request, report)


@require_POST
def remarks_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down everything that was typed on the page of a report."""
    report = staff_report(request, pk, Role.REGION)
    return keep_typed(request, report, anchor=request.POST.get("at", ""))


def _row_of(remark: Remark) -> str:
    return f"event-{remark.event_id}" if remark.event_id else ""


@require_POST
def remark_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    remark = staff_remark(request, pk)

    def delete(_form: ReviewForm) -> None:
        remarks.delete_remark(remark, user=request.user)

    return keep_typed(request, remark.report, delete, anchor=_row_of(remark))


@require_POST
def remark_close(request: SignedInRequest, pk: int) -> HttpResponse:
    remark = staff_remark(request, pk)

    def close(form: ReviewForm) -> None:
        remarks.close_remark(remark, text=form.again.get(remark.pk, ""), user=request.user)

    return keep_typed(request, remark.report, close, anchor=_row_of(remark))


@require_POST
def remark_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """With words to it the form has opened it already."""
    remark = staff_remark(request, pk)

    def reopen(form: ReviewForm) -> None:
        if remark.pk not in form.again:
            remarks.reopen_remark(remark, user=request.user)

    return keep_typed(request, remark.report, reopen, anchor=_row_of(remark))


@require_POST
def ready_remark(request: SignedInRequest) -> HttpResponse:
    """Keep a text for other reports, or forget it: the page puts the list that comes back in the
    place of its own, and nothing that is being written leaves the screen."""
    require_role(request.user, Role.REGION)
    form, refusal = ReadyRemarkForm(request.POST), ""
    if not form.is_valid():  # the request was cut
        return HttpResponseBadRequest()
    verb = ready_remarks.keep_ready if form.cleaned_data["keep"] else ready_remarks.forget_ready
    with transaction.atomic():  # what shows it is asked for before the commit
        try:
            verb(form.cleaned_data["ready"], user=request.user)
        except Refused as error:
            refusal = str(error)
        ready = ready_remarks.ready_texts(request.user)
    return render(request, "region/_ready_remarks.html", {"ready": ready, "refusal": refusal})
