"""Word files of other programs, and tables as typists make them."""

import io
import warnings
import zipfile
from collections.abc import Mapping

from tests.corpus.cases import HEADINGS, NEXT, ROW, Case
from tests.importing.word_files import RELATIONS, make_docx, p, r, tbl, tc, tr

NUMBERED, SECOND = ("1.", *ROW), ("2.", *NEXT)
HEAD = tr(*map(tc, HEADINGS))
FIRST = tr(*map(tc, NUMBERED))
LAST = tr(*map(tc, SECOND))
BODY = tbl(HEAD, FIRST)
RESTART, CONTINUED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "officeDocument/relationships",
    ),
)
GFXDATA = "A" * 700_000


def docx(body: str, **parts: str) -> bytes:
    return make_docx(body, parts=parts)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of a name that comes twice
        for name, data in (*parts.items(), *more):
            info = zipfile.ZipInfo("x")
            info.filename = name  # a backslash stays what it is
            archive.writestr(info, data)
    return file.getvalue()


def with_main_part(name: str) -> bytes:
    """Everything that leads to the main part leads to this name."""
    found = members(docx(BODY))
    for index in ("[Content_Types].xml", "_rels/.rels"):
        found[index] = found[index].replace(b"word/document.xml", name.encode())
    return packed({part.replace("word/document.xml", name): data for part, data in found.items()})


def strict() -> bytes:
    def translated(data: bytes) -> bytes:
        for old, new in STRICT:
            data = data.replace(old.encode(), f"http://purl.oclc.org/ooxml/{new}".encode())
        return data

    return packed({name: translated(data) for name, data in members(docx(BODY)).items()})


def with_backslashes() -> bytes:
    return packed({name.replace("/", "\\"): data for name, data in members(docx(BODY)).items()})


def with_members_twice() -> bytes:
    found = members(docx(BODY)) | {"docProps/app.xml": b"<a/>"}
    rels = ("_rels/.rels", RELATIONS.encode())
    return packed(found, ("docProps/app.xml", b"<b/>"), rels)


def row(*texts: str) -> str:
    return tr(*map(tc, texts))


