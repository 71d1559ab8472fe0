"""What a reviewer is shown of a report that comes back: what has changed since it was returned."""

from typing import TypedDict

from reports.columns import WRITTEN
from reports.language.row_diff import Row, RowChange, compare
from reports.models import Action, Event, Report

_SHORT_TITLES = {column.key: column.short_title for column in WRITTEN}
# What a clerk can write, in the order of the form.
LABELS = {
    "name": _SHORT_TITLES["name"],
    "format": "Формат",
    **_SHORT_TITLES,
    "category": "Вид",
    "countries": "Страны",
    "agreements": "Достигнутые договоренности",
    "participants_own": "Участников от муниципального образования",
    "participants_total": "Участников всего",
}


class EventContents(TypedDict):
    """An event as a return or a withdrawal keeps it: its key, and the text of every cell."""

    key: int
    cells: dict[str, str]


def contents_of(report: Report) -> list[EventContents]:
    """All that a report says, as data that JSON holds: ``{"key": …, "cells": {…}}`` for every
    event, in order."""
    return [{"key": event.pk, "cells": _cells(event)} for event in report.events.live().in_order()]


def changes_since_return(report: Report) -> list[RowChange] | None:
    """None when it was never returned, or before such contents were kept."""
    returned = report.log.newest(Action.RETURN)
    if returned is None or returned.contents is None:
        return None
    return compare(_comparable(returned.contents), _comparable(contents_of(report)))


def _comparable(contents: list[EventContents]) -> list[Row]:
    return [Row(row["key"], row["cells"]) for row in contents]


def _cells(event: Event) -> dict[str, str]:
    words = {
        "format": event.get_format_display(),
        "category": event.get_category_display(),
        "countries": ", ".join(str(country.name) for country in event.countries),
    }
    values = {name: words.get(name, getattr(event, name)) for name in LABELS}
    return {name: "" if value is None else str(value) for name, value in values.items()}
