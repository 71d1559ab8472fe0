"""The mailbox: files with reports come in, each is looked at, and what is sure is entered at once."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.postgresql.deadline import makes_a_file
from municipalities.models import Role
from reports.columns import WRITTEN
from reports.forms.region.received import ChosenForm, FilesForm, GroundForm, WhoseForm
from reports.importing import receiving
from reports.importing.comparison import Compared
from reports.models import EntryOnBehalf, Event, Ground, Quarter, ReceivedReport, Report
from reports.office.archive import FileError
from reports.office.envelopes import unpacked
from reports.procedure import entering
from reports.procedure.guards import Refused
from reports.views.access import (
    Context,
    SignedInRequest,
    posted,
    staff_quarter,
    staff_received,
)
from reports.views.attachment import given_back
from reports.views.brought import beside
from reports.views.refusals import refusal_said

MOST_AT_ONCE = 10  # reports entered by one request without scripts


@require_http_methods(["GET", "POST"])
@makes_a_file
def received_files(request: SignedInRequest, slug: str) -> HttpResponse:
    """The page sends one request for each file."""
    quarter = staff_quarter(request, slug, Role.REGION)
    form = FilesForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusal_said(request):
            for file in form.cleaned_data["brought"]:
                _receive(request, quarter, file)
        return redirect("received_files", slug=slug)
    return _page(request, quarter, form, GroundForm(initial={"ground": Ground.EMAIL}))


def _receive(request: SignedInRequest, quarter: Quarter, file: UploadedFile) -> None:
    name = file.name or ""
    try:
        enclosed = unpacked(name, file.read())
    except FileError as error:
        messages.error(request, f"{name}: {error}")
        return
    for one in enclosed:
        _, is_new = receiving.receive(quarter, one, user=request.user)
        if not is_new:
            messages.info(request, f"{one.name}: этот файл уже загружен, второй раз не добавлен.")


@require_POST
@makes_a_file
def received_enter_all(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is ticked is entered, each whole or not at all; with scripts one by a request."""
    quarter = staff_quarter(request, slug, Role.REGION)
    form = GroundForm(request.POST)
    ticked = [pk for pk in request.POST.getlist("received") if pk.isdecimal()]
    waiting = ReceivedReport.objects.of_quarter(quarter).waiting().filter(pk__in=ticked[:1000])
    chosen = list(waiting[:MOST_AT_ONCE])
    needs_ground = any(not received.file.sender for received in chosen)
    if needs_ground and not form.is_valid():
        return _page(request, quarter, FilesForm(), form)
    for received in chosen:
        _enter(request, received, _telling(received, form))
    return redirect("received_files", slug=slug)


def _telling(received: ReceivedReport, form: GroundForm) -> receiving.Telling:
    """A letter is its own ground."""
    file = received.file
    if file.sender and file.received_on:
        return receiving.Telling(Ground.EMAIL, file.received_on, sender=file.sender)
    return receiving.Telling(**form.told)


def _enter(request: SignedInRequest, received: ReceivedReport, telling: receiving.Telling) -> None:
    try:
        outcome = receiving.enter(received, telling, user=request.user)
    except Refused as refusal:
        messages.error(request, f"{received}: {refusal}")
        return
    if outcome.why_not_handed_in:
        said = f"{outcome.report}: внесен, но не сдан. {outcome.why_not_handed_in}"
        messages.warning(request, said)


@require_GET
def received_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report of a file: row by row beside what its municipality has told already."""
    return _detail(request, staff_received(request, pk))


@require_POST
def received_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    received = staff_received(request, pk)
    form = WhoseForm(request.POST, received=received)
    if not form.is_valid():
        return _detail(request, received, whose=form)
    whose = form.cleaned_data["municipality"]
    with refusal_said(request):
        receiving.answer(received, municipality=whose, user=request.user)
    return redirect("received_files", slug=received.quarter.slug)


@require_POST
def received_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    received = staff_received(request, pk)
    form = ChosenForm(request.POST, keys=[offer["key"] for offer in received.offers])
    if form.is_valid():
        with refusal_said(request):
            receiving.choose(received, form.cleaned_data["keep"], user=request.user)
            messages.success(request, "Отмечено. Теперь отчет можно внести.")
    return redirect("received_files", slug=received.quarter.slug)


@require_POST
def received_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    received = staff_received(request, pk)
    with refusal_said(request):
        receiving.set_aside(received, is_aside="back" not in request.POST, user=request.user)
    return redirect("received_files", slug=received.quarter.slug)


@require_POST
@makes_a_file
def received_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole file goes to the quarter that its events are of."""
    received = staff_received(request, pk, has_file=True)
    slug = received.quarter.slug
    with refusal_said(request):
        quarter = receiving.move_to_meant(received.file, user=request.user)
        where = f"Файл «{received.file.name}» теперь среди файлов {quarter.calendar.genitive}."
        messages.success(request, where)
    return redirect("received_files", slug=slug)


