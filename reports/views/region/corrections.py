"""Texts that the region mends itself, and what becomes of the clerk's objections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports.events import corrections
from reports.events.editing import StaleEventError
from reports.forms.region.review import CorrectionForm, ReviewForm
from reports.forms.whole import CUT_SHORT
from reports.models import Event
from reports.procedure.guards import Refused
from reports.views.access import (
    Context,
    SignedInRequest,
    posted,
    staff_correction,
    staff_event,
    way_back,
)
from reports.views.region.review_page import keep_typed, review_page


@require_http_methods(["GET", "POST"])
def event_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    event = staff_event(request, pk)
    why_not = corrections.why_not(event) if request.method == "GET" else ""
    if why_not:
        messages.error(request, why_not)
        return redirect(way_back(request, event.report.get_review_url()))
    form = CorrectionForm(posted(request), instance=event, initial={"version": event.version})
    row = f"{event.report.get_review_url()}#event-{event.pk}"
    back = way_back(request, row)
    context: Context = {
        "event": event,
        "report": event.report,
        "form": form,
        "back": back,
        "from_report": back.startswith(event.report.get_review_url()),
    }
    if form.is_valid():
        try:
            _correct(request, event, form)
            return redirect(back)
        except StaleEventError as refusal:
            context |= {"refusal": refusal, "conflicts": form.conflicts_with(refusal.current)}
        except Refused as refusal:
            context["refusal"] = refusal
    return render(request, "region/event_correct.html", context)


def _correct(request: SignedInRequest, event: Event, form: CorrectionForm) -> None:
    made = corrections.correct_event(
        event, user=request.user, version=form.cleaned_data["version"], **form.texts
    )
    if made:
        messages.success(
            request,
            "Текст исправлен. Муниципальное образование увидит, кто, что и как исправил, и может "
            "попросить отменить правку.",
            extra_tags=f"event-{event.pk}",
        )
    else:
        messages.info(
            request,
            "Текст не изменился, исправлять было нечего.",
            extra_tags=f"event-{event.pk}",
        )


@require_POST
def correction_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The button stands on the page of the report: what was typed there is kept along."""
    correction = staff_correction(request, pk)
    report = correction.event.report
    if request.POST.get("undo") not in ("0", "1"):
        return review_page(request, report, CUT_SHORT)

    def settle(_form: ReviewForm) -> None:
        corrections.settle(correction, undo=request.POST["undo"] == "1", user=request.user)

    return keep_typed(request, report, settle, anchor=f"event-{correction.event_id}")
