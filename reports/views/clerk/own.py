"""The clerk's own report as a document: on paper, as .docx and as .xlsx, in every state."""

import io

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from config.postgresql.deadline import makes_a_file
from municipalities.log import log_line
from reports.document.own import own_table
from reports.export.docx.writer import DEFAULT_FORM, form_for
from reports.export.files import KINDS
from reports.views.access import SignedInRequest, clerk_report
from reports.views.attachment import attachment

OFFERED = ("docx", "xlsx")


@require_GET
def report_print(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    context = {"report": report, "table": own_table(report), "extensions": OFFERED}
    return render(request, "clerk/report_print.html", context)


@require_GET
@makes_a_file
def report_download(request: SignedInRequest, pk: int, extension: str) -> HttpResponse:
    """In the default form: the region's own may say what only the region's document does."""
    report = clerk_report(request, pk)
    if extension not in OFFERED:
        raise Http404
    table, kind, file = own_table(report), KINDS[extension], io.BytesIO()
    for _ in kind.steps(table, file, form_for(DEFAULT_FORM.read_bytes(), table.options)):
        pass
    log_line("export", report=report.pk, kind=extension, user=request.user.pk)
    return attachment(file.getvalue(), f"{table.file_stem}.{extension}", extension)
