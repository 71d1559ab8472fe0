"""Many events at once: a table that the clerk pastes or uploads, looked at before it is kept."""

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.postgresql.deadline import makes_a_file
from municipalities.log import log_line
from municipalities.models import User
from reports.columns import WRITTEN
from reports.events import editing
from reports.forms.clerk.pasting import PasteForm, PasteKeepForm
from reports.importing.drafts import offers_of
from reports.importing.read_table import ReadTable
from reports.language.plural import ru_count
from reports.models import Event, Report
from reports.office.archive import FileError
from reports.procedure import guards
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_report, posted

Found = dict[str, Any]  # offers and leftovers, as JSON
MOST_OFFERS = 200  # of which one statement writes all, and a person can still look at each
LARGEST_PAGE = 4 * 1024 * 1024  # characters; with the ticks it must fit into one request


@require_http_methods(["GET", "POST"])
@makes_a_file
def report_paste(request: SignedInRequest, pk: int) -> HttpResponse:
    """The table comes in; nothing is written."""
    report = clerk_report(request, pk)
    if guards.why_locked(report):
        messages.info(request, guards.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    form = PasteForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            found = _found(form.tables, report)
            seal = _sealed(found, request.user, report)
        except FileError as error:
            form.add_error(None, str(error))
        else:
            _log_reading(request, report, "done", len(found["offers"]))
            return _preview(request, report, found, seal)
    if form.is_bound:
        _log_reading(request, report, "refused")
    return render(request, "clerk/report_paste.html", {"report": report, "form": form})


@require_POST
@makes_a_file
def report_paste_keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was read comes back sealed, with the ticks."""
    report = clerk_report(request, pk)
    seal = request.POST.get("found", "")
    try:
        found = signing.loads(seal, salt=_salt(request.user, report))
    except signing.BadSignature:
        messages.error(
            request, "Таблица отправилась не полностью, ничего не добавлено. Вставьте ее."
        )
        return redirect("report_paste", pk=report.pk)
    form = PasteKeepForm(request.POST, keys=[offer["key"] for offer in found["offers"]])
    refusal = None
    if form.is_valid():
        try:
            return _keep(request, report, found["offers"], form.cleaned_data["keep"])
        except Refused as error:
            refusal = error
    return _preview(request, report, found, seal, form, refusal)


def _log_reading(
    request: SignedInRequest, report: Report, outcome: str, events: int | None = None
) -> None:
    log_line("reading", outcome=outcome, report=report.pk, events=events, user=request.user.pk)


def _found(tables: list[ReadTable], report: Report) -> Found:
    """Everything the preview shows, as JSON can hold it; each event has its key from here on."""
    offers, leftovers = [], []
    for table in tables:
        more_offers, more_leftovers = offers_of(table, report, MOST_OFFERS)
        offers += more_offers
        leftovers += more_leftovers
        if len(offers) > MOST_OFFERS:
            raise FileError(
                f"За один раз можно добавить не больше {MOST_OFFERS} мероприятий, "
                "а здесь их больше. Разделите таблицу на части."
            )
    return {
        "offers": [
            asdict(offer) | {"key": str(uuid.uuid4()), "is_wanted": offer.is_wanted}
            for offer in offers
        ],
        "leftovers": [asdict(leftover) for leftover in leftovers],
        "says_no_events": any(table.says_no_events for table in tables),
    }


def _sealed(found: Found, user: User, report: Report) -> str:
    """Nobody can change it on its way, or bring it to another report."""
    seal = signing.dumps(found, salt=_salt(user, report), compress=True)
    if len(seal) > LARGEST_PAGE:
        raise FileError("В таблице слишком много текста за один раз. Разделите ее на части.")
    return seal


def _salt(user: User, report: Report) -> str:
    return f"reports.pasting:{user.pk}:{report.pk}"


def _preview(
    request: SignedInRequest,
    report: Report,
    found: Found,
    seal: str,
    form: PasteKeepForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    offers = found["offers"]
    ticked = form["keep"].value() if form else [o["key"] for o in offers if o["is_wanted"]]
    context = {
        "report": report,
        "found": seal,
        "form": form,
        "refusal": refusal,
        "columns": WRITTEN,
        "says_no_events": found["says_no_events"],
        "offers": [(offer, _name(offer), offer["key"] in ticked) for offer in offers],
        "of_other_quarter": sum(offer["is_other_quarter"] for offer in offers),
        "leftovers": [left for left in found["leftovers"] if not left["is_hidden"]],
        "hidden": [left for left in found["leftovers"] if left["is_hidden"]],
    }
    return render(request, "clerk/report_paste_keep.html", context)


def _name(offer: dict[str, Any]) -> str:
    return Event(name=offer["values"]["name"], format=offer["values"]["format"]).printed_name


def _keep(
    request: SignedInRequest, report: Report, offers: list[dict[str, Any]], keys: list[str]
) -> HttpResponse:
    drafts = {uuid.UUID(o["key"]): o["values"] for o in offers if o["key"] in keys}
    added = editing.add_events(report, drafts, user=request.user)
    log_line("import", outcome="done", report=report.pk, events=added, user=request.user.pk)
    if added:
        events = ru_count(added, "мероприятие", "мероприятия", "мероприятий")
        messages.success(request, f"Добавлено: {events}. Проверьте черновики и сдайте отчет.")
    else:
        messages.info(request, "Эти мероприятия уже были добавлены, второй раз их не прибавилось.")
    return redirect("report_detail", pk=report.pk)
