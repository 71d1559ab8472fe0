"""What the clerk says to the region: answers to remarks, objections to corrections."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports.events import corrections
from reports.forms.clerk.answers import AnswerForm, ObjectionForm
from reports.models import Remark
from reports.procedure import remarks
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_correction, clerk_remark, clerk_report
from reports.views.clerk.report_page import report_page

PART = "XMLHttpRequest"  # forms.js asks for the remark alone: the event being written stays


@require_POST
def remark_fix(request: SignedInRequest, pk: int) -> HttpResponse:
    remark = clerk_remark(request, pk)
    fixed = request.POST.get("fixed")
    if fixed not in ("0", "1"):  # the request was cut
        return _answered(request, remark)
    return _say(
        request, remark, lambda: remarks.mark_fixed(remark, fixed=fixed == "1", user=request.user)
    )


@require_POST
def remark_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    remark = clerk_remark(request, pk)
    form = AnswerForm(request.POST)
    typed = request.POST.get("text", "")
    if not form.is_valid():
        return _answered(request, remark, typed, _errors(form))
    text = form.cleaned_data["text"]
    return _say(
        request, remark, lambda: remarks.answer_remark(remark, text=text, user=request.user), typed
    )


def _say(
    request: SignedInRequest, remark: Remark, verb: Callable[[], object], typed: str = ""
) -> HttpResponse:
    try:
        with transaction.atomic():  # what shows it is asked for before the commit
            verb()
            return _answered(request, remark)
    except Refused as refusal:
        return _answered(request, remark, typed, str(refusal))


def _answered(
    request: SignedInRequest, remark: Remark, typed: str = "", refusal: str = ""
) -> HttpResponse:
    """The remark as it is now; what was refused stays in its field."""
    report = clerk_report(request, remark.report_id)
    remark = Remark.objects.for_user(request.user).with_answers().get(pk=remark.pk)
    remark.typed, remark.refusal = typed if refusal else "", refusal
    if request.headers.get("X-Requested-With") == PART:
        shows_event = "shows_event" in request.POST
        context = {"remark": remark, "report": report, "shows_event": shows_event}
        return render(request, "clerk/_remark.html", context)
    if refusal:
        return report_page(request, report, refused=remark)
    return redirect(f"{report.get_absolute_url()}#remark-{remark.pk}")


@require_POST
def correction_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the region to give the old words back."""
    correction = clerk_correction(request, pk)
    form = ObjectionForm(request.POST)
    refusal = "" if form.is_valid() else _errors(form)
    if not refusal:
        try:
            reason = form.cleaned_data["reason"]
            corrections.ask_to_undo(correction, reason=reason, user=request.user)
        except Refused as error:
            refusal = str(error)
    report = correction.event.report
    if refusal:
        correction.typed, correction.refusal = request.POST.get("reason", ""), refusal
        return report_page(request, clerk_report(request, report.pk), objected=correction)
    messages.success(request, "Просьба отправлена: ее увидит сотрудник региона.")
    return redirect(f"{report.get_absolute_url()}#corrections")


def _errors(form: BaseForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
