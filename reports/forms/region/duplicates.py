"""One wording for several tellings of the same event."""

from collections.abc import Sequence
from typing import Any

from django import forms

from reports.document.duplicates import ONE_WORDING
from reports.forms.whole import WholeFormMixin
from reports.language import typography
from reports.models import Cell, Event
from reports.models.fields import CleanCharField


class WordingForm(WholeFormMixin, forms.Form):
    """For each cell one of the wordings that are there, or words of one's own; nothing chosen
    leaves the cell as it is."""

    # What the preview on the screen says, in short: only that may be written.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {}
        for cell in ONE_WORDING:
            # Chosen by the event, not by its words: a browser sends other line ends than it got.
            keys: dict[str, str] = {}
            for event in group:
                keys.setdefault(getattr(event, cell), str(event.pk))
            choices = [(key, text) for text, key in keys.items() if text]
            self.texts[cell] = dict(choices)
            self.fields[cell.value] = forms.ChoiceField(
                label=cell.label,
                choices=[("", "Оставить как есть"), *choices],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"own_{cell}"] = CleanCharField(
                label=f"{Cell(cell).label}: свой вариант",
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    def clean_own_name(self) -> str:
        name = self.cleaned_data["own_name"]
        if typography.split_online_mark(name, in_brackets=True)[1]:
            raise forms.ValidationError(
                "Отметку «(онлайн-формат)» печатает сама программа у тех мероприятий, где указан "
                "этот формат. Уберите ее из наименования."
            )
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(self.wording.values()):
            raise forms.ValidationError("Выберите или напишите хотя бы один вариант.")
        return cleaned

    @property
    def wording(self) -> dict[str, str]:
        """Cell → text; empty where nothing was chosen."""
        chosen = self.cleaned_data
        return {
            cell.value: chosen[f"own_{cell}"] or self.texts[cell].get(chosen[cell.value], "")
            for cell in ONE_WORDING
        }

    def remember(self, shown: str) -> None:
        """Have the page bring ``shown`` along with the next request."""
        self.bring_along("shown", shown)
