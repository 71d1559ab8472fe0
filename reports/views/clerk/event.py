"""The page of one event, and what is done with a row of the report."""

import uuid
from collections import defaultdict
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.models import User
from reports.columns import COLUMNS
from reports.document.build import event_row
from reports.events import dismissals, editing
from reports.events.editing import StaleEventError
from reports.forms.clerk.events import EventForm
from reports.language import event_period
from reports.models import (
    Event,
    Remark,
    Report,
)
from reports.procedure import guards
from reports.procedure.guards import Refused
from reports.views.access import (
    Context,
    SignedInRequest,
    clerk_event,
    clerk_report,
    earlier_event,
    number_of,
    posted,
    uuid_of,
)
from reports.views.clerk.beside import corrections_of, period_notes
from reports.views.clerk.event_state import page_values
from reports.views.clerk.listing import back_to_list, back_to_row
from reports.views.refusals import refusal_said


@require_http_methods(["GET", "POST"])
def event_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new event has its key in the address from the start: however often the page is sent,
    reloaded or returned to by the back button, it is one event."""
    report = clerk_report(request, pk)
    key = uuid_of(request.GET.get("key", ""))
    if key is None:
        return redirect(f"{request.path}?key={uuid.uuid4()}")
    saved = report.events.filter(creation_key=key, deleted_at=None).first()
    if saved is not None and request.method == "GET":
        return redirect("event_update", pk=saved.pk)
    return _edit_event(request, report, Event(report=report, creation_key=key))


@require_http_methods(["GET", "POST"])
def event_update(request: SignedInRequest, pk: int) -> HttpResponse:
    event = clerk_event(request, pk)
    if event.deleted_at is not None and request.method == "GET":
        return redirect(f"{event.report.get_absolute_url()}?deleted={event.pk}")
    return _edit_event(request, event.report, event)


def _edit_event(request: SignedInRequest, report: Report, event: Event) -> HttpResponse:
    if request.method == "GET" and guards.why_locked(report):
        messages.info(request, guards.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    form = EventForm(
        posted(request),
        instance=event,
        period_url=reverse("period_answer", args=[report.pk]),
    )
    context: Context = {"report": report, "event": event, "form": form}
    if form.is_valid():
        try:
            saved = _save(request, report, form)
        except StaleEventError as refusal:
            context |= {
                "refusal": refusal,
                "event": refusal.current,
                "conflicts": form.conflicts_with(refusal.current),
            }
        except Refused as refusal:
            context["refusal"] = refusal
        else:
            _tell_saved(request, saved, form, report)
            if "next" in request.POST:
                return redirect("event_create", pk=report.pk)
            return redirect("report_detail", pk=report.pk)
    context |= _around(request, report, event)
    form.describe_by(context["remarks"])
    return render(request, "clerk/event_form.html", context)


def _save(request: SignedInRequest, report: Report, form: EventForm) -> Event:
    return editing.save_event(
        report,
        user=request.user,
        event=None if form.instance._state.adding else form.instance,
        version=form.cleaned_data["version"],
        creation_key=form.instance.creation_key,
        **form.values,
    )


def _tell_saved(request: SignedInRequest, event: Event, form: EventForm, report: Report) -> None:
    if event.is_empty:
        messages.info(request, "В мероприятии ничего не написано, поэтому в отчет оно не вошло.")
    else:
        messages.success(request, f"Сохранено: {Truncator(event).chars(80)}.")
    period = _period_answer(form.cleaned_data.get("period", ""), report).get("period")
    notes = period.notes if period else ()
    for doubt in filter(None, [*form.left_out, *notes, event.count_doubt]):
        messages.warning(request, doubt)


def _around(request: SignedInRequest, report: Report, event: Event) -> Context:
    answer = _period_answer(request.POST.get("period", event.period), report)
    return {
        **_remarks_beside(request.user, event),
        "corrections": corrections_of(request.user, event=event) if event.pk else [],
        "columns": COLUMNS,
        "row": event_row(event, _number_of(report, event)),
        "problems": event.problems if event.pk else [],
        "state": _page_state(request.user, report, event),
        **answer,
    }


def _number_of(report: Report, event: Event) -> int:
    """Of its row in the report; a new one comes last."""
    keys = list(report.events.live().in_order().values_list("pk", flat=True))
    return keys.index(event.pk) + 1 if event.pk in keys else len(keys) + 1


def _remarks_beside(user: User, event: Event) -> Context:
    """Remarks to the event by the cell that they are about; «row» are those to the whole row."""
    beside = defaultdict(list)
    if event.pk:
        unsettled = Remark.objects.for_user(user).filter(event=event).unsettled()
        for remark in unsettled.with_answers():
            beside[remark.cell or "row"].append(remark)
    remarks = [remark for some in beside.values() for remark in some]
    return {
        "remarks": dict(beside),
        "answerable": remarks,
        "open_remarks": sum(remark.is_open for remark in remarks),
    }


def _page_state(user: User, report: Report, event: Event) -> Context:
    """What ``autosave/page.js`` begins from. ``event`` may carry what a form could not save, so the
    stored one is read."""
    stored = report.events.filter(pk=event.pk).first() or Event(report=report)
    state = {
        "person": user.pk,
        "report": report.pk,
        "key": str(event.creation_key or ""),
        "dismissed": dismissals.keys_of(stored),
    }
    if stored.pk:
        return state | page_values(stored)
    address = reverse("event_autosave_new", args=[report.pk])
    return state | {
        "event": None,
        "autosave_url": f"{address}?key={event.creation_key}",
        "stored": page_values(stored)["stored"],
        "doubts": {},
    }


@require_GET
def period_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the typed period means; shown under its field while the person types."""
    report = clerk_report(request, pk)
    answer = _period_answer(request.GET.get("period", ""), report)
    return render(request, "clerk/_period_answer.html", answer)