def boxed(body: str) -> str:
    return p(
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{body}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def in_alternatives(body: str) -> str:
    box = f"<w:txbxContent>{body}</w:txbxContent>"
    return p(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def laid_out(body: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{p(r('Бланк'))}{body}{p()}</w:tc></w:tr></w:tbl>"


STRUCK = "<w:r><w:rPr><w:strike/></w:rPr><w:t>старый </w:t></w:r>"
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>Бэйцзин</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>Пекин</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
SHAPE = f'<w:r><w:pict><v:shape o:gfxdata="{GFXDATA}"/></w:pict></w:r>'


def changed(at: int, text: str, of: tuple[str, ...] = ROW) -> tuple[str, ...]:
    return (*of[:at], text, *of[at + 1 :])


def cell_of(xml: str, at: int) -> str:
    """The first row with this XML in a cell of it."""
    cells = [tc(text) for text in NUMBERED]
    cells[at] = f"<w:tc><w:tcPr/><w:p>{xml}</w:p></w:tc>"
    return tbl(HEAD, tr(*cells))


def wide(text: str, span: int) -> str:
    return tc(text, f'<w:gridSpan w:val="{span}"/>')


SUB_HEADINGS = tr(*[tc("", CONTINUED)] * 5, tc("ФИО"), tc("должность"))
WITH_SUB_HEADINGS = tr(
    *(tc(text, RESTART) for text in HEADINGS[:5]), wide("Участники мероприятия", 2)
)
MERGED_DOWN = tr(
    tc("1."), tc(ROW[0], RESTART), *map(tc, ROW[1:3]), tc(ROW[3], RESTART), tc("Глава")
)
TITLES = HEADINGS[:2]
DOCUMENTS = {
    "Word Online": Case("a.docx", with_main_part("word/document2.xml")),
    "main part in a folder of its own": Case("a.docx", with_main_part("data/main.xml")),
    "main part in no folder": Case("a.docx", with_main_part("main.xml")),
    "strict": Case("a.docx", strict()),
    "backslashes": Case("a.docx", with_backslashes()),
    "members twice": Case("a.docx", with_members_twice()),
    "a huge attribute of a drawing": Case("a.docx", docx(cell_of(SHAPE + r("Форум"), 1))),
    "table in a text box": Case("a.docx", docx(boxed(BODY))),
    "table in a text box of two forms": Case(
        "a.docx", docx(in_alternatives(p(r("Бланк")) + BODY)), told=("Бланк",)
    ),
    "table in a layout table": Case("a.docx", docx(laid_out(BODY)), told=("Бланк",)),
    "table in a layout in a layout": Case(
        "a.docx", docx(laid_out(laid_out(BODY))), told=("Бланк", "Бланк")
    ),
    "struck out": Case("a.docx", docx(cell_of(STRUCK + r("Форум"), 1)), told=("старый",)),
    "a gloss": Case("a.docx", docx(cell_of(RUBY, 1)), (changed(0, "Пекин (Бэйцзин)"),)),
    "total": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("", "Итого:", "", "", "1 мероприятие", ""))),
        told=("Итого:", "1 мероприятие"),
    ),
    "total in the column of numbers": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("Всего", "1", "", "", "", ""))), told=("Всего", "1")
    ),
    "total over the row": Case(
        "a.docx", docx(tbl(HEAD, FIRST, tr(wide("Всего мероприятий: 1", 6)))),
        told=("Всего мероприятий: 1",),
    ),
    "an event that begins like a total": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("2.", "Итоговый слет", *NEXT[1:]))),
        (ROW, changed(0, "Итоговый слет", NEXT)),
    ),
    "signature": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("", "Глава района", "", "", "", "И.И. Иванов"))),
        told=("Глава района", "И.И. Иванов"),
    ),
    "signature with a line": Case(
        "a.docx", docx(tbl(HEAD, FIRST, tr(wide("И.о. начальника ________ Иванов", 6)))),
        told=("И.о. начальника ________ Иванов",),
    ),
    "executor": Case(
        "a.docx", docx(tbl(HEAD, FIRST, tr(wide("Петрова А.А.\n38-00-00", 6)))),
        told=("Петрова А.А.\n38-00-00",),
    ),
    "an event whose name begins like a post": Case(
        "a.docx", docx(tbl(HEAD, row("1.", "Глава района на приеме", *ROW[1:]))),
        (changed(0, "Глава района на приеме"),),
    ),
    "page ended in a row": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("", "", "", "", "и прием", "Гости"), LAST)),
        ((*ROW[:3], "Обсуждение\nи прием", "Глава\nГости"), NEXT),
    ),
    "a name that goes on": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("", "«Дружба»", "", "", "и прием", ""))),
        (("Форум\n«Дружба»", *ROW[1:3], "Обсуждение\nи прием", ROW[4]),),
    ),
    "guests below one another": Case(
        "a.docx",
        docx(tbl(HEAD, MERGED_DOWN, tr(tc(), tc("", CONTINUED), tc(), tc(), tc("", CONTINUED), tc("Гость")))),
        ((*ROW[:4], "Глава\nГость"),),
    ),
    "an event without a date under another": Case(
        "a.docx", docx(tbl(HEAD, FIRST, row("2.", "Слет", "", "", "", ""))),
        (ROW, ("Слет", "", "", "", "")),
    ),
    "participants in two columns": Case(
        "a.docx",
        docx(tbl(WITH_SUB_HEADINGS, SUB_HEADINGS, row("1.", *ROW[:4], "Петров П.П.", "глава"))),
        ((*ROW[:4], "Петров П.П., глава"),), told=("ФИО", "должность"),
    ),
    "participants under two headings": Case(
        "a.docx",
        docx(tbl(row(*HEADINGS[:5], "ФИО", "Должность"), row("1.", *ROW[:4], "Петров П.П.", "глава"))),
        ((*ROW[:4], "Петров П.П., глава"),),
    ),
    "two columns of days": Case(
        "a.docx",
        docx(
            tbl(
                row(*HEADINGS[:3], "Дата начала", "Дата окончания", *HEADINGS[4:]),
                row("1.", *ROW[:2], "05.11.2020", "06.11.2020", *ROW[3:]),
                row("2.", *NEXT[:2], "07.11.2020", "", *NEXT[3:]),
            )
        ),
        (changed(2, "05.11.2020 – 06.11.2020"), changed(2, "07.11.2020", NEXT)),
    ),
    "other headings": Case(
        "a.docx",
        docx(tbl(row("№", "Тема", "Где проводилось", "Когда", "Краткое описание", "Список участников"), FIRST)),
    ),
    "no column of numbers": Case(
        "a.docx",
        docx(tbl(row(*HEADINGS[1:]), row("1. Форум", *ROW[1:]), row("2) Слет", *NEXT[1:]))), (ROW, NEXT),
    ),
    "a number that is part of the name": Case(
        "a.docx", docx(tbl(row(*HEADINGS[1:]), row("9. Мая – Форум", *ROW[1:]))),
        (changed(0, "9. Мая – Форум"),),
    ),
    "an empty column at the end": Case(
        "a.docx", docx(tbl(row(*HEADINGS, ""), FIRST, row(*SECOND, ""))), (ROW, NEXT)
    ),
    "empty cells at the end of a row": Case("a.docx", docx(tbl(HEAD, row(*NUMBERED, "", "")))),
    "no events, in a paragraph": Case(
        "a.docx", docx(p(r("Мероприятия в IV квартале 2020 года не проводились."))), (),
        told=("Мероприятия в IV квартале 2020 года не проводились.",),
    ),
}  # fmt: skip
