"""What the columns of a table are, when it does not say so itself."""

import base64
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from reports.forms.whole import WholeFormMixin
from reports.importing.chosen_columns import CHOICES, AskedColumns

Source = dict[str, str]  # what was pasted and uploaded, as JSON can hold it
NAMELESS = "Выберите графу с наименованием мероприятия."


class ColumnsForm(WholeFormMixin, forms.Form):
    """One choice above each column."""

    def __init__(self, *args: Any, asked: AskedColumns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for at, guessed in enumerate(asked.guessed):
            heading = asked.headings[at] if asked.headings else ""
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=" ".join(heading.split()) or f"Графа {at + 1}",
                choices=list(CHOICES.items()),
                required=False,
                initial=guessed,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and "name" not in self.chosen:
            raise forms.ValidationError(NAMELESS)
        return cleaned

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data.get(name, "") for name in self.fields)


def source_of(data: dict[str, Any], file: UploadedFile | None) -> Source:
    source = {name: str(data.get(name, "")) for name in ("html", "text")}
    if file is not None:
        file.seek(0)
        source |= {"name": file.name or "", "data": base64.b64encode(file.read()).decode()}
    return source


def file_of(source: Source) -> tuple[str, bytes] | None:
    if "data" not in source:
        return None
    return source["name"], base64.b64decode(source["data"])
