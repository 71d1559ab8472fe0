"""A small maker of .docx files from raw XML, so that a test shows the very elements it is about."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
HEADINGS = [
    "№\nп/п",
    "Наименование мероприятия",
    "Место проведения\nмероприятия",
    "Сроки\nпроведения\nмероприятия",
    "Содержание мероприятия\n(в том числе краткая информация о достигнутых договоренностях)",
    "Участники мероприятия\n(ФИО, должность)",
]


def make_docx(
    body_xml: str, numbering: str | None = None, parts: Mapping[str, str] | None = None
) -> bytes:
    """A .docx with this inside of w:body, of w:numbering, and parts such as {"header1": "…"}.

    A part is the inside of a root element of its own; its name is without folder and ending.
    """
    inner = {"document": f"<w:body>{body_xml}</w:body>"} | dict(parts or {})
    if numbering is not None:
        inner["numbering"] = numbering
    members = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS}
    for name, xml in inner.items():
        members[f"word/{name}.xml"] = f"<w:{_root(name)} {NAMESPACES}>{xml}</w:{_root(name)}>"
    return make_zip(members)


def make_zip(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def table_docx(rows: Sequence[Sequence[str]], heading: bool = True) -> bytes:
    """A .docx of one table; a row of one string is a section row over all six columns."""
    return make_docx(table(rows, heading=heading))


def table(rows: Sequence[Sequence[str]], heading: bool = True) -> str:
    all_rows = [HEADINGS, *rows] if heading else list(rows)
    return tbl(*(section_row(r[0]) if len(r) == 1 else tr(*map(tc, r)) for r in all_rows))


def section_row(text: str, span: int = 6) -> str:
    return tr(tc(text, f'<w:gridSpan w:val="{span}"/>'))


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(text: str = "", properties: str = "") -> str:
    """A cell of plain text, a paragraph a line."""
    return cell("".join(p(r(line)) for line in text.split("\n")), properties)


def cell(xml: str, properties: str = "") -> str:
    """A cell of ready XML."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{xml}</w:tc>"


def p(xml: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{xml}</w:p>"


def r(text: str = "") -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _root(part: str) -> str:
    name = part.rstrip("0123456789")
    return {"header": "hdr", "footer": "ftr"}.get(name, name)


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def with_document(part: str) -> bytes:
    """A .docx with this whole main part."""
    return make_zip({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": part})
