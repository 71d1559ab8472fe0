"""What the consolidated report would say now that an issue of it does not say."""

from dataclasses import dataclass

from django.utils import timezone

from reports.columns import WRITTEN
from reports.document.contents import Contents
from reports.export.table import NO_EVENTS, Options
from reports.language.plural import ru_count
from reports.language.row_diff import Row, RowChange, compare
from reports.models import Consolidation, DocumentForm, DocumentOptions

# A number follows from the place, so it is none of the cells that can change.
_CELLS = [column.name for column in WRITTEN]


@dataclass(frozen=True)
class DesignChange:
    """A text of the document outside its rows, before and now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Outdated:
    """What has changed since a report was issued: rows; sections that came, went or were moved;
    the title, the options and the form."""

    rows: list[RowChange]
    sections: list[RowChange]
    texts: list[DesignChange]

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
        return "; ".join(words)


NOTHING = Outdated([], [], [])


def outdated(issued: Consolidation, contents: Contents) -> Outdated:
    """What ``contents``, as ``issuing.frozen`` gives them now, differ in from what was
    issued."""
    before = issued.contents
    return Outdated(
        rows=compare(_comparable(before), _comparable(contents)),
        sections=compare(_sections(before), _sections(contents)),
        texts=_texts(before, contents),
    )


def _comparable(contents: Contents) -> list[Row]:
    """Named as people read them: the cells of a row that can differ. A section without events is a
    row of its own: it comes and goes with a zero report."""
    rows = []
    for section in contents["sections"]:
        title = section["title"]
        if not section["rows"]:
            rows.append(Row(title, {"Раздел": title, _CELLS[0]: NO_EVENTS}))
        for row in section["rows"]:
            cells = dict(zip(_CELLS, row["cells"][1:], strict=True))
            rows.append(Row(row["event"], cells | {"Раздел": title}))
    return rows


def _sections(contents: Contents) -> list[Row]:
    return [Row(s["title"], {"Раздел": s["title"]}) for s in contents["sections"]]


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
        if old[name] != new[name]
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
