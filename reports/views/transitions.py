"""Every action on a report comes through one view, whoever acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from municipalities.models import User
from reports.forms.region.review import ReviewForm
from reports.forms.whole import CUT_SHORT
from reports.models import Action, Report
from reports.procedure import guards, workflow
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, number_of, report_in_sight
from reports.views.region.review_page import review_form, review_page, write_down

DONE = {
    Action.WITHDRAW: "Отчет отозван. Теперь его можно исправить и сдать снова.",
    Action.RELEASE: "Проверка прекращена, отчет снова ждет в очереди: {report}.",
    Action.LEAVE: "Внесение прекращено, написанное сохранено. Дальше отчет заполняет само "
    "муниципальное образование: {report}.",
    Action.CONTINUE: "Теперь отчет ваш: его можно исправить и сдать.",
    Action.REOPEN: "Закрытие отменено, отчет снова такой, каким был: {report}.",
    Action.ACCEPT: "Отчет принят: {report}.",
    Action.RETURN: "Отчет возвращен на доработку: {report}.",
}
PAGE_AFTER = {
    Action.SUBMIT: "report_receipt",
    Action.SUBMIT_EMPTY: "report_receipt",
    Action.WITHDRAW: "report_detail",
    Action.START_REVIEW: "report_review",
    Action.RELEASE: "report_review",
    Action.LEAVE: "report_review",
    Action.CONTINUE: "report_detail",
    Action.REOPEN: "report_review",
    Action.ACCEPT: "report_review",
    Action.RETURN: "report_review",
}
ENDS_A_REVIEW = {Action.RELEASE, Action.ACCEPT, Action.RETURN}
# These say something of what was on the screen, so they carry its version.
SEEN_ON_SCREEN = {Action.SUBMIT, Action.SUBMIT_EMPTY, Action.ACCEPT, Action.RETURN}


@require_POST
def report_perform(request: SignedInRequest, pk: int, action: str) -> HttpResponse:
    report = report_in_sight(request, pk)
    if action not in PAGE_AFTER:
        raise Http404
    action = Action(action)
    if not workflow.is_their_duty(action, report, request.user):
        raise PermissionDenied
    version = _version(request)
    if version is None and action in SEEN_ON_SCREEN:
        messages.error(request, CUT_SHORT)
        return redirect(_page_of(action), pk=report.pk)
    form = review_form(report, request.POST) if action in ENDS_A_REVIEW else None
    if form is not None and not form.is_valid():
        return review_page(request, report)
    done = DONE[action].format(report=report.short_name) if action in DONE else ""
    try:
        is_meant = request.POST.get("personal_data") == "1"
        _perform(request.user, report, action, form, version, is_meant)
    except guards.Refused as refusal:
        return _refused(request, report, action, form, refusal)
    if done:
        messages.success(request, done)
    return redirect(PAGE_AFTER[action], pk=report.pk)


@transaction.atomic
def _perform(
    user: User,
    report: Report,
    action: Action,
    form: ReviewForm | None,
    version: int | None,
    is_personal_data_meant: bool,
) -> None:
    """The remarks typed on the page belong to what ends the review: both are kept or neither."""
    if form is not None:
        write_down(report, form, user)
    workflow.perform(
        action,
        report,
        user=user,
        version=version,
        is_personal_data_meant=is_personal_data_meant,
    )


def _refused(
    request: SignedInRequest,
    report: Report,
    action: Action,
    form: ReviewForm | None,
    refusal: Refused,
) -> HttpResponse:
    if form is not None:  # what was typed stays on the page
        return review_page(request, report, str(refusal))
    if refusal.code == "personal_data":  # said where it is ticked
        page = reverse("report_check", args=[report.pk])
        return redirect(f"{page}?personal")
    messages.error(request, str(refusal))
    return redirect(_page_of(action), pk=report.pk)


def _page_of(action: Action) -> str:
    """Where the button of the action stands."""
    if action == Action.SUBMIT:
        return "report_check"
    return "report_review" if PAGE_AFTER[action] == "report_review" else "report_detail"


def _version(request: SignedInRequest) -> int | None:
    return number_of(request.POST.get("version", ""))
