"""Every action on a report comes through one view, whoever acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from reports import workflow
from reports.forms import ReturnForm
from reports.models import Action, Report
from reports.views.region import review_page

DONE = {
    Action.WITHDRAW: "Отчет отозван. Теперь его можно исправить и сдать снова.",
    Action.ACCEPT: "Отчет принят: {report}.",
    Action.RETURN: "Отчет возвращен на доработку: {report}.",
}
PAGE_AFTER = {
    Action.SUBMIT: "report_receipt",
    Action.SUBMIT_EMPTY: "report_receipt",
    Action.WITHDRAW: "report_detail",
    Action.START_REVIEW: "report_review",
    Action.ACCEPT: "report_review",
    Action.RETURN: "report_review",
}


@require_POST
def report_perform(request, pk, action):
    report = get_object_or_404(
        Report.objects.for_user(request.user).select_related("quarter", "municipality"), pk=pk
    )
    if action not in PAGE_AFTER:
        raise Http404
    action = Action(action)
    if workflow.TRANSITIONS[action].role != request.user.role:
        raise PermissionDenied
    form = ReturnForm(request.POST)
    if action == Action.RETURN and not form.is_valid():
        return review_page(request, report, form)
    try:
        workflow.perform(
            action,
            report,
            user=request.user,
            remark=form.cleaned_data["remark"] if action == Action.RETURN else "",
            version=_version(request),
        )
    except workflow.TransitionError as refusal:
        return _refused(request, report, action, form, refusal)
    if action in DONE:
        messages.success(request, DONE[action].format(report=report.short_name))
    return redirect(PAGE_AFTER[action], pk=report.pk)


def _refused(request, report, action, form, refusal):
    if action == Action.RETURN:  # a remark may have been typed: it stays on the page
        form.add_error("remark", str(refusal))
        return review_page(request, report, form)
    messages.error(request, str(refusal))
    if action == Action.SUBMIT:
        return redirect("report_check", pk=report.pk)
    return redirect(
        "report_review" if PAGE_AFTER[action] == "report_review" else "report_detail", pk=report.pk
    )


def _version(request):
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None
