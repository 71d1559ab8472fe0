"""The review of a report: its page, and the remarks on it."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from municipalities.models import Role
from reports.forms.region.review import ReviewForm
from reports.models import Remark
from reports.procedure import remarks
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
