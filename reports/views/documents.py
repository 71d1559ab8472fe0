"""The official document as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from municipalities.access import require_role
from reports.export.build import consolidated_table
from reports.export.docx_writer import write_docx
from reports.export.xlsx_writer import write_xlsx
from reports.models import Quarter
from reports.views.region import STAFF, chosen_include

WRITERS = {
    "docx": (
        write_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_GET
def consolidated_download(request, slug, extension):
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *STAFF)
    if extension not in WRITERS:
        raise Http404
    table = consolidated_table(quarter, include=chosen_include(request))
    if not table.sections:
        messages.info(request, "В сводном отчете пока нет ни одного мероприятия, скачивать нечего.")
        return redirect("consolidated", slug=quarter.slug)
    write, content_type = WRITERS[extension]
    response = HttpResponse(write(table), content_type=content_type)
    mark = "_проект" if table.is_draft else ""
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{table.file_stem}{mark}.{extension}"
    )
    response["Cache-Control"] = "no-store"
    return response
