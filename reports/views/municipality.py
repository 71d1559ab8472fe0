"""What the clerk of a municipality sees and does."""

import uuid
from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import editing, workflow
from reports.editing import StaleEventError
from reports.export.build import report_table
from reports.export.table import COLUMNS
from reports.forms.events import EventForm
from reports.language import event_period
from reports.language.differences import differences
from reports.models import (
    EVENT_FIELDS,
    Action,
    Correction,
    Event,
    Quarter,
    Remark,
    Report,
)
from reports.workflow import TransitionError

MOST_OFFERED = 8  # other reports


def own_report(request, pk):
    """The report, if it is within the reader's sight. Staff have pages of their own: 403 here."""
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return report


def own_event(request, pk):
    events = Event.objects.for_user(request.user).select_related(
        "report__quarter", "report__municipality"
    )
    event = get_object_or_404(events, pk=pk)
    require_role(request.user, Role.MUNICIPALITY)
    return event


@require_GET
def report_detail(request, pk):
    return report_page(request, own_report(request, pk))


def report_page(request, report, *, refused=None, objected=None):
    """``refused`` is a remark with an answer that was not taken, ``objected`` a correction with such
    an objection: what was typed stays on the page."""
    today = timezone.localdate()
    events = list(report.events.live().in_order().select_related("report__quarter"))
    deleted = report.events.in_bin()
    context = {
        "report": report,
        "state": report.state_on(today),
        "today": today,
        "days_unanswered": _days_to_tell(report, today),
        "events": [(event, event.problems) for event in events],
        "unready_count": sum(bool(event.problems) for event in events),
        "deleted_events": deleted,
        "just_deleted": deleted.filter(pk=_number(request.GET.get("deleted"))).first(),
        "why_locked": workflow.why_locked(report),
        "actions": workflow.available_actions(report, request.user),
        "table": None if report.is_editable else report_table(report),
        "corrections": _corrections(request.user, objected, event__report=report),
        "handed_over": workflow.handed_over(report),
    }
    context |= _own_remarks(request.user, report, refused)
    context |= _other_reports(request.user, report, today)
    return render(request, "reports/report_detail.html", context)


def _days_to_tell(report, today):
    """For how long the region has waited for an answer, once that is worth a word."""
    days = report.days_unanswered(today)
    return days if days >= settings.RETURNED_REMIND_DAYS else 0


def _own_remarks(user, report, refused=None):
    sent = Remark.objects.for_user(user).filter(report=report).with_answers()
    remarks = [refused if refused == remark else remark for remark in sent]
    return {
        "refused": refused,
        "open_remarks": [remark for remark in remarks if remark.is_open],
        "fixed_remarks": [r for r in remarks if r.fixed_at and not r.closed_at],
        "closed_remarks": [remark for remark in remarks if remark.closed_at],
        "answerable": [r for r in remarks if report.is_editable and not r.closed_at],
    }


def _corrections(user, objected=None, **made):
    """What the region changed itself: ``(correction, old parts, new parts)``."""
    made = Correction.objects.for_user(user).filter(**made)
    found = made.select_related("event", "author", "asked_by", "settled_by")
    return [
        (objected if objected == each else each, *differences(each.old_text, each.new_text))
        for each in found
    ]


def _other_reports(user, report, today):
    others = Report.objects.for_user(user).exclude(pk=report.pk)
    overdue = others.overdue(today)
    own = Quarter.objects.filter(reports__municipality=report.municipality_id)
    offered = own.offered(today, beside=report.quarter, most=MOST_OFFERED)
    latest_first = others.for_board().order_by("-quarter__year", "-quarter__number")
    return {
        "waiting": overdue.select_related("quarter"),
        "earlier": latest_first.filter(quarter__in=offered),
    }


@require_GET
def report_check(request, pk):
    report = own_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    return render(
        request,
        "reports/report_check.html",
        {
            "report": report,
            "table": report_table(report),
            "problems": workflow.submission_problems(report),
            "period_notes": _notes_on_periods(report),
            "too_early": not report.quarter.is_over(timezone.localdate()),
            "open_remarks": report.remarks.unanswered().select_related("event"),
        },
    )


