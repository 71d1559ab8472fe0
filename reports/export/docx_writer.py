"""The official table as a Word file: the rows are streamed through a compiled form."""

import datetime as dt
import functools
import io
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from reports.export.docx_form import DOCUMENT, CompiledForm, compile_form
from reports.export.package import Package, member
from reports.export.table import ConsolidatedTable, printable

DEFAULT_FORM = Path(__file__).with_name("forms") / "consolidated.docx"
CHUNK = 1 << 16  # bytes that go to the zip at once; row by row it takes longer


def write_docx(table: ConsolidatedTable, form: CompiledForm | None = None) -> bytes:
    """The file as bytes; equal tables and forms give equal bytes."""
    file = io.BytesIO()
    stream_docx(table, file, form)
    return file.getvalue()


def stream_docx(table: ConsolidatedTable, file: BinaryIO, form: CompiledForm | None = None) -> None:
    """Write the file into ``file``; memory does not depend on the number of events."""
    form = form or default_form()
    with Package(file) as package:
        for name, data in form.parts:
            package.writestr(name, data)
        package.writestr(form.core_name, _core_properties(table))
        with io.BufferedWriter(package.open(member(DOCUMENT), "w"), CHUNK) as part:
            part.writelines(xml.encode() for xml in form.document(table))


@functools.cache
def default_form() -> CompiledForm:
    return compile_form(DEFAULT_FORM.read_bytes())


def _core_properties(table: ConsolidatedTable) -> str:
    moment = dt.datetime.combine(table.date, dt.time()).isoformat() + "Z"
    title, author = (escape(printable(text)) for text in (" ".join(table.title), table.author))
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
<cp:lastModifiedBy>{author}</cp:lastModifiedBy><dc:language>ru-RU</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>"""
