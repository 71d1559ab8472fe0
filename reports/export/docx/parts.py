"""The parts of an uploaded Word form, opened with care."""

import posixpath

from lxml import etree

from reports.export.docx.markers import FormError
from reports.office.archive import (
    BROKEN_ZIP,
    CONTENT_TYPES,
    DAMAGED,
    MEBIBYTE,
    PACKAGE_RELATIONS,
    SAVE_ANEW,
    FileError,
    main_part,
    open_office_file,
    read_member,
)

DOCUMENT = "word/document.xml"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
CORE_PROPERTIES = "docProps/core.xml"
CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_CONTENT_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
SETTINGS = "word/settings.xml"
MOST_UNPACKED = 20 * MEBIBYTE  # a form is kept in memory as it is


def open_parts(data: bytes) -> dict[str, bytes]:
    """Name → contents of every member, in the order of the file."""
    try:
        with open_office_file(data, kind="docx") as archive:
            main = main_part(archive, "docx")
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
    parts = _with_usual_name(parts, main)
    if sum(map(len, parts.values())) > MOST_UNPACKED:
        raise FormError("Форма слишком большая. Уменьшите рисунки и сохраните файл заново.")
    for name, data in parts.items():  # a part damaged now must not be found out at the issue
        if name.lower().endswith((".xml", ".rels")):
            parse(data)
    if not {CONTENT_TYPES, PACKAGE_RELATIONS} <= parts.keys():
        raise FormError(DAMAGED)
    if b"template.main+xml" in parts[CONTENT_TYPES]:
        raise FormError("Это шаблон .dotx. Сохраните его в Word как «Документ Word (.docx)».")
    return parts


def _with_usual_name(parts: dict[str, bytes], main: str) -> dict[str, bytes]:
    """The main part under the name that the writer knows; Word Online calls it otherwise."""
    if STRICT in parts[main]:
        raise FormError(
            "Файл сохранен как «Документ Strict Open XML». Откройте его в Word, нажмите «Файл» → "
            "«Сохранить как» и выберите «Документ Word (.docx)»."
        )
    if main == DOCUMENT:
        return parts
    folder, name = posixpath.split(main)
    if folder != posixpath.dirname(DOCUMENT):
        raise FormError(f"Файл собран не так, как собирает Word. {SAVE_ANEW}")
    renamed = {
        main: DOCUMENT,
        f"{folder}/_rels/{name}.rels": DOCUMENT_RELATIONS,
    }
    for index in (CONTENT_TYPES, PACKAGE_RELATIONS):
        if index in parts:
            parts[index] = parts[index].replace(main.encode(), DOCUMENT.encode())
    return {renamed.get(name, name): part for name, part in parts.items()}


def parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise FormError(DAMAGED) from error


def take_core_name(parts: dict[str, bytes]) -> str:
    """The name of the part with the properties of the document, which leaves ``parts``; it is
    declared when the form has none."""
    relations = parse(parts[PACKAGE_RELATIONS])
    for relation in relations:
        if relation.get("Type", "").endswith("/core-properties"):
            name = str(relation.get("Target", "")).lstrip("/")
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
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data
