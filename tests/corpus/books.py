"""Workbooks and spreadsheets of other programs."""

from collections.abc import Sequence

from tests.corpus.cases import HEADINGS, NEXT, ROW, Case
from tests.importing.word_files import make_zip

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NUMBERED, SECOND = ("1.", *ROW), ("2.", *NEXT)
GONE = ("2.", "Скрытое", "м", "5 ноября", "с", "у")


def book(*sheets: str, states: Sequence[str] = (), styles: str = "") -> bytes:
    """A workbook of sheets, each the inside of its root element."""
    names = [f"sheet{at}.xml" for at in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="Лист{at}" sheetId="{at}" r:id="r{at}" {state}/>'
        for at, state in enumerate([*states, *[""] * len(sheets)][: len(sheets)], 1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/{name}"/>'
        for at, name in enumerate(names, 1)
    )
    style = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    parts = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}{style}</Relationships>',
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
    }
    for name, sheet in zip(names, sheets, strict=True):
        parts[f"xl/worksheets/{name}"] = f"<worksheet {MAIN}>{sheet}</worksheet>"
    return make_zip(parts)


def sheet(*rows: Sequence[str], merged: Sequence[str] = (), **looks: str) -> str:
    """Rows of texts from the first one; ``looks`` are attributes of rows: ``row3='hidden="1"'``."""
    drawn = "".join(
        f'<row r="{at}" {looks.get(f"row{at}", "")}>{"".join(_cells(at, texts))}</row>'
        for at, texts in enumerate(rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    return f"<sheetData>{drawn}</sheetData>" + f"<mergeCells>{ranges}</mergeCells>" * bool(ranges)


def _cells(number: int, texts: Sequence[str]):
    for at, text in enumerate(texts):
        place = (
            f"{chr(65 + at)}{number}"
            if at < 26
            else f"{chr(64 + at // 26)}{chr(65 + at % 26)}{number}"
        )
        if text.startswith("<"):
            yield text.replace("<c", f'<c r="{place}"', 1)
        elif text:
            yield f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


FOREIGN_STYLES = (
    '<fonts><font><family val="34"/><color rgb="#000000"/></font></fonts><fills><fill/></fills>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"><alignment horizontal="middle"/></xf></cellXfs>'
)
DAY = '<c s="1"><v>44140</v></c>'
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "application/vnd.oasis.opendocument.text"
SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "text", "table")
    )
    + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
STYLES = (
    '<style:style style:name="off"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="gone"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="away"><style:table-properties table:display="false"/>'
    "</style:style>"
)


def opened(mimetype: str, body: str) -> bytes:
    kind = "text" if mimetype == TEXT else "spreadsheet"
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return make_zip({"mimetype": mimetype, "content.xml": content})


def table(*rows: str, look: str = "", columns: str = "") -> str:
    return f'<table:table table:name="Лист1" {look}>{columns}{"".join(rows)}</table:table>'


def row(*texts: str, look: str = "") -> str:
    return f"<table:table-row {look}>{''.join(map(cell, texts))}</table:table-row>"


def cell(text: str, look: str = "") -> str:
    if text.startswith("<table:"):
        return text
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n") if line)
    return f"<table:table-cell {look}>{lines}</table:table-cell>"


