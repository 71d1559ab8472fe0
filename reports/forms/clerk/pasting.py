"""A table that a clerk brings along."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django import forms

from reports.forms.whole import WholeFormMixin
from reports.importing.chosen_columns import Chosen
from reports.importing.clipboard import read_html_table, read_text_table
from reports.importing.files import READERS, read_file
from reports.importing.read_table import ReadTable
from reports.office.archive import FileError


class PasteForm(WholeFormMixin, forms.Form):
    """A table that a clerk brings along: pasted, or in a file. Cleaned values are read tables."""

    html = forms.CharField(
        label="Таблица",
        required=False,
        strip=False,
        widget=forms.HiddenInput(attrs={"data-written": ""}),
    )
    text = forms.CharField(
        label="Таблица",
        required=False,
        strip=False,
        help_text="Щелкните здесь и нажмите Ctrl + V.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label="Или файл с таблицей",
        required=False,
        max_length=200,
        help_text="Документ Word или LibreOffice, книга Excel или файл .csv, не больше 10 МБ.",
        error_messages={
            "empty": "Файл пустой. Выберите другой.",
            "max_length": "Сократите название файла: можно не больше 200 знаков.",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
    )

    def __init__(self, *args: Any, chosen: Chosen = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean_html(self) -> ReadTable | None:
        return self._read("html", partial(read_html_table, chosen=self.chosen))

    def clean_text(self) -> ReadTable | None:
        return self._read("text", partial(read_text_table, chosen=self.chosen))

    def clean_file(self) -> ReadTable | None:
        return self._read(
            "file", lambda file: read_file(file.name or "", file.read(), chosen=self.chosen)
        )

    def _read(self, name: str, reader: Callable[[Any], ReadTable]) -> ReadTable | None:
        try:
            return reader(self.cleaned_data[name]) if self.cleaned_data[name] else None
        except FileError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.tables:
            self.add_error("text", "Вставьте таблицу или выберите файл.")
        return cleaned

    @property
    def tables(self) -> list[ReadTable]:
        names = ("html", "text", "file")
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]


class PasteKeepForm(WholeFormMixin, forms.Form):
    """Which of the events that were read are to stand in the report."""

    keep = forms.MultipleChoiceField(
        label="Мероприятия", error_messages={"required": "Отметьте хотя бы одно мероприятие."}
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["keep"]).choices = [(key, key) for key in keys]