def _notes_on_periods(report):
    """Said, but allowed: ``(event, note)``."""
    notes = []
    for event in report.events.live().in_order():
        if event.period_start or event.period_end:
            period = event_period.parse(event.period, report.quarter)
            if event_period.intersects(period, report.quarter):  # or it is a problem, not a note
                notes += [(event, note) for note in _period_notes(period, report.quarter)]
    return notes


def _period_notes(period, quarter):
    notes = (
        event_period.overhang(period, quarter),
        event_period.to_come(period, timezone.localdate()),
    )
    return [note for note in notes if note]


@require_GET
def report_no_events(request, pk):
    report = own_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    too_early = not report.quarter.is_over(timezone.localdate())
    return render(
        request, "reports/report_no_events.html", {"report": report, "too_early": too_early}
    )


@require_GET
def report_receipt(request, pk):
    report = own_report(request, pk)
    if not report.has_receipt:
        return redirect("report_detail", pk=report.pk)
    return render(
        request,
        "reports/report_receipt.html",
        {
            "report": report,
            "actions": workflow.available_actions(report, request.user),
            "submission": workflow.last_submission(report),
        },
    )


@require_GET
def report_withdraw(request, pk):
    """Taking a report back asks first and says what it costs."""
    report = own_report(request, pk)
    if Action.WITHDRAW not in workflow.available_actions(report, request.user):
        return redirect("report_detail", pk=report.pk)
    context = {
        "report": report,
        "becomes": workflow.target_of(Action.WITHDRAW, report),
        "forgets_first_day": workflow.withdrawal_forgets_first_day(report, timezone.localdate()),
    }
    return render(request, "reports/report_withdraw.html", context)


@require_http_methods(["GET", "POST"])
def event_create(request, pk):
    """A new event has its key in the address from the start: however often the page is sent,
    reloaded or returned to by the back button, it is one event."""
    report = own_report(request, pk)
    key = uuid_of(request.GET.get("key", ""))
    if key is None:
        return redirect(f"{request.path}?key={uuid.uuid4()}")
    saved = report.events.filter(creation_key=key, deleted_at=None).first()
    if saved is not None and request.method == "GET":
        return redirect("event_update", pk=saved.pk)
    return _edit_event(request, report, Event(report=report, creation_key=key))


@require_http_methods(["GET", "POST"])
def event_update(request, pk):
    event = own_event(request, pk)
    if event.deleted_at is not None and request.method == "GET":
        return redirect(f"{event.report.get_absolute_url()}?deleted={event.pk}")
    return _edit_event(request, event.report, event)


