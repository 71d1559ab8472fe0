"""What the consolidated report would say now that an issue of it does not say."""

from dataclasses import dataclass

from django.utils import timezone

from reports.columns import WRITTEN
from reports.document.contents import Contents, SectionContents
from reports.export.table import NO_EVENTS, Options
from reports.language.plural import ru_count
from reports.language.row_diff import Row, RowChange, compare
from reports.language.typography import NBSP
from reports.models import Consolidation, DocumentForm, DocumentOptions

# A number follows from the place, so it is none of the cells that can change.
_CELLS = [column.name for column in WRITTEN]

Sections = list[SectionContents]


@dataclass(frozen=True)
class DesignChange:
    """A text of the document outside its rows, before and now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Outdated:
    """What has changed since a report was issued: rows, each within its section; sections that came
    or went; the title, the options and the form. ``is_reordered``, when the sections stand in
    another order, makes no issue say anything false: it is told, and counts for nothing."""

    rows: list[RowChange]
    sections: list[RowChange]
    texts: list[DesignChange]
    is_reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.sections or self.design)

    @property
    def design(self) -> bool:
        return bool(self.texts)

    @property
    def words(self) -> str:
        """All changes in one line: «1 строка изменилась; изменено: гриф утверждения»."""
        counted = (
            (self.rows, ("строка изменилась", "строки изменились", "строк изменилось")),
            (self.sections, ("раздел изменился", "раздела изменились", "разделов изменилось")),
        )
        words = [ru_count(len(changes), *forms) for changes, forms in counted if changes]
        if self.design:
            words.append(f"изменено: {', '.join(change.name for change in self.texts)}")
        if self.is_reordered:
            words.append("порядок муниципальных образований стал другим")
        return "; ".join(words)


NOTHING = Outdated([], [], [])


def outdated(issued: Consolidation, contents: Contents) -> Outdated:
    """What ``contents``, as ``issuing.frozen`` gives them now, differ in from what was
    issued."""
    then, now = issued.contents["sections"], contents["sections"]
    before = _in_order_of(now, then)
    return Outdated(
        rows=compare(_comparable(before), _comparable(now)),
        sections=compare(_sections(before), _sections(now)),
        texts=_texts(issued.contents, contents),
        is_reordered=before != then,
    )


def _in_order_of(now: Sections, then: Sections) -> Sections:
    """``then`` in the order of ``now``; a section that has gone stands behind the one it followed."""
    places = {section["title"]: place for place, section in enumerate(now)}
    order, place = [], -1
    for number, section in enumerate(then):
        place = places.get(section["title"], place)
        order.append((place, number))
    return [then[number] for _, number in sorted(order)]


def _comparable(sections: Sections) -> list[Row]:
    """Named as people read them: the cells of a row that can differ. A section without events is a
    row of its own: it comes and goes with a zero report."""
    rows = []
    for section in sections:
        title = section["title"]
        if not section["rows"]:
            rows.append(Row(title, {"Раздел": title, _CELLS[0]: NO_EVENTS}))
        for row in section["rows"]:
            cells = dict(zip(_CELLS, map(_as_read, row["cells"][1:]), strict=True))
            rows.append(Row(row["event"], cells | {"Раздел": title}))
    return rows


def _as_read(text: str) -> str:
    """Which spaces hold two words together is for the printer: when a rule of print is mended, no
    issue becomes outdated by it."""
    return text.replace(NBSP, " ")


def _sections(sections: Sections) -> list[Row]:
    return [Row(section["title"], {"Раздел": section["title"]}) for section in sections]


def _texts(before: Contents, after: Contents) -> list[DesignChange]:
    changes = [
        DesignChange(name, old, new)
        for name, old, new in (
            ("название документа", *("\n".join(each["title"]) for each in (before, after))),
            ("текст вместо таблицы", *(each.get("statement", "") for each in (before, after))),
        )
        if old != new
    ]
    if before["form"] != after["form"]:
        changes.append(DesignChange("форма документа", *_forms(before["form"], after["form"])))
    # What an issue kept before an option came to be has that option's default.
    old, new = (vars(Options()) | each["options"] for each in (before, after))
    return changes + [
        DesignChange(_option(name), _value(old[name]), _value(new[name]))
        for name in vars(Options())
        if _as_read(str(old[name])) != _as_read(str(new[name]))
    ]


def _forms(*keys: int | None) -> list[str]:
    forms = DocumentForm.objects.defer("data").in_bulk([key for key in keys if key is not None])
    return ["обычная" if key is None else _form(forms[key]) for key in keys]


def _form(form: DocumentForm) -> str:
    """With the moment: forms are mended and uploaded again under one name."""
    uploaded = timezone.localtime(form.uploaded_at)
    return f"«{form}», загружена {uploaded:%d.%m.%Y в %H:%M:%S}"


def _option(name: str) -> str:
    return str(getattr(DocumentOptions, name).field.verbose_name)


def _value(value: str | int | bool | None) -> str:
    if isinstance(value, bool):
        return "есть" if value else "нет"
    if isinstance(value, int):
        return f"{value} мм"
    return value or "не задано"
