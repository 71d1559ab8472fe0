"""Many events at once: a table that the clerk pastes or uploads, looked at before it is kept."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_countries import countries

from config.postgresql.deadline import makes_a_file
from municipalities.log import log_line
from municipalities.models import User
from reports.columns import WRITTEN
from reports.events.bringing_in import NewWords, bring_in
from reports.events.remembered_columns import forget_columns, remember_columns
from reports.export.xlsx.template import write_template
from reports.forms.clerk.columns import ColumnsForm, source_of
from reports.forms.clerk.pasting import PasteForm, PasteKeepForm
from reports.importing.chosen_columns import ChosenColumns, headings_of
from reports.importing.drafts import offers_of
from reports.importing.read_table import ReadTable
from reports.language.places import HOME
from reports.language.plural import ru_count
from reports.models import Category, Format, Report
from reports.office.archive import FileError
from reports.procedure import guards
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_report, posted
from reports.views.attachment import attachment
from reports.views.brought import beside
from reports.views.clerk.columns_asked import (
    LARGEST_PAGE,
    ask_columns,
    asked_of,
    opened,
    read_source,
    remembered,
    remembered_shown,
)

Found = dict[str, Any]  # offers and leftovers, as JSON
MOST_OFFERS = 200  # of which one statement writes all, and a person can still look at each
CUT_TABLE = "Таблица отправилась не полностью, ничего не добавлено. Вставьте ее."


@require_http_methods(["GET", "POST"])
@makes_a_file
def report_paste(request: SignedInRequest, pk: int) -> HttpResponse:
    """The table comes in; nothing is written."""
    report = clerk_report(request, pk)
    if guards.why_locked(report):
        messages.info(request, guards.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    form = PasteForm(posted(request), request.FILES or None, chosen=remembered(report))
    if form.is_valid():
        try:
            if asked := asked_of(form.tables):
                source = source_of(request.POST.dict(), request.FILES.get("file"))
                return ask_columns(request, report, source, [], asked)
            found = _found(form.tables, report)
            preview = _preview(request, report, found)
        except FileError as error:
            form.add_error(None, str(error))
        else:
            _log_reading(request, report, "done", len(found["offers"]))
            return preview
    if form.is_bound:
        _log_reading(request, report, "refused")
    context = {"report": report, "form": form, "remembered": remembered_shown(report)}
    return render(request, "clerk/report_paste.html", context)


@require_POST
@makes_a_file
def report_paste_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the columns are; the table, which comes back sealed, is read anew."""
    report = clerk_report(request, pk)
    sealed = opened(request, report)
    if sealed is None:
        messages.error(request, CUT_TABLE)
        return redirect("report_paste", pk=report.pk)
    source, told, asked = sealed
    form = ColumnsForm(request.POST, asked=asked)
    if not form.is_valid():
        return ask_columns(request, report, source, told, asked, form)
    told = [*told, ChosenColumns(headings_of(asked.headings), form.chosen)]
    try:
        tables = read_source(source, [*told, *remembered(report)])
        if again := asked_of(tables):
            return ask_columns(request, report, source, told, again)
        preview = _preview(request, report, _found(tables, report, told))
    except FileError as error:
        form.add_error(None, str(error))
        return ask_columns(request, report, source, told[:-1], asked, form)
    for each in told:
        remember_columns(report.municipality, each.headings, each.fields, user=request.user)
    return preview


@require_GET
@makes_a_file
def report_template(request: SignedInRequest, pk: int) -> HttpResponse:
    """A workbook to be filled in and brought back."""
    report = clerk_report(request, pk)
    lists = {
        "format": Format.labels,
        "category": Category.labels,
        "countries": [name for code, name in countries if code != HOME],
    }
    calendar = report.quarter.span
    data = write_template(calendar.short, lists)
    log_line("export", report=report.pk, kind="template", user=request.user.pk)
    return attachment(data, f"Шаблон_{calendar.short.replace(' ', '_')}.xlsx", "xlsx")


