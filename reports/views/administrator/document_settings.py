"""How the document looks: what the administrator settles."""

from collections.abc import Iterable
from typing import TypeVar, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.access import require_role
from municipalities.log import log_line
from municipalities.models import Role
from reports.columns import COLUMNS, WRITTEN
from reports.document import settings
from reports.document.build import options_of
from reports.document.form_trial import try_on
from reports.export.docx.form import CompiledForm
from reports.export.docx.markers import DOCUMENT_FIELD_TITLES, FormError
from reports.export.docx.writer import DEFAULT_FORM, form_for, write_docx
from reports.export.sample import sample_table
from reports.export.table import ConsolidatedTable
from reports.forms.administrator.document_settings import (
    DefaultFormForm,
    DocumentFormForm,
    DocumentOptionsForm,
    SinceField,
)
from reports.language.quarters import Quarter as Calendar
from reports.models import DocumentForm, DocumentOptions, Quarter
from reports.views.access import SignedInRequest, admin_form, posted
from reports.views.attachment import attachment
from reports.views.refusals import refusal_said

Row = TypeVar("Row", DocumentForm, DocumentOptions)


@require_http_methods(["GET", "POST"])
def document_settings(request: SignedInRequest) -> HttpResponse:
    """What is in force since when, and the upload of another form."""
    require_role(request.user, Role.ADMIN)
    current = Quarter.objects.current(timezone.localdate())
    initial = {"since": current.slug} if current else {}
    form = DocumentFormForm(posted(request), request.FILES or None, initial=initial)
    if form.is_valid():
        file, since = form.cleaned_data["file"], form.cleaned_data["since"]
        try:
            trial = settings.try_form(file.read(), file.name, since, user=request.user)
        except FormError as refusal:
            form.add_error("file", list(refusal.faults))
            log_line("reading", outcome="refused", what="document_form", user=request.user.pk)
        else:
            log_line("reading", outcome="done", what="document_form", user=request.user.pk)
            return redirect("form_trial", pk=trial.pk)
    forms, former_forms = _in_force(
        DocumentForm.objects.taken().select_related("uploaded_by").defer("data")
    )
    options, former_options = _in_force(DocumentOptions.objects.select_related("changed_by"))
    context = {
        "form": form,
        "default_form": DefaultFormForm(initial=initial),
        "forms": forms,
        "former_forms": former_forms,
        "options": options,
        "former_options": former_options,
        "event_fields": [(column.key, column.full_title) for column in COLUMNS],
        "document_fields": DOCUMENT_FIELD_TITLES.items(),
        "trials": DocumentForm.objects.on_trial(request.user).defer("data"),
    }
    return render(request, "administrator/document_settings.html", context)


def _in_force(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that hold from their quarter on, and those that others have taken the place of."""
    current: dict[Calendar, Row] = {}
    former: list[Row] = []
    for row in rows:
        if row.since in current:
            former.append(row)
        else:
            current[row.since] = row
    return list(current.values()), former


@require_http_methods(["GET", "POST"])
def document_options(request: SignedInRequest) -> HttpResponse:
    """The quarter is chosen first, and the fields show what holds for it."""
    require_role(request.user, Role.ADMIN)
    since = _chosen_quarter(request)
    row = DocumentOptions.objects.in_force(since)
    initial = {"since": since.slug, "begun": row and row.pk}
    form = DocumentOptionsForm(posted(request), instance=row, initial=initial)
    if form.is_valid():
        try:
            changed = settings.change_options(
                form.values,
                form.cleaned_data["since"],
                user=request.user,
                begun=form.cleaned_data["begun"],
            )
        except settings.StaleOptionsError as refusal:
            form.add_error(None, str(refusal))
            form.begin_anew(refusal.current)
        else:
            begins = changed.since.genitive
            messages.success(request, f"Оформление изменено с {begins}.")
            return redirect("document_settings")
    context = {
        "form": form,
        "since": since,
        "choices": cast(SinceField, form.fields["since"]).choices,
        "later": [each.since for each in _in_force(DocumentOptions.objects.after(since))[0]],
    }
    return render(request, "administrator/document_options.html", context)


def _chosen_quarter(request: SignedInRequest) -> Calendar:
    """As asked for, or the one that is being collected."""
    field = SinceField()
    asked = request.POST.get("since") or request.GET.get("since")
    current = Quarter.objects.current(timezone.localdate())
    known = [slug for slug, _ in cast(Iterable[tuple[str, str]], field.choices)]
    for slug in (asked, current and current.slug):
        if slug in known:
            return field.clean(slug)
    return field.clean(known[0])


@require_GET
def form_trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form filled with made-up events, as «Свод» reads it back."""
    trial = _trial(request, pk)
    if trial is None:
        return _gone(request)
    compiled, table = _filled(trial)
    context = {
        "trial": trial,
        "missing": [f"{{{{{name}}}}}" for name in compiled.missing_fields],
        "result": try_on(table, compiled),
        "columns": WRITTEN,
    }
    return render(request, "administrator/form_trial.html", context)


@require_GET
def form_sample(request: SignedInRequest, pk: int) -> HttpResponse:
    trial = _trial(request, pk)
    if trial is None:
        return _gone(request)
    compiled, table = _filled(trial)
    return attachment(write_docx(table, compiled), f"{table.file_stem}.docx", "docx")


def _trial(request: SignedInRequest, pk: int) -> DocumentForm | None:
    """The reader's own trial; None once it was decided upon, in another tab perhaps."""
    require_role(request.user, Role.ADMIN)
    return DocumentForm.objects.on_trial(request.user).filter(pk=pk).first()


def _gone(request: SignedInRequest) -> HttpResponse:
    messages.info(request, "Решение об этой форме уже принято, или ее заменила другая.")
    return redirect("document_settings")


def _filled(trial: DocumentForm) -> tuple[CompiledForm, ConsolidatedTable]:
    options = options_of(trial.since)
    return form_for(bytes(trial.data), options), sample_table(trial.since, options)


@require_POST
def form_take(request: SignedInRequest, pk: int) -> HttpResponse:
    trial = _trial(request, pk)
    if trial is None:
        return _gone(request)
    with refusal_said(request):
        settings.take_form(trial, user=request.user)
        since = trial.since.genitive
        messages.success(
            request, f"Форма «{trial}» применена. С {since} документ печатается в ней."
        )
    return redirect("document_settings")


@require_POST
def form_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    trial = _trial(request, pk)
    if trial is None:
        return _gone(request)
    settings.discard_form(trial, user=request.user)
    messages.info(request, "Форма не применена, документ печатается по-прежнему.")
    return redirect("document_settings")


@require_POST
def form_default(request: SignedInRequest) -> HttpResponse:
    """Back to the form that «Свод» comes with."""
    require_role(request.user, Role.ADMIN)
    form = DefaultFormForm(request.POST)
    if form.is_valid():
        since = form.cleaned_data["since"]
        settings.return_to_default_form(since, user=request.user)
        messages.success(request, f"С {since.genitive} документ печатается в обычной форме.")
    else:
        messages.error(request, "Выберите квартал из списка.")
    return redirect("document_settings")


@require_GET
def form_download(request: SignedInRequest, pk: int) -> HttpResponse:
    """A form that was taken: to be looked at, or changed in Word and uploaded again."""
    form = admin_form(request, pk)
    return attachment(bytes(form.data), form.file_name, "docx")


@require_GET
def form_default_download(request: SignedInRequest) -> HttpResponse:
    require_role(request.user, Role.ADMIN)
    return attachment(DEFAULT_FORM.read_bytes(), "Обычная_форма.docx", "docx")
