"""A table that a clerk brings along."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from reports.forms.whole import WholeFormMixin
from reports.importing.clipboard import read_html_table, read_text_table
from reports.importing.grids import read_csv
from reports.importing.read_table import ReadTable
from reports.importing.word.reader import read_word
from reports.importing.workbook import read_workbook
from reports.office.archive import MAX_FILE, MEBIBYTE, FileError


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
        help_text="Документ .docx, книга .xlsx или файл .csv, не больше 10 МБ.",
        error_messages={
            "empty": "Файл пустой. Выберите другой.",
            "max_length": "Сократите название файла: можно не больше 200 знаков.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv"}),
    )

    def clean_html(self) -> ReadTable | None:
        return self._read("html", read_html_table)

    def clean_text(self) -> ReadTable | None:
        return self._read("text", read_text_table)

    def clean_file(self) -> ReadTable | None:
        return self._read("file", read_report_file)

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


def read_report_file(file: UploadedFile) -> ReadTable:
    """The table in an uploaded file, by the ending of its name. Raises ``FileError``."""
    ending = Path(file.name or "").suffix.lower()
    if ending not in FILE_READERS:
        raise FileError(
            "Такие файлы не читаются. Сохраните таблицу как документ .docx, книгу .xlsx "
            "или файл .csv и загрузите еще раз."
        )
    if (file.size or 0) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    return FILE_READERS[ending](file.read())


FILE_READERS: dict[str, Callable[[bytes], ReadTable]] = {
    ".docx": partial(read_word, is_strict=False),
    ".xlsx": read_workbook,
    ".csv": read_csv,
}


class PasteKeepForm(WholeFormMixin, forms.Form):
    """Which of the events that were read are to stand in the report."""

    keep = forms.MultipleChoiceField(
        label="Мероприятия", error_messages={"required": "Отметьте хотя бы одно мероприятие."}
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["keep"]).choices = [(key, key) for key in keys]