@require_POST
def report_paste_forget(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    which = request.POST.get("which", "")
    if which.isdecimal() and forget_columns(report.municipality, int(which[:18])):
        messages.success(request, "Забыто. О таких графах «Свод» спросит снова.")
    return redirect("report_paste", pk=report.pk)


@require_POST
@makes_a_file
def report_paste_keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was read comes back sealed, with the ticks."""
    report = clerk_report(request, pk)
    try:
        found = signing.loads(request.POST.get("found", ""), salt=_salt(request.user, report))
    except signing.BadSignature:
        messages.error(request, CUT_TABLE)
        return redirect("report_paste", pk=report.pk)
    form = PasteKeepForm(request.POST, keys=[offer["key"] for offer in found["offers"]])
    refusal = None
    if form.is_valid():
        try:
            return _keep(request, report, found["offers"], form.cleaned_data["keep"])
        except Refused as error:
            refusal = error
    return _preview(request, report, found, form, refusal)


def _log_reading(
    request: SignedInRequest, report: Report, outcome: str, events: int | None = None
) -> None:
    log_line("reading", outcome=outcome, report=report.pk, events=events, user=request.user.pk)


def _found(tables: list[ReadTable], report: Report, told: Sequence[ChosenColumns] = ()) -> Found:
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
        "is_recalled": any(table.recalled and table.recalled not in told for table in tables),
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
    form: PasteKeepForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """Raises ``FileError`` where it is too much for one page."""
    rows = beside(found["offers"], report, report.quarter)
    for row in rows:  # what changes meanwhile is not written over unseen
        event, words = row.compared.event, row.compared.new_words
        row.offer["told"] = event and [event.pk, event.version, words]
    wanted = [row.key for row in rows if row.is_wanted]
    ticked = form["keep"].value() if form else wanted
    shown = [row for row in rows if row.is_shown]
    context = {
        "report": report,
        "found": _sealed(found, request.user, report),
        "form": form,
        "refusal": refusal,
        "columns": WRITTEN,
        "says_no_events": found["says_no_events"],
        "is_recalled": found.get("is_recalled", False),
        "found_count": len(rows),
        "rows": [(row, row.key in ticked) for row in shown],
        "told_already": [row for row in rows if not row.is_shown],
        "told_otherwise": sum(not row.is_new for row in shown),
        "of_other_quarter": sum(row.offer["is_other_quarter"] for row in shown),
        "leftovers": [left for left in found["leftovers"] if not left["is_hidden"]],
        "hidden": [left for left in found["leftovers"] if left["is_hidden"]],
    }
    return render(request, "clerk/report_paste_keep.html", context)


def _keep(
    request: SignedInRequest, report: Report, offers: list[dict[str, Any]], keys: list[str]
) -> HttpResponse:
    kept = [offer for offer in offers if offer["key"] in keys]
    new = {uuid.UUID(offer["key"]): offer["values"] for offer in kept if not offer.get("told")}
    told = [offer["told"] for offer in kept if offer.get("told")]
    rewritten = {pk: NewWords(version, words) for pk, version, words in told}
    added = bring_in(report, new, rewritten, user=request.user)
    log_line(
        "import",
        outcome="done",
        report=report.pk,
        events=added,
        rewritten=len(rewritten),
        user=request.user.pk,
    )
    _say_what_became(request, added, len(rewritten))
    return redirect("report_detail", pk=report.pk)


def _say_what_became(request: SignedInRequest, added: int, rewritten: int) -> None:
    done = []
    if added:
        done.append(f"Добавлено: {ru_count(added, 'мероприятие', 'мероприятия', 'мероприятий')}.")
    if rewritten:
        rows = ru_count(rewritten, "мероприятие", "мероприятия", "мероприятий")
        done.append(f"Заменены тексты: {rows}.")
    if done:
        done.append("Проверьте черновики и сдайте отчет.")
        messages.success(request, " ".join(done))
    else:
        messages.info(request, "Эти мероприятия уже были добавлены, второй раз их не прибавилось.")
