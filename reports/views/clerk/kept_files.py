"""«Приложения»: files and links beside a report and its events."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.postgresql.deadline import makes_a_file
from reports.events import kept_files
from reports.forms.clerk.kept_files import KeptForm, title_of
from reports.models import KeptFile, Report
from reports.procedure import entries, guards
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_kept, clerk_report, number_of, posted


@require_http_methods(["GET", "POST"])
@makes_a_file
def report_files(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    asked = {"event": number_of(request.GET.get("event", ""))}
    form = KeptForm(posted(request), request.FILES or None, report=report, initial=asked)
    if form.is_valid():
        try:
            kept = _keep(request, report, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Приложено: {kept}.")
            return redirect("report_files", pk=report.pk)
    context = {
        "report": report,
        "form": form,
        "why_locked": guards.why_locked(report),
        "entry": entries.entry_of(report),
        "files": report.files.listed().live(),
        "deleted": report.files.listed().in_bin(),
    }
    return render(request, "clerk/report_files.html", context)


def _keep(request: SignedInRequest, report: Report, form: KeptForm) -> KeptFile:
    given = form.cleaned_data
    file, title, words = given["file"], given["title"], {"event": given["event"]}
    if file is None:
        link = given["link"]
        return kept_files.keep_link(
            report, link, title=title or link[:200], user=request.user, **words
        )
    title = title or title_of(file)
    return kept_files.keep_file(report, file.read(), title=title, user=request.user, **words)


@require_POST
def file_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change(
        request, pk, kept_files.delete_kept, "Приложение удалено, его можно вернуть: {}."
    )


@require_POST
def file_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change(request, pk, kept_files.restore_kept, "Приложение возвращено: {}.")


def _change(
    request: SignedInRequest, pk: int, verb: Callable[..., KeptFile], done: str
) -> HttpResponse:
    kept = clerk_kept(request, pk)
    try:
        verb(kept, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done.format(kept))
    return redirect("report_files", pk=kept.report_id)
