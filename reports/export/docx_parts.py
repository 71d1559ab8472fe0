"""The parts of an uploaded Word form: opened with care, freed of what acts by itself."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reports.export.docx_markers import FormError, w
from reports.importing.archive import BROKEN_ZIP, DAMAGED, FileError, open_office_file, read_member

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
CORE_PROPERTIES = "docProps/core.xml"
CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_CONTENT_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
TEXT_PARTS = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
EMBEDDED = re.compile(r"word/(?:embeddings|activeX)/")
SETTINGS = "word/settings.xml"
# Fields that fetch something, or start a program.
ACTING_FIELD = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE)\b", re.IGNORECASE
)


def open_parts(data: bytes) -> dict[str, bytes]:
    """Name → contents of every member, in the order of the file."""
    try:
        with open_office_file(data, kind="docx") as archive:
            parts = {
                name: read_member(archive, name)
                if name.endswith((".xml", ".rels"))
                else archive.read(name)
                for name in archive.namelist()
                if not name.endswith("/")
            }
    except FileError as error:
        raise FormError(str(error)) from error
    except BROKEN_ZIP as error:
        raise FormError(DAMAGED) from error
    if not {CONTENT_TYPES, PACKAGE_RELATIONS} <= parts.keys():
        raise FormError(DAMAGED)
    if b"template.main+xml" in parts[CONTENT_TYPES]:
        raise FormError("Это шаблон .dotx. Сохраните его в Word как «Документ Word (.docx)».")
    return parts


def refuse_what_acts(parts: dict[str, bytes], root: etree._Element) -> None:
    """A document must neither fetch nor start anything when it is opened. Word notes in every file
    the template it was made from: that note is dropped."""
    if any(EMBEDDED.match(name) for name in parts):
        raise FormError("В файле есть вложенные объекты. Удалите их и сохраните файл заново.")
    for name in [name for name in parts if name.endswith(".rels")]:
        _refuse_relations(name, parts)
    for part in (root, *(parse(xml) for name, xml in parts.items() if TEXT_PARTS.fullmatch(name))):
        if any(ACTING_FIELD.match(code) for code in _field_codes(part)):
            raise FormError(
                "В файле есть поле Word, которое берет данные из другого файла или программы. "
                "Удалите его и сохраните файл заново."
            )


def _refuse_relations(name: str, parts: dict[str, bytes]) -> None:
    relations = parse(parts[name])
    for relation in list(relations):
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") != "External" or kind == "hyperlink":
            continue
        if kind != "attachedTemplate":
            raise FormError(
                "Файл ссылается на рисунок или объект вне себя. "
                "Вставьте рисунок в сам файл и сохраните файл заново."
            )
        relations.remove(relation)
        parts[name] = serialised(relations)
        settings = parse(parts[SETTINGS])
        for note in settings.findall(w("attachedTemplate")):
            settings.remove(note)
        parts[SETTINGS] = serialised(settings)


def _field_codes(part: etree._Element) -> Iterator[str]:
    """What the fields of Word say: «PAGE», «INCLUDEPICTURE …». A code may be cut into runs."""
    yield from (field.get(w("instr"), "") for field in part.iter(w("fldSimple")))
    codes = [""]
    for element in part.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            codes[-1] += element.text or ""
        elif element.get(w("fldCharType")) == "begin":
            codes.append("")
    yield from codes


def parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise FormError(DAMAGED) from error


def refuse_fields_outside_text(parts: Mapping[str, bytes]) -> None:
    for name, xml in parts.items():
        if not TEXT_PARTS.fullmatch(name):
            continue
        for paragraph in parse(xml).iter(w("p")):
            if "{{" in "".join(text.text or "" for text in paragraph.iter(w("t"))):
                raise FormError(
                    "Поле стоит в колонтитуле или в сноске. "
                    "Перенесите его в текст документа: в других местах поля не заполняются."
                )


def take_core_name(parts: dict[str, bytes]) -> str:
    """The name of the part with the properties of the document, which leaves ``parts``; it is
    declared when the form has none."""
    relations = parse(parts[PACKAGE_RELATIONS])
    for relation in relations:
        if relation.get("Type", "").endswith("/core-properties"):
            name = relation.get("Target", "").lstrip("/")
            parts.pop(name, None)
            return name
    etree.SubElement(
        relations,
        relations.tag.replace("Relationships", "Relationship"),
        {"Id": "coreProperties", "Type": CORE_TYPE, "Target": CORE_PROPERTIES},
    )
    parts[PACKAGE_RELATIONS] = serialised(relations)
    types = parse(parts[CONTENT_TYPES])
    etree.SubElement(
        types,
        types.tag.replace("Types", "Override"),
        {"PartName": f"/{CORE_PROPERTIES}", "ContentType": CORE_CONTENT_TYPE},
    )
    parts[CONTENT_TYPES] = serialised(types)
    return CORE_PROPERTIES


def serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
