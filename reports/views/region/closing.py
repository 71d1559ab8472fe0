"""A municipality that stops in mid-quarter: its report is closed, its events go on in another's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from municipalities.models import Role
from reports.events import editing
from reports.forms.region.closing import CloseForm, HandOverForm
from reports.language.plural import ru_count
from reports.models import Action, Report
from reports.procedure import workflow
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, posted, staff_report


@require_http_methods(["GET", "POST"])
def report_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a report without its being handed in: a reason is asked for."""
    report = staff_report(request, pk, Role.REGION)
    form = CloseForm(posted(request))
    if request.method == "GET" and not _may(request, report, Action.CLOSE):
        return redirect(report.get_review_url())
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            workflow.perform(Action.CLOSE, report, user=request.user, note=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Отчет закрыт без сдачи: {report}.")
            return redirect(report.get_review_url())
    return render(request, "region/report_close.html", {"report": report, "form": form})


@require_http_methods(["GET", "POST"])
def report_hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the events of a closed report to the municipality that goes on."""
    report = staff_report(request, pk, Role.REGION)
    if request.method == "GET" and not (
        _may(request, report, Action.HAND_OVER) and report.event_count
    ):
        return redirect(report.get_review_url())
    successors = Report.objects.for_user(request.user).successors_of(report)
    form = HandOverForm(posted(request), successors=successors)
    if form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            count = editing.hand_over(report, successor=successor, user=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = ru_count(count, "мероприятие", "мероприятия", "мероприятий")
            messages.success(request, f"Передано {told} в отчет: {successor}.")
            return redirect(report.get_review_url())
    context = {"report": report, "form": form, "successors": successors}
    return render(request, "region/report_hand_over.html", context)


def _may(request: SignedInRequest, report: Report, action: Action) -> bool:
    return action in workflow.available_actions(report, request.user)
