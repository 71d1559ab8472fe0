"""A hostile file or paste is refused or read to its end, within 300 MB of memory.

`make bench` measures how long the same cases take.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.books import SPREADSHEET, TEXT, opened
from tests.corpus.old_books import compound, old_book
from tests.importing.word_files import HEADINGS, make_docx, make_zip, p, r, section_row, tbl, tc, tr

ENDLESS_SECONDS = 120  # not a promise of speed: a case that has no end fails instead of hanging
MOST_MEGABYTES = 300
READ = """
import json, os, pathlib, re, sys, time
from functools import partial
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
from reports.office.archive import FileError
from reports.importing.clipboard import read_html_table, read_text_table
from reports.importing.grids import read_csv
from reports.importing.word.reader import read_word
from reports.importing.workbook import read_workbook
from reports.importing.files import read_file
kind, path = sys.argv[1:]
data = pathlib.Path(path).read_bytes()
reader = {
    "docx": read_word, "loose docx": partial(read_word, is_strict=False), "xlsx": read_workbook,
    "csv": read_csv, "html": lambda data: read_html_table(data.decode()),
    "text": lambda data: read_text_table(data.decode()),
    **{name: partial(read_file, f"a.{name}") for name in ("odt", "ods", "xls")},
}[kind]
began = time.process_time()
try:
    said = f"{len(reader(data).rows)} rows"
except FileError as error:
    said = str(error)
