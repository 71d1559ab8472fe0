"""A file as an answer: the browser keeps it under its name and never shows it as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from reports.export.files import KINDS


def attachment(data: bytes, name: str, extension: str) -> HttpResponse:
    """``name`` whole; ``extension``, without a dot, says what it is."""
    return given_back(data, name, KINDS[extension].content_type)


def given_back(data: bytes, name: str, content_type: str) -> HttpResponse:
    """``data`` as it came from somebody: nothing in it is looked at by the browser."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)
