"""A file or a link that stands beside a report or an event of it."""

from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.text import Truncator

from reports.forms.whole import WholeFormMixin
from reports.models import LONGEST_LINK, Event, Report
from reports.models.fields import CleanCharField
from reports.office.archive import FileError
from reports.office.kept_kinds import NAMED, kind_of

LONGEST_TITLE = 200


class KeptFileField(forms.FileField):
    """Cleaned is the file as it came; of what is in it ``kind_of`` knows what it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=200,
            error_messages={
                "empty": "Файл пустой. Выберите другой.",
                "max_length": "Сократите название файла: можно не больше 200 знаков.",
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file = cast(UploadedFile | None, super().clean(data, initial))
        if file is None:
            return None
        try:
            kind_of(file.read())
        except FileError as error:
            raise forms.ValidationError(str(error), code="kind") from error
        file.seek(0)
        return file


def title_of(file: UploadedFile) -> str:
    """The name of the file without its ending, which its contents give back."""
    return PurePath(file.name or "").stem[:LONGEST_TITLE] or "Файл"


class EventField(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        return Truncator(event).chars(80)


class KeptForm(WholeFormMixin, forms.Form):
    file = KeptFileField(label="Файл", help_text=f"{NAMED}, не больше 10 МБ.")
    link = CleanCharField(
        label="Или ссылка",
        max_length=LONGEST_LINK,
        required=False,
        help_text="Начинается с https://.",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    title = CleanCharField(
        label="Что это",
        max_length=LONGEST_TITLE,
        required=False,
        help_text="Например, «Программа форума». Если не заполнять, останется имя файла.",
    )
    event = EventField(
        queryset=None,
        label="К чему приложить",
        required=False,
        empty_label="Ко всему отчету",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "Этого мероприятия в отчете нет. Выберите другое."},
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Event.objects.filter(report=report).live().in_order()
        cast(EventField, self.fields["event"]).queryset = events

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link:
            URLValidator(schemes=["https"], message="Ссылка должна начинаться с «https://».")(link)
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if bool(cleaned.get("file")) == bool(cleaned.get("link")):
            self.add_error("file", "Выберите файл или напишите ссылку: что-нибудь одно.")
        return cleaned
