"""The official document as a file."""

import json
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from django.contrib import messages
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from config.postgresql.deadline import makes_a_file
from municipalities.access import require_role
from municipalities.log import log_line
from reports.document.build import Include, form_of
from reports.export.docx.form import CompiledForm
from reports.export.files import KINDS, Kind
from reports.export.table import ConsolidatedTable
from reports.forms.region.consolidated import SelectionForm
from reports.views.access import STAFF, SignedInRequest, span_or_404
from reports.views.region.chosen import chosen_include, table_of

CHUNK = 1 << 16  # bytes


@require_GET
@makes_a_file
def consolidated_download(request: SignedInRequest, slug: str, extension: str) -> HttpResponseBase:
    require_role(request.user, *STAFF)
    span = span_or_404(slug)
    if extension not in KINDS:
        raise Http404
    has_data = "data" in request.GET and extension.startswith("xlsx")
    selection = SelectionForm(request.GET, span=span).selection
    table, current = table_of(request, span, selection, has_data=has_data)
    if table.is_empty:
        what = "выборке" if table.is_part else "сводном отчете"
        messages.info(request, f"В {what} пока нет ни одного мероприятия, скачивать нечего.")
        page = reverse("consolidated", args=[span.slug])
        return redirect(f"{page}?{request.GET.urlencode()}")
    kind = KINDS[extension]
    log_line(
        "export", span=span.slug, kind=extension, events=table.event_count, user=request.user.pk
    )
    kept = current.kept(extension) if current is not None else None
    if kept is not None:
        write = partial(_kept_steps, kept)
    else:
        form = form_of(span.last_quarter, table.options)
        write = partial(_written_now, kind, table, form)
    name = f"{table.file_stem}{_of_which(request, table, has_data)}.{extension}"
    if "progress" in request.GET:
        content = _with_progress(write, name, table.event_count)
        response = StreamingHttpResponse(content, content_type="application/octet-stream")
        response["X-Accel-Buffering"] = "no"  # or a proxy gives all the steps at the end
    else:
        response = FileResponse(
            _written(write), as_attachment=True, filename=name, content_type=kind.content_type
        )
    return response


def _of_which(request: SignedInRequest, table: ConsolidatedTable, has_data: bool) -> str:
    """What tells the files of one period apart; nothing for the document that was issued."""
    marks = {
        "_все_сданные": chosen_include(request) == Include.SUBMITTED,
        "_с_данными": has_data,
        "_проект": table.is_draft,
    }
    return "".join(mark for mark, applies in marks.items() if applies)


def _written_now(
    kind: Kind, table: ConsolidatedTable, form: CompiledForm, file: BinaryIO
) -> Iterator[int]:
    return kind.steps(table, file, form)


def _kept_steps(data: bytes, file: BinaryIO) -> Iterator[int]:
    """What was issued is written as it was issued."""
    file.write(data)
    yield from ()


def _written(write: Callable[..., Iterator[int]]) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    for _ in write(file=file):
        pass
    file.seek(0)
    return file


def _with_progress(write: Callable[..., Iterator[int]], name: str, total: int) -> Iterator[bytes]:
    """What ``download.js`` reads: a line of JSON for every step, one with the name of the file, and
    the file itself."""
    with tempfile.TemporaryFile() as file:
        for done in write(file=file):
            yield _line(done=done, total=total)
        size = file.tell()
        file.seek(0)
        yield _line(name=name, size=size)
        while chunk := file.read(CHUNK):
            yield chunk


def _line(**values: str | int) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
