"""What a Word form may not hold: whatever fetches, starts or embeds something when the document is
opened, and fields of ours where nobody would fill them."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from reports.export.docx.markers import Faults, FormError, shortened, w
from reports.export.docx.parts import DOCUMENT_RELATIONS, SETTINGS, parse, serialised

TEXT_KINDS = frozenset({"header", "footer", "footnotes", "endnotes"})
TYPESET_KINDS = TEXT_KINDS | {"styles", "numbering"}
# Kinds of relations, in small letters, that only hold text, its looks, and pictures.
HARMLESS = TYPESET_KINDS | {
    "comments", "commentsextended", "commentsids", "commentsextensible", "core-properties",
    "custom-properties", "customxml", "customxmlprops", "extended-properties", "font", "fonttable",
    "hyperlink", "image", "officedocument", "people", "settings", "styleswitheffects", "theme",
    "thumbnail", "websettings",
}  # fmt: skip
# Word notes in every file the template it was made from; these notes of the settings are dropped.
DROPPED_NOTES = ("attachedTemplate", "mailMerge", "documentProtection", "trackRevisions")
ACTING_FIELD = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE)\b", re.IGNORECASE
)
TRACKED = frozenset(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange",
        "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel",
        "cellMerge",
    )
)  # fmt: skip


def refuse_what_acts(parts: dict[str, bytes], root: etree._Element) -> None:
    """A document must neither fetch nor start anything when it is opened."""
    faults = Faults()
    for name in [name for name in parts if name.lower().endswith(".rels")]:
        with faults.noted():
            _refuse_relations(name, parts)
    _drop_notes(parts)
    for part in (root, *(parse(parts[name]) for name in parts_of(parts, TEXT_KINDS))):
        with faults.noted():
            _refuse_tracked_changes(part)
        with faults.noted():
            _refuse_acting_fields(part)
    faults.refuse()


def _refuse_acting_fields(part: etree._Element) -> None:
    acting = [code for code in _field_codes(part) if ACTING_FIELD.match(code)]
    if acting:
        raise FormError(
            "В файле есть поле Word, которое берет данные из другого файла или программы: "
            f"«{shortened(acting[0])}». Нажмите Alt + F9, чтобы увидеть поля, удалите его "
            "и сохраните файл заново."
        )


def refuse_fields_outside_text(parts: Mapping[str, bytes]) -> None:
    texts = [
        "".join(text.text or "" for text in paragraph.iter(w("t")))
        for name in parts_of(parts, TEXT_KINDS)
        for paragraph in parse(parts[name]).iter(w("p"))
    ]
    faults = [
        f"Поле стоит в колонтитуле или в сноске: «{shortened(text)}». "
        "Перенесите его в текст документа: в других местах поля не заполняются."
        for text in texts
        if "{{" in text
    ]
    if faults:
        raise FormError(*faults)


def parts_of(parts: Mapping[str, bytes], kinds: Iterable[str]) -> list[str]:
    """Names of the parts of these kinds, as the relations of the document tell them; a part may
    have any name."""
    if DOCUMENT_RELATIONS not in parts:
        return []
    names = []
    for relation in parse(parts[DOCUMENT_RELATIONS]):
        name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
        if _kind(relation) in kinds and name in parts:
            names.append(name)
    return names


def _kind(relation: etree._Element) -> str:
    return str(relation.get("Type", "")).rpartition("/")[2].lower()


def _refuse_relations(name: str, parts: dict[str, bytes]) -> None:
    relations = parse(parts[name])
    faults = []
    for relation in list(relations):
        kind = _kind(relation)
        is_outside = relation.get("TargetMode", "").lower() == "external"
        if kind == "attachedtemplate":
            relations.remove(relation)
            parts[name] = serialised(relations)
        elif kind == "origin":
            faults.append(
                "Файл подписан электронной подписью, заполнять его нельзя. Откройте его в Word, "
                "нажмите «Файл» → «Сведения» → «Просмотр подписей», удалите подпись "
                "и сохраните файл заново."
            )
        elif is_outside and kind != "hyperlink":
            faults.append(
                f"Файл ссылается на рисунок или объект вне себя: «{shortened(_target(relation))}». "
                "Удалите его, вставьте рисунок через «Вставка» → «Рисунки» и сохраните файл заново."
            )
        elif kind not in HARMLESS:
            faults.append(
                f"В файле есть вложенный объект: «{shortened(_target(relation))}». "
                "Щелкните по нему, нажмите Delete и сохраните файл заново."
            )
    if faults:
        raise FormError(*faults)


def _target(relation: etree._Element) -> str:
    return posixpath.basename(str(relation.get("Target", "")))


def _drop_notes(parts: dict[str, bytes]) -> None:
    if SETTINGS not in parts:
        return
    settings = parse(parts[SETTINGS])
    notes = [note for name in DROPPED_NOTES for note in settings.findall(w(name))]
    for note in notes:
        settings.remove(note)
    if notes:
        parts[SETTINGS] = serialised(settings)


def _refuse_tracked_changes(part: etree._Element) -> None:
    change = next(part.iter(*TRACKED), None)
    if change is not None:
        text = _words_of(change)
        where = f": «{shortened(text)}»" if text.strip() else ""
        raise FormError(
            f"В файле есть непринятые исправления{where}. Нажмите «Рецензирование» → «Принять» → "
            "«Принять все исправления», сохраните файл и загрузите снова."
        )


def _words_of(change: etree._Element) -> str:
    """What a change says, or the paragraph that it is in."""
    paragraph = next(change.iterancestors(w("p")), change)
    own = [element.text or "" for element in change.iter(w("t"), w("delText"))]
    return "".join(own or [element.text or "" for element in paragraph.iter(w("t"))])


def _field_codes(part: etree._Element) -> Iterator[str]:
    """What the fields of Word say: «PAGE», «INCLUDEPICTURE …». A code may be cut into runs, and
    another field may stand inside it."""
    yield from (field.get(w("instr"), "") for field in part.iter(w("fldSimple")))
    open_codes = [""]
    for element in part.iter(w("fldChar"), w("instrText")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("instrText"):
            open_codes[-1] += element.text or ""
        elif kind == "begin":
            open_codes.append("")
        elif kind == "end" and len(open_codes) > 1:
            yield open_codes.pop()
    yield from open_codes
