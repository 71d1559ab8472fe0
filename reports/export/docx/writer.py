"""The official table as a Word file: the rows are streamed through a compiled form."""

import datetime as dt
import functools
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from reports.export.docx.form import CompiledForm, compile_form
from reports.export.docx.parts import DOCUMENT
from reports.export.table import ConsolidatedTable, Options, printable
from reports.office.package import Package, member

DEFAULT_FORM = Path(__file__).with_name("forms") / "consolidated.docx"
CHUNK = 1 << 16  # bytes that go to the zip at once; row by row it takes longer


def write_docx(table: ConsolidatedTable, form: CompiledForm | None = None) -> bytes:
    """The file as bytes; equal tables and forms give equal bytes. Without a form it is the default
    one, with the margin and the typeface that the table asks for."""
    file = io.BytesIO()
    stream_docx(table, file, form)
    return file.getvalue()


def stream_docx(table: ConsolidatedTable, file: BinaryIO, form: CompiledForm | None = None) -> None:
    """Write the file into ``file``; memory does not depend on the number of events."""
    for _ in docx_steps(table, file, form):
        pass


def docx_steps(
    table: ConsolidatedTable, file: BinaryIO, form: CompiledForm | None = None
) -> Iterator[int]:
    """Write the file into ``file`` while being iterated; after every section comes the number of
    events written so far."""
    form = form or form_for(DEFAULT_FORM.read_bytes(), table.options)
    done = 0
    with Package(file) as package:
        for name, data in form.parts:
            package.writestr(name, data)
        package.writestr(form.core_name, _core_properties(table))
        with io.BufferedWriter(package.open(member(DOCUMENT), "w"), CHUNK) as part:
            if table.statement:
                part.write(form.fill_without_table(table).encode())
                return
            above, below = form.fill_frames(table)
            part.write(above.encode())
            for section in table.sections:
                rows = form.fill_rows(section, is_last=section is table.sections[-1])
                part.writelines(xml.encode() for xml in rows)
                done += len(section.rows)
                yield done
            part.write(below.encode())


def form_for(data: bytes, options: Options) -> CompiledForm:
    """A Word file as the form of a table with these options; FormError when it cannot be one."""
    return _compiled(data, options.left_margin, options.typeface)


@functools.lru_cache(maxsize=4)  # a form is changed once in years
def _compiled(data: bytes, left_margin: int | None, typeface: str) -> CompiledForm:
    return compile_form(data, left_margin=left_margin, typeface=typeface)


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