seconds = time.process_time() - began
# What getrusage tells is that of the process which started this one, if it was larger.
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
memory = int(peak[1]) // 1024
print(json.dumps([seconds, memory, said]))
"""

HEAD = tr(*map(tc, HEADINGS))
HTML_HEAD = "".join(f"<td>{heading}</td>" for heading in HEADINGS)
EVENT = ["1.", "Форум", "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава"]
WIDE = 61
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)


def padded(xml: str) -> str:
    """The part with so much that does not shrink that its ratio is an honest one."""
    drawn = random.Random(1)
    lines = ("".join(drawn.choices("0123456789abcdef", k=1000)) for _ in range(len(xml) // 80_000))
    return f"{xml}<!--{'>'.join(lines)}-->"


def document(body: str, styles: str = "") -> bytes:
    return make_docx(padded(tbl(HEAD) + body), parts={"styles": padded(styles)})


def _table(rows: str) -> str:
    return f"<table:table>{rows}</table:table>"


def _row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def _cell(text: str, times: int, look: str = "") -> str:
    said = f"<text:p>{text}</text:p>" if text else ""
    repeated = f'table:number-columns-repeated="{times}"'
    return f"<table:table-cell {repeated} {look}>{said}</table:table-cell>"


def book(rows: str, more: str = "", after: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    sheet = f"<worksheet {main}>{more}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return make_zip(
        {
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
            + '<sheet name="Лист" r:id="r1"/>' * 1000
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="sheet.xml"/></Relationships>',
            "xl/sheet.xml": padded(sheet),
        }
    )


def sheet_row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


CASES = {
    "a workbook of empty cells": ("xlsx", lambda: book(f"<row>{'<c/>' * 100}</row>" * 19_000)),
    "empty cells with their places": (
        "xlsx",
        lambda: book(
            "".join(sheet_row(at, f'<c r="A{at}" s="1"/>' * 90) for at in range(1, 19_000))
        ),
    ),
    "empty rows": (
        "xlsx",
        lambda: book("".join(f'<row r="{at}" ht="15"/>' for at in range(1, 1_000_000))),
    ),
    "full cells": (
        "xlsx",
        lambda: book("".join(sheet_row(at, "<c><v>44140.5</v></c>" * 60) for at in range(1, 4000))),
    ),
    "hidden columns": (
        "xlsx",
        lambda: book("", '<col min="1" max="16384" hidden="1"/>' * 400_000),
    ),
    "merged ranges": ("xlsx", lambda: book("", '<mergeCell ref="A1:XFD1048576"/>' * 390_000)),
    "merged ranges of few cells": (
        "xlsx",
        lambda: book(
            "".join(sheet_row(at, "<c><v>1</v></c>") for at in range(1, 19_000)),
            after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 19_000 + "</mergeCells>",
        ),
    ),
    "a frame in a frame": (
        "loose docx",
        lambda: document(("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60) * 1000),
    ),
    "rows that go on": (
        "loose docx",
        lambda: make_docx(
            padded(tbl(HEAD, tr(*map(tc, EVENT)), tr(*map(tc, ["", "", "", "", "и", "я"])) * 9_000))
        ),
    ),
    "drawing data without an end": (
        "docx",
        lambda: document('<w:p><v:shape o:gfxdata="' + "A" * 5_000_000),
    ),
    "repeated cells": (
        "ods",
        lambda: opened(SPREADSHEET, padded(_table(_row(_cell("а", 16_384)) * 15_000))),
    ),
    "repeated rows": (
        "ods",
        lambda: opened(SPREADSHEET, _table(_row(_cell("а", 60), 1_048_576) * 300)),
    ),
    "repeated empty cells": (
        "ods",
        lambda: opened(SPREADSHEET, padded(_table(_row(_cell("", 16_384)) * 19_000))),
    ),
    "cells over all rows": (
        "ods",
        lambda: opened(
            SPREADSHEET,
            padded(
                _table(_row(_cell("а" * 90_000, 60, 'table:number-rows-spanned="9999999"')) * 20)
            ),
        ),
    ),
    "tables in tables of an .odt": (
        "odt",
        lambda: opened(
            TEXT,
            padded(
                (
                    "<table:table><table:table-row><table:table-cell>" * 15
                    + "</table:table-cell></table:table-row></table:table>" * 15
                )
                * 1_300
            ),
        ),
    ),
    "spans of an .odt": (
        "odt",
        lambda: opened(TEXT, padded(f"<text:p>{'<text:span>а</text:span>' * 300_000}</text:p>")),
    ),
    "a cell far away": ("xls", lambda: old_book([["а"], *[[""]] * 65_000, [""] * 255 + ["а"]])),
    "an old workbook of noise": (
        "xls",
        lambda: compound("Workbook", random.Random(1).randbytes(60_000)),
    ),
    "rows of empty cells": (
        "docx",
        lambda: document(tbl(("<w:tr>" + "<w:tc><w:p/></w:tc>" * 12 + "</w:tr>") * 19_000)),
    ),
    "events": ("docx", lambda: make_docx(padded(tbl(HEAD, tr(*map(tc, EVENT)) * 12_000)))),
    "paragraphs": ("loose docx", lambda: document(p(r("а")) * 120_000)),
    "sections": ("loose docx", lambda: make_docx(padded(tbl(HEAD, section_row("Район") * 19_000)))),
    "fields without an end": ("docx", lambda: document(f"<w:p>{(FIELD + r('а')) * 80_000}</w:p>")),
    "styles of styles": (
        "docx",
        lambda: document(
            '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>а</w:t></w:r></w:p>' * 70_000,
            "".join(
                f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>'
                for at in range(24_000)
            ),
        ),
    ),
    "cells merged down": (
        "docx",
        lambda: make_docx(
            padded(
                tbl(
                    HEAD,
                    tr(*[tc("я" * 900, '<w:vMerge w:val="restart"/>')] * 6),
                    tr(*[tc("", "<w:vMerge/>")] * 6) * 9000,
                )
            )
        ),
    ),
    "pictures": (
        "loose docx",
        lambda: document(f"<w:p><w:r>{'<w:pict><v:imagedata/></w:pict>' * 150_000}</w:r></w:p>"),
    ),
    "tables in tables": (
        "docx",
        lambda: document(("<w:tbl><w:tr><w:tc>" * 40 + "</w:tc></w:tr></w:tbl>" * 40) * 2000),
    ),
    "long rowspans": (
        "html",
        lambda: (
            f"<table>{HTML_HEAD}<tr>{'<td rowspan=20000>а' * WIDE}{'<tr><td>б' * 19_000}</table>"
        ),
    ),
    "long rowspans of many tables": (
        "html",
        lambda: f"<table>{HTML_HEAD}<tr>{'<td rowspan=20000>а' * WIDE}{'<tr>' * 60}</table>" * 300,
    ),
    "many cells": ("html", lambda: f"<table>{HTML_HEAD}{('<tr>' + '<td>а' * WIDE) * 8000}</table>"),
    "deep tables": ("html", lambda: "<table><tr><td>" * 60 + "а<br>" * 400_000),
    "many lines": ("html", lambda: f"<table>{HTML_HEAD}</table>{'<p>а</p>' * 240_000}"),
    "captions": ("html", lambda: f"<table>{HTML_HEAD}{'<caption>а</caption>' * 200_000}</table>"),
    "one choice of many pieces": (
        "html",
        lambda: (
            f"<table><tr>{HTML_HEAD}<tr><td><select><option>{'&amp;' * 1_900_000}</select></table>"
        ),
    ),
    "cells between tabs": ("text", lambda: ("\t".join(["1"] * 62) + "\n") * 20_000),
    "cells of a file": ("csv", lambda: (";".join(["1"] * 62) + "\n") * 20_000),
}


def read_apart(kind: str, given: str | bytes, path: Path) -> tuple[float, int, str]:
    """CPU seconds, megabytes at the most and the answer of a process that reads this alone."""
    path.write_bytes(given if isinstance(given, bytes) else given.encode())
    done = subprocess.run(
        [sys.executable, "-c", READ, kind, path],
        capture_output=True,
        text=True,
        check=True,
        timeout=ENDLESS_SECONDS,
    )
    seconds, megabytes, said = json.loads(done.stdout)
    return seconds, megabytes, said


@pytest.mark.parametrize(("kind", "make"), CASES.values(), ids=CASES)
def test_hostile_input_costs_little(tmp_path, kind, make):
    _, megabytes, said = read_apart(kind, make(), tmp_path / "given")

    assert said
    assert megabytes < MOST_MEGABYTES
