"""A file as an answer: the browser keeps it under its name and never shows it as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from reports.export.files import KINDS


def attachment(data: bytes, name: str, extension: str) -> HttpResponse:
    """``name`` whole; ``extension``, without a dot, says what it is."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        data,
        content_type=KINDS[extension].content_type,
        headers={"Content-Disposition": disposition},
    )


def as_it_came(data: bytes, file_name: str) -> HttpResponse:
    """A file of somebody else, always to be kept and never shown: its content is not ours."""
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    headers = {"Content-Disposition": disposition}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
