"""More time for one municipality: given, taken back, or not given when it is asked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reports.forms.administrator.quarters import ExtensionForm
from reports.forms.region.due_dates import RefusalForm
from reports.models import Report
from reports.procedure import extensions, opening
from reports.procedure.guards import Refused, why_locked
from reports.views.access import (
    STAFF,
    SignedInRequest,
    posted,
    staff_extension_request,
    staff_report,
)
from reports.views.refusals import refusal_said


@require_POST
def extension_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The button stands on the board and on the report."""
    asked = staff_extension_request(request, pk)
    report, back = asked.report, _row_of(asked.report)
    name = str(report)  # asked of the database here, not after the commit
    if request.POST.get("grant") != "1":  # the request was cut
        return redirect(back)
    with refusal_said(request):
        extensions.grant_extension(asked, user=request.user)
        messages.success(request, f"Срок сдачи продлен: {name}.", extra_tags=f"report-{report.pk}")
    return redirect(back)


@require_http_methods(["GET", "POST"])
def extension_refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not taken back, so it is said first what it means, and a reason is asked for."""
    asked = staff_extension_request(request, pk)
    report, back = asked.report, _row_of(asked.report)
    name = str(report)  # asked of the database here, not after the commit
    why_not = extensions.why_not_answered(asked) if request.method == "GET" else ""
    if why_not:
        messages.info(request, why_not)
        return redirect(back)
    form = RefusalForm(posted(request))
    if form.is_valid():
        try:
            extensions.refuse_extension(
                asked, reason=form.cleaned_data["reason"], user=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Срок сдачи не продлен: {name}.", extra_tags=f"report-{report.pk}"
            )
            return redirect(back)
    context = {"asked": asked, "report": report, "form": form, "back": back}
    return render(request, "region/extension_refuse.html", context)


@require_http_methods(["GET", "POST"])
def report_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    """More time for one municipality, or no more."""
    report = staff_report(request, pk, *STAFF)
    back = _row_of(report)
    name = str(report)  # asked of the database here, not after the commit
    form = ExtensionForm(posted(request), report=report)
    if form.is_valid():
        try:
            report = opening.extend_due_date(report, user=request.user, **form.extension)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "продлен" if report.extended_until else "снова общий"
            messages.success(
                request, f"Срок сдачи {done}: {name}.", extra_tags=f"report-{report.pk}"
            )
            return redirect(back)
    locked = why_locked(report) if report.is_closed or not report.quarter.is_open else ""
    context = {
        "report": report,
        "form": form,
        "back": back,
        "why_locked": locked,
        "extension_requests": report.extension_requests.waiting().with_reports(),
    }
    return render(request, "region/report_extension.html", context)


def _row_of(report: Report) -> str:
    return f"{reverse('quarter_board', args=[report.quarter.slug])}#report-{report.pk}"
