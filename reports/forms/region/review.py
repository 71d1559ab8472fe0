"""What a reviewer types and ticks: on the page of a report, about one text, in the queue."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from reports.export.table import EventRow
from reports.forms.whole import CUT_SHORT, WholeFormMixin
from reports.language import typography
from reports.models import LONGEST_READY, Cell, Event, Remark
from reports.models.fields import CleanCharField

ROW = re.compile(r"remark_(\d{1,18})", re.ASCII)
WHOLE_ROW = ("", "Вся строка")


def _remark(label: str) -> CleanCharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "form-control grows"})
    return CleanCharField(label=label, required=False, max_length=5_000, widget=widget)


def _cell() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="К графе",
        required=False,
        choices=[WHOLE_ROW, *Cell.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class ReviewForm(WholeFormMixin, forms.Form):
    """Everything a reviewer can type on the page of a report: a remark on the whole, one on each
    row or a cell of it, and what is still wrong with a remark that was sent. Whatever button is
    pressed, all of them arrive."""

    def __init__(
        self, *args: Any, rows: Sequence[EventRow] = (), sent: Iterable[Remark] = (), **kwargs: Any
    ) -> None:
        """``rows`` are the ``EventRow`` of the report, ``sent`` its remarks that were sent."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["remark"] = _remark("Замечание ко всему отчету")
        for row in rows:
            self._add_row(row.event_id, f"Замечание к строке {row.number}")
        self._vanished = self._of_vanished_rows()
        for pk in self._vanished:
            self._add_row(pk, "Замечание к удаленному мероприятию")
        for remark in sent:
            self.fields[f"remark_again_{remark.pk}"] = _remark("Что не исправлено")

    def _add_row(self, pk: int | str | None, label: str) -> None:
        self.fields[f"remark_{pk}"] = _remark(label)
        self.fields[f"cell_{pk}"] = _cell()

    def _of_vanished_rows(self) -> list[str]:
        """Remarks typed to rows that have been deleted since: their texts must not be lost."""
        keys = [match[1] for name in self.data if (match := ROW.fullmatch(name))]
        return [
            pk
            for pk in keys
            if f"remark_{pk}" not in self.fields and self.data[f"remark_{pk}"].strip()
        ]

    @property
    def vanished(self) -> list[tuple[BoundField, BoundField]]:
        return [self.of_row(pk) for pk in self._vanished]

    @property
    def remarks(self) -> list[tuple[int | None, str, str]]:
        """What was typed: the event's key, None for the whole report; the cell; the text."""
        typed = self.cleaned_data
        whole = [(None, "", typed["remark"])] if typed.get("remark") else []
        keys = [match[1] for name in typed if (match := ROW.fullmatch(name))]
        return whole + [
            (int(pk), typed.get(f"cell_{pk}", ""), typed[f"remark_{pk}"])
            for pk in keys
            if typed[f"remark_{pk}"]
        ]

    @property
    def again(self) -> dict[int, str]:
        """What is still wrong: the key of a remark that was sent, and the words."""
        prefix = "remark_again_"
        return {
            int(name.removeprefix(prefix)): text
            for name, text in self.cleaned_data.items()
            if text and name.startswith(prefix)
        }

    def of_row(self, event_id: int | str | None) -> tuple[BoundField, BoundField]:
        """The fields of a row: the remark and its cell."""
        return self[f"remark_{event_id}"], self[f"cell_{event_id}"]

    def of_remark(self, remark: Remark) -> BoundField | None:
        name = f"remark_again_{remark.pk}"
        return self[name] if name in self.fields else None


class ReadyRemarkForm(forms.Form):
    """A text to be kept for other reports, or to be forgotten."""

    ready = CleanCharField(max_length=LONGEST_READY)
    keep = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


class CorrectionForm(WholeFormMixin, forms.ModelForm):
    """The texts of an event that the region mends itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": CUT_SHORT})

    class Meta:
        model = Event
        fields = list(Cell.values)
        labels = dict(Cell.choices)
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2, "class": "grows"}),
            "place": forms.Textarea(attrs={"rows": 2, "class": "grows"}),
            "period": forms.TextInput,
            "content": forms.Textarea(attrs={"rows": 8, "class": "grows"}),
            "participants": forms.Textarea(attrs={"rows": 5, "class": "grows"}),
        }

    def clean_name(self) -> str:
        """The online mark is printed from the format, which is the municipality's to say."""
        typed = self.cleaned_data["name"]
        if self.instance.is_online:
            return typography.split_online_mark(typed)[0]
        if typed != self.instance.name and typography.split_online_mark(typed, in_brackets=True)[1]:
            raise forms.ValidationError(
                "Отметку «(онлайн-формат)» печатает сама программа, если муниципальное образование "
                "указало этот формат. Напишите об этом замечание."
            )
        return typed

    @property
    def texts(self) -> dict[str, str]:
        """What differs from the stored event, for ``corrections.correct_event``."""
        return {name: self.cleaned_data[name] for name in Cell.values if name in self.changed_data}

    def conflicts_with(self, current: Event) -> list[tuple[str, str]]:
        """``(label, stored text)`` of every cell where ``current`` differs from what was typed.

        From here on the form counts as begun from ``current``: saving again is a decision.
        """
        self.bring_along("version", current.version)
        return [
            (Cell(name).label, getattr(current, name))
            for name in Cell.values
            if getattr(current, name) != self.cleaned_data[name]
        ]


class QueueForm(WholeFormMixin, forms.Form):
    """Reports to accept at once: those that were ticked, or all zero reports of the page. Every
    one comes as «key:version», the version that was on the screen."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name = "zero" if "all_zero" in self.data else "report"
        pairs = [
            re.fullmatch(r"(\d{1,18}):(\d{1,9})", value, re.ASCII)
            for value in cast(QueryDict, self.data).getlist(name)
        ]
        whole = [pair for pair in pairs if pair is not None]
        if len(whole) < len(pairs):
            raise forms.ValidationError(CUT_SHORT, code="cut")
        if not whole:
            raise forms.ValidationError("Отметьте хотя бы один отчет.")
        return cleaned | {"versions": {int(pair[1]): int(pair[2]) for pair in whole}}