def _edit_event(request, report, event):
    if request.method == "GET" and workflow.why_locked(report):
        messages.info(request, workflow.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    form = EventForm(
        request.POST or None,
        instance=event,
        period_url=reverse("period_answer", args=[report.pk]),
    )
    context = {"report": report, "event": event, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, report, form)
        except StaleEventError as refusal:
            context |= {
                "refusal": refusal,
                "event": refusal.current,
                "conflicts": form.conflicts_with(refusal.current),
            }
        except TransitionError as refusal:
            context["refusal"] = refusal
        else:
            _tell_saved(request, saved, form)
            if "next" in request.POST:
                return redirect("event_create", pk=report.pk)
            return redirect("report_detail", pk=report.pk)
    context |= _around(request, report, event)
    form.describe_by(context["remarks"])
    return render(request, "reports/event_form.html", context)


def _save(request, report, form):
    return editing.save_event(
        report,
        user=request.user,
        event=None if form.instance._state.adding else form.instance,
        version=form.cleaned_data["version"],
        creation_key=form.instance.creation_key,
        **form.values,
    )


def _tell_saved(request, event, form):
    if event.is_empty:
        messages.info(request, "В мероприятии ничего не написано, поэтому в отчет оно не вошло.")
    else:
        messages.success(request, f"Сохранено: {Truncator(event).chars(80)}.")
    for doubt in filter(None, [*form.left_out, event.count_doubt]):
        messages.warning(request, doubt)


def _around(request, report, event):
    answer = _period_answer(request.POST.get("period", event.period), report)
    return {
        **_remarks_beside(request.user, event),
        "corrections": _corrections(request.user, event=event) if event.pk else [],
        "columns": COLUMNS[1:],
        "state": _page_state(request.user, report, event),
        **answer,
    }


def _remarks_beside(user, event):
    """Remarks to the event by the cell that they are about; «row» are those to the whole row."""
    beside = defaultdict(list)
    if event.pk:
        unsettled = Remark.objects.for_user(user).filter(event=event).unsettled()
        for remark in unsettled.with_answers():
            beside[remark.cell or "row"].append(remark)
    return {"remarks": dict(beside), "answerable": [r for some in beside.values() for r in some]}


def _page_state(user, report, event):
    """What ``autosave.js`` begins from. ``event`` may carry what a form could not save, so the
    stored one is read."""
    stored = report.events.filter(pk=event.pk).first() or Event(report=report)
    state = {"person": user.pk, "report": report.pk, "key": str(event.creation_key or "")}
    if stored.pk:
        return state | page_values(stored)
    address = reverse("event_autosave_new", args=[report.pk])
    return state | {
        "event": None,
        "autosave_url": f"{address}?key={event.creation_key}",
        "stored": page_values(stored)["stored"],
        "doubts": {},
    }


def page_values(event):
    """The event as its page holds it: every field a text, or a list of texts."""
    return {
        "event": event.pk,
        "version": event.version,
        "stored": {name: value_on_page(getattr(event, name)) for name in EVENT_FIELDS},
        "doubts": {"participants_total": event.count_doubt},
        **({} if event.pk is None else _addresses(event)),
    }


def _addresses(event):
    return {
        "url": reverse("event_update", args=[event.pk]),
        "autosave_url": reverse("event_autosave", args=[event.pk]),
        "presence_url": reverse("event_presence", args=[event.pk]),
    }


def value_on_page(value):
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [country.code for country in value]
    return "" if value is None else str(value)


@require_GET
def period_answer(request, pk):
    """What the typed period means; shown under its field while the person types."""
    report = own_report(request, pk)
    answer = _period_answer(request.GET.get("period", ""), report)
    return render(request, "reports/_period_answer.html", answer)


def _period_answer(text, report):
    if not text.strip():
        return {}
    try:
        period = event_period.parse(text, report.quarter)
    except event_period.PeriodError as error:
        return {"period_error": str(error)}
    if not event_period.intersects(period, report.quarter):
        return {
            "period": period,
            "period_error": f"Это не {report.quarter}. В отчет войдут только мероприятия этого квартала.",
        }
    return {"period": period, "period_notes": _period_notes(period, report.quarter)}


@require_POST
def event_delete(request, pk):
    event = own_event(request, pk)
    try:
        editing.delete_event(event, user=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
        return redirect("report_detail", pk=event.report_id)
    return redirect(f"{event.report.get_absolute_url()}?deleted={event.pk}")


@require_POST
def event_restore(request, pk):
    return _change_event(request, pk, editing.restore_event)


@require_POST
def event_copy(request, pk):
    """From the list of the same report the copy stays in the list; a new event begun from an
    earlier one is opened."""
    event = own_event(request, pk)
    target = event.report
    if "report" in request.POST:
        target = own_report(request, _number(request.POST["report"]))
    try:
        key = uuid_of(request.POST.get("creation_key", ""))
        copy = editing.copy_event(event, report=target, user=request.user, creation_key=key)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
        return redirect("report_detail", pk=target.pk)
    if "report" in request.POST:
        messages.success(request, "Мероприятие начато. Укажите его сроки проведения.")
        return redirect("event_update", pk=copy.pk)
    messages.success(request, "Копия добавлена в конец отчета. Укажите ее сроки проведения.")
    return redirect(f"{target.get_absolute_url()}#event-{copy.pk}")


@require_POST
def event_move(request, pk):
    if {"up", "down"}.isdisjoint(request.POST):  # the request was cut
        return redirect("report_detail", pk=own_event(request, pk).report_id)
    return _change_event(request, pk, editing.move_event, up="up" in request.POST)


def _change_event(request, pk, verb, **options):
    event = own_event(request, pk)
    try:
        verb(event, user=request.user, **options)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{event.report.get_absolute_url()}#event-{event.pk}")


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def uuid_of(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