def _period_answer(text: str, report: Report) -> Context:
    if not text.strip():
        return {}
    try:
        period = event_period.parse(text, report.quarter)
    except event_period.PeriodError as error:
        return {"period_error": str(error), "period_offers": error.offers}
    if not event_period.intersects(period, report.quarter):
        return {
            "period": period,
            "period_notes": period.notes,
            "period_offers": period.offers,
            "period_error": f"Это не {report.quarter}. В отчет войдут только мероприятия этого квартала.",
        }
    return {"period": period, "period_notes": period_notes(period, report.quarter)}


@require_POST
def event_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    event = clerk_event(request, pk)
    with refusal_said(request):
        editing.delete_event(event, user=request.user)
        return back_to_list(request, event.report, "deleted", deleted=event.pk)
    return redirect("report_detail", pk=event.report_id)


@require_POST
def event_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change_event(request, pk, editing.restore_event)


@require_POST
def event_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """From the list of the same report the copy stays in the list; a new event begun from an
    earlier one is opened."""
    if "report" in request.POST:
        target = clerk_report(request, number_of(request.POST["report"]) or 0)
        event = earlier_event(request, pk, target)
    else:
        event = clerk_event(request, pk)
        target = event.report
    key = uuid_of(request.POST.get("creation_key", ""))
    with refusal_said(request):
        with transaction.atomic():
            copy = editing.copy_event(event, report=target, user=request.user, creation_key=key)
            answer = back_to_row(request, copy)
        if "report" in request.POST:
            messages.success(request, "Мероприятие начато. Укажите его сроки проведения.")
            return redirect("event_update", pk=copy.pk)
        messages.success(request, "Копия добавлена в конец отчета. Укажите ее сроки проведения.")
        return answer
    return redirect("report_detail", pk=target.pk)


@require_POST
def event_move(request: SignedInRequest, pk: int) -> HttpResponse:
    if {"up", "down"}.isdisjoint(request.POST):  # the request was cut
        return redirect("report_detail", pk=clerk_event(request, pk).report_id)
    return _change_event(request, pk, editing.move_event, up="up" in request.POST)


def _change_event(
    request: SignedInRequest, pk: int, verb: Callable[..., object], **options: bool
) -> HttpResponse:
    event = clerk_event(request, pk)
    with refusal_said(request), transaction.atomic():
        verb(event, user=request.user, **options)
        return back_to_row(request, event)
    return back_to_row(request, event)