HEAD, FIRST, LAST = row(*HEADINGS), row(*NUMBERED), row(*SECOND)
COVERED = "<table:covered-table-cell/>"
FAR_AWAY = (
    '<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row>'
)
ASIDES = (
    'Форум<text:span text:style-name="off">тайна</text:span>'
    '<text:span text:style-name="gone">старое</text:span>'
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>уточнить</text:p>"
    "</text:note-body></text:note>"
)
MERGED_DOWN = 'table:number-rows-spanned="2"'
LONG = '<sheetData><row r="30000"><c r="A30000"><v>1</v></c></row></sheetData>'
SIGNED = ("Глава района", "", "", "", "И.И. Иванов")
OF_A_DAY = 'office:value-type="date" office:date-value="2020-11-05T10:30:00"'
FORMULA = 'table:formula="of:=A1"'
LIST = "<text:list><text:list-item><text:p>прием;</text:p></text:list-item></text:list>"
BOOKS = {
    "foreign styles": Case(
        "a.xlsx",
        book(sheet(HEADINGS, ("1.", *ROW[:2], DAY, *ROW[3:])), styles=FOREIGN_STYLES),
        ((*ROW[:2], "05.11.2020", *ROW[3:]),),
    ),
    "merged down and over": Case(
        "a.xlsx",
        book(
            sheet(
                ("Отчет",), HEADINGS, NUMBERED, ("2.", "Слет", "", "", "Поход", "Школьники"),
                merged=("A1:F1", "C3:C4", "D3:D4"),
            )
        ),
        (ROW, ("Слет", ROW[1], ROW[2], "Поход", "Школьники")), told=("Отчет",),
    ),
    "participants over two columns": Case(
        "a.xlsx",
        book(
            sheet(
                HEADINGS, ("", "", "", "", "", "ФИО", "должность"),
                ("1.", *ROW[:4], "Петров П.П.", "глава"),
                merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1"),
            )
        ),
        ((*ROW[:4], "Петров П.П., глава"),), told=("ФИО", "должность"),
    ),
    "hidden and filtered rows": Case(
        "a.xlsx", book(sheet(HEADINGS, NUMBERED, GONE, SECOND, row3='hidden="1"')), (ROW, NEXT),
        hidden=GONE,
    ),
    "a wide sheet of something else": Case(
        "a.xlsx", book(sheet(HEADINGS, NUMBERED), sheet(["x"] * 70)),
        told=("Большой лист без таблицы отчета. Его тексты не перечислены.",),
    ),
    "a long sheet of something else": Case(
        "a.xlsx", book(sheet(HEADINGS, NUMBERED), LONG),
        told=("Большой лист без таблицы отчета. Его тексты не перечислены.",),
    ),
    "signature in merged cells": Case(
        "a.xlsx", book(sheet(HEADINGS, NUMBERED, SIGNED, merged=("A3:D3", "E3:F3"))),
        told=("Глава района", "И.И. Иванов"),
    ),
    "a spreadsheet": Case("a.ods", opened(SPREADSHEET, table(HEAD, FIRST, LAST, FAR_AWAY)), (ROW, NEXT)),
    "a spreadsheet with merged and empty cells": Case(
        "a.ods",
        opened(
            SPREADSHEET,
            table(
                HEAD, row("1.", ROW[0], cell(ROW[1], MERGED_DOWN), *ROW[2:]),
                row("2.", "Слет", COVERED, NEXT[2], '<table:table-cell table:number-columns-repeated="2"/>'),
                FAR_AWAY,
            ),
        ),
        (ROW, ("Слет", ROW[1], NEXT[2], "", "")),
    ),
    "a spreadsheet with what is hidden": Case(
        "a.ods",
        opened(
            SPREADSHEET,
            table(HEAD, FIRST, row(*GONE, look='table:visibility="filter"'), LAST)
            + table(row("Тайна"), look='table:style-name="away"'),
        ),
        (ROW, NEXT), hidden=("\n".join(GONE), "Тайна"),
    ),
    "a spreadsheet with days": Case(
        "a.ods",
        opened(
            SPREADSHEET,
            table(HEAD, row("1.", *ROW[:2], cell("11/5/20", OF_A_DAY), *ROW[3:])),
        ),
        ((*ROW[:2], "05.11.2020 10:30", *ROW[3:]),),
    ),
    "a spreadsheet with errors": Case(
        "a.ods",
        opened(SPREADSHEET, table(HEAD, row("1.", ROW[0], "#REF!", ROW[2], cell("", FORMULA), ROW[4]))),
        ((ROW[0], "", ROW[2], "", ROW[4]),),
        told=("В ячейке ошибка «#REF!».", "Формула без значения."),
    ),
    "a text document": Case(
        "a.odt",
        opened(TEXT, f"<text:p>Отчет</text:p>{table(HEAD, row('1.', ASIDES, *ROW[1:]))}<text:p>Глава</text:p>"),
        told=("Отчет", "старое", "уточнить", "Глава"), hidden=("тайна",),
    ),
    "lists of a text document": Case(
        "a.odt",
        opened(
            TEXT,
            table(HEAD, row(*NUMBERED[:4], f"<table:table-cell>{LIST}</table:table-cell>", ROW[4])),
        ),
        ((*ROW[:3], "- прием;", ROW[4]),),
    ),
}  # fmt: skip