@require_GET
def received_download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it came."""
    file = staff_received(request, pk, has_file=True).file
    return given_back(bytes(file.data), file.name, "application/octet-stream")


@dataclass(frozen=True)
class ReceivedRow:
    """A line of the table. ``report`` is that of the municipality, None while it is not known."""

    received: ReceivedReport
    report: Report | None
    why_not: str
    new: int
    told_otherwise: int
    told_already: int
    other_quarter: int
    chosen: int
    is_going_on: bool  # the one who looks is still entering it

    @property
    def is_ready(self) -> bool:
        return self.received.is_waiting and not self.why_not

    @property
    def left_over(self) -> int:
        return len(self.received.leftovers)


def _page(
    request: SignedInRequest, quarter: Quarter, form: FilesForm, entry_form: GroundForm
) -> HttpResponse:
    rows = _rows(request, quarter)
    ready = [row for row in rows if row.is_ready]
    context = {
        "quarter": quarter,
        "form": form,
        "entry_form": entry_form,
        "needs_ground": any(not row.received.file.sender for row in ready),
        "asked": [row for row in rows if row.received.is_waiting and not row.is_ready],
        "ready": ready,
        "entered": [row for row in rows if row.received.entered_at],
        "aside": [row for row in rows if row.received.set_aside_at],
        "unread": quarter.received_files.exclude(refusal="").defer("data"),
    }
    return render(request, "region/received_files.html", context)


def _rows(request: SignedInRequest, quarter: Quarter) -> list[ReceivedRow]:
    """As many statements for one file as for a hundred."""
    received = list(ReceivedReport.objects.of_quarter(quarter))
    reports = {
        report.municipality_id: report
        for report in Report.objects.for_user(request.user).for_board().filter(quarter=quarter)
    }
    seen = EntryOnBehalf.objects.for_user(request.user)
    going_on = seen.going_on().filter(report__quarter=quarter)
    entries = {entry.report_id: entry for entry in going_on}
    events: dict[int, list[Event]] = defaultdict(list)
    told = Event.objects.for_user(request.user).filter(report__quarter=quarter)
    for event in told.live().in_order():
        events[event.report_id].append(event)
    rows = []
    for each in received:
        report = reports.get(each.municipality_id or 0)
        held = events[report.pk] if report else []
        compared = receiving.compare_received(each, held) if each.is_waiting else []
        entry = entries.get(report.pk) if report else None
        why_not = entering.why_not_beside(report, entry, request.user) if report else ""
        is_going_on = entry is not None and entry.officer == request.user
        rows.append(_row(each, report, compared, why_not, is_going_on=is_going_on))
    return rows


def _row(
    received: ReceivedReport,
    report: Report | None,
    compared: list[Compared],
    why_locked: str,
    *,
    is_going_on: bool,
) -> ReceivedRow:
    chosen = receiving.chosen_of(received, compared) if received.is_waiting else set()
    return ReceivedRow(
        received,
        report,
        receiving.why_not_ready(received, report, chosen) or why_locked,
        new=sum(row.event is None for row in compared),
        told_otherwise=sum(bool(row.changes) for row in compared),
        told_already=sum(row.event is not None and not row.changes for row in compared),
        other_quarter=sum(offer["is_other_quarter"] for offer in received.offers),
        chosen=len(chosen),
        is_going_on=is_going_on,
    )


def _detail(
    request: SignedInRequest, received: ReceivedReport, whose: WhoseForm | None = None
) -> HttpResponse:
    report = received.report()
    rows = beside(received.offers, report, received.quarter)
    chosen = receiving.chosen_of(received, [row.compared for row in rows])
    shown = [row for row in rows if row.is_shown]
    initial = {"municipality": received.municipality_id}
    context: Context = {
        "received": received,
        "report": report,
        "quarter": received.quarter,
        "whose": whose or WhoseForm(received=received, initial=initial),
        "why_locked": report and entering.why_not_entered(report, request.user),
        "columns": WRITTEN,
        "rows": [(row, row.key in chosen) for row in shown],
        "told_already": [row for row in rows if not row.is_shown],
        "leftovers": [left for left in received.leftovers if not left["is_hidden"]],
        "hidden": [left for left in received.leftovers if left["is_hidden"]],
    }
    return render(request, "region/received_report.html", context)
