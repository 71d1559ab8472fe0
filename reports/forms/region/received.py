"""Files with reports that an officer of the region brings in, and what is answered about them."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from municipalities.models import Municipality
from reports.forms.region.entering import EntryForm
from reports.forms.whole import WholeFormMixin
from reports.importing.files import READERS
from reports.models import ReceivedReport
from reports.models.received import LONGEST_NAME
from reports.office.envelopes import UNPACKED

MOST_FILES = 100


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """The files as a list; each is cleaned as one."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if not data:
            super().clean(None, initial)
        return [super(ManyFilesField, self).clean(one, initial) for one in data]


class GroundForm(EntryForm):
    """Of many reports at once. What came with each is its letter."""

    letter = None  # type: ignore[assignment]


class FilesForm(WholeFormMixin, forms.Form):
    brought = ManyFilesField(
        label="Файлы с отчетами",
        max_length=LONGEST_NAME,
        help_text="Документы, книги, архив .zip или письма .eml — сколько угодно сразу, каждый файл не "
        "больше 10 МБ. Или перетащите их сюда.",
        error_messages={
            "required": "Выберите файлы.",
            "empty": "Файл пустой. Выберите другой.",
            "max_length": "Сократите название файла: можно не больше 200 знаков.",
        },
        widget=_ManyFiles(attrs={"accept": ",".join((*READERS, *UNPACKED))}),
    )


class _MunicipalityField(forms.ModelChoiceField):
    """By the names on a ``day``."""

    day: dt.date

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name_on(self.day))


class WhoseForm(WholeFormMixin, forms.Form):
    municipality = _MunicipalityField(
        label="Чей это отчет",
        queryset=Municipality.objects.none(),
        empty_label="Выберите",
        error_messages={"required": "Выберите муниципальное образование."},
    )

    def __init__(self, *args: Any, received: ReceivedReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarter = received.quarter
        field = cast(_MunicipalityField, self.fields["municipality"])
        field.day = quarter.end
        field.queryset = (
            Municipality.objects.with_names().filter(reports__quarter=quarter).distinct()
        )


class ChosenForm(WholeFormMixin, forms.Form):
    """Which of the events are to be entered; none is an answer, too."""

    keep = forms.MultipleChoiceField(label="Мероприятия", required=False)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["keep"]).choices = [(key, key) for key in keys]
