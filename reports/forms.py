"""Shape of input and its layout. No rule of the procedure stands here."""

import datetime as dt
import re
from functools import partial
from pathlib import Path

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from reports.fields import CleanCharField
from reports.importing.archive import MAX_FILE, MEBIBYTE, FileError
from reports.importing.clipboard import read_html_table, read_text_table
from reports.importing.grids import read_csv
from reports.importing.word import read_word
from reports.importing.workbook import read_workbook
from reports.language import quarters, typography
from reports.merging import Change
from reports.models import DocumentOptions, Event, Format, Quarter
from reports.workflow import EVENT_FIELDS

CUT_SHORT = "Страница передана не до конца, поэтому не сохранена. Вернитесь кнопкой «Назад»: там весь текст."


class WholeFormMixin:
    """Refuses a request that was cut in the middle: the last field of the page must have arrived.

    Servers hand a cut body over as if it were whole, and half a text would be saved.
    """

    def clean(self):
        cleaned = super().clean()
        if self.data.get("_end") != "1":
            raise forms.ValidationError(CUT_SHORT, code="cut")
        return cleaned


class CountField(forms.IntegerField):
    """«1 500» is a number, too."""

    def to_python(self, value):
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class EventForm(WholeFormMixin, forms.ModelForm):
    """An event as a draft: nothing is required, submission is strict."""

    typed_online_mark = False

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": CUT_SHORT})

    class Meta:
        model = Event
        fields = list(EVENT_FIELDS)
        field_classes = {"participants_own": CountField, "participants_total": CountField}
        labels = {
            "format": "Формат",
            "category": "Вид мероприятия",
            "agreements": "О чем договорились",
            "participants_own": "Участников от вашего муниципального образования",
            "participants_total": "Участников всего",
        }
        help_texts = {
            "name": "Как в афише или приглашении. Например: III Международный фестиваль «Радуга дружбы».",
            "format": "Для онлайн-формата под наименованием будет напечатано «(онлайн-формат)».",
            "place": "Учреждение и город, для зарубежного места — страна и город. "
            "Например: Дом культуры, г. Вязьма.",
            "period": "Пишите как привыкли: «5-6 ноября», «05.11», «ноябрь – декабрь».",
            "content": "О чем мероприятие и о чем договорились. Пункты списка — с новой строки, с «- ». "
            "Например: Стороны договорились о ежегодных молодежных обменах.",
            "participants": "Организации, должности, фамилии, сколько человек. "
            "Например: И.И. Иванов, глава района; 20 обучающихся школы искусств.",
            "countries": "Несколько — с нажатой клавишей Ctrl.",
            "participants_own": "Только число; если точно неизвестно — примерное.",
            "participants_total": "Только число; если точно неизвестно — примерное.",
        }
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2}),
            "format": forms.RadioSelect,
            "place": forms.Textarea(attrs={"rows": 2}),
            "period": forms.TextInput,
            "content": forms.Textarea(attrs={"rows": 8}),
            "participants": forms.Textarea(attrs={"rows": 5}),
            "agreements": forms.Textarea(attrs={"rows": 2}),
            "participants_own": forms.TextInput(attrs={"inputmode": "numeric"}),
            "participants_total": forms.TextInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args, period_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        self.fields["format"].choices = [*Format.choices, ("", "не указан")]
        self.fields["category"].choices = [("", "не указан"), *self.fields["category"].choices[1:]]
        for name in ("participants_own", "participants_total"):
            self.fields[name].error_messages |= {
                "invalid": "Напишите число цифрами, например 150.",
                "min_value": "Число не может быть меньше нуля.",
                "max_value": "Такого большого числа участников не бывает.",
            }
        self.fields["period"].widget.attrs.update(
            {
                "hx-get": period_url,
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#period-answer",
                "hx-select": "#period-answer",  # nothing of a foreign page, such as the sign-in
                "hx-swap": "outerHTML",
                "hx-sync": "this:replace",
            }
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "version",
            Field("name", css_class="grows"),
            InlineRadios("format"),
            Field("place", css_class="grows"),
            Field("period"),
            HTML("{% include 'reports/_period_answer.html' %}"),
            HTML(
                "<div class='mb-4' data-calendar='{{ report.quarter.start|date:\"Y-m\" }}'></div>"
            ),
            Field("content", css_class="grows"),
            Field("participants", css_class="grows"),
            HTML("<div id='guesses'></div>"),
            HTML(
                "<details class='mb-4' id='statistics'{% if form.statistics_open %} open{% endif %}>"
                "<summary>Для статистики, если известно</summary>"
            ),
            Div(
                "category",
                "countries",
                Field("agreements", css_class="grows"),
                "participants_own",
                "participants_total",
                css_class="pt-3",
            ),
            HTML("</details>"),
        )

    @property
    def statistics_open(self):
        return any(self[name].errors for name in STATISTICS)

    def clean_name(self):
        """A typed online mark becomes the format: it is printed from there, once."""
        name, has_mark = typography.split_online_mark(self.cleaned_data["name"])
        self.typed_online_mark = has_mark
        return name

    def clean(self):
        cleaned = super().clean()
        if self.typed_online_mark:
            if cleaned.get("format") in ("", Format.ONLINE):
                cleaned["format"] = Format.ONLINE
            else:
                self.add_error(
                    "format", "В наименовании написано «онлайн-формат», а отмечен другой."
                )
        if self.instance._state.adding and not any(cleaned.get(name) for name in EVENT_FIELDS):
            raise forms.ValidationError("Заполните хотя бы одно поле, сохранять пока нечего.")
        own, total = cleaned.get("participants_own"), cleaned.get("participants_total")
        if own is not None and total is not None and own > total:
            self.add_error(
                "participants_total", "Всего участников не может быть меньше, чем от вас."
            )
        return cleaned

    def conflicts_with(self, current: Event):
        """``(label, stored value)`` of every field where the stored event differs from the typed.

        From here on the form counts as begun from ``current``: saving again is a decision.
        """
        self.data = self.data.copy()
        self.data["version"] = current.version
        return [
            (self.fields[name].label, _readable(current, name))
            for name in EVENT_FIELDS
            if _readable(current, name) != _readable(self.instance, name)
        ]

    @property
    def values(self):
        """What ``workflow.save_event`` takes."""
        return {name: self.cleaned_data[name] for name in EVENT_FIELDS}


def _readable(event, name):
    """The value of a field as a person reads it."""
    if name == "countries":
        return ", ".join(str(country.name) for country in event.countries)
    display = getattr(event, f"get_{name}_display", None)
    value = display() if display else getattr(event, name)
    return "" if value is None else str(value)


class AutosaveForms:
    """Single fields of ``EventForm`` as a page sends them while somebody writes.

    ``fields`` is name → {"value": …, "bases": […]}; values are what the controls hold, a text or
    a list of texts. ``changes`` are those that can be stored, ``errors`` says why others cannot.
    Raises ``TypeError``, ``KeyError`` or ``ValueError`` for what no page of ours sends.
    """

    def __init__(self, report, fields: dict):
        if not set(fields) <= set(EVENT_FIELDS) or ("name" in fields) > ("format" in fields):
            raise ValueError("a name goes with its format: a typed online mark becomes one")
        self._report = report
        cleaned, self.errors = self._clean({name: sent["value"] for name, sent in fields.items()})
        self.changes = {
            name: Change(value, self._bases(name, fields[name]["bases"]))
            for name, value in cleaned.items()
        }

    def _bases(self, name, bases):
        values = [self._clean({name: base})[0] for base in bases[-MOST_BASES:]]
        return tuple(value[name] for value in values if name in value)

    def _clean(self, values):
        data = QueryDict(mutable=True)
        data.update({"version": "1", "_end": "1"})
        for name, value in values.items():
            texts = value if isinstance(value, list) else [value]
            if not all(isinstance(text, str) for text in texts):
                raise TypeError(name)
            data.setlist(name, texts)
        form = EventForm(data, instance=Event(report=self._report))
        form.is_valid()
        errors = {
            name: [str(e) for e in form.errors[name]]
            for name in EVENT_FIELDS
            if name in form.errors
        }
        if "format" in errors:  # a typed mark that says otherwise: the name must keep it
            errors.setdefault("name", errors["format"])
        good = (name for name in values if name not in errors)
        return {name: form.cleaned_data.get(name) for name in good}, errors


MOST_BASES = 20  # so many unanswered attempts in a row are remembered

STATISTICS = ("category", "countries", "agreements", "participants_own", "participants_total")


def _remark(label):
    widget = forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    return CleanCharField(label=label, required=False, max_length=5_000, widget=widget)


class ReviewForm(WholeFormMixin, forms.Form):
    """Everything a reviewer can type on the page of a report: a remark on the whole and one on
    each row. Whatever button is pressed, all of them arrive."""

    def __init__(self, *args, rows=(), **kwargs):
        """``rows`` are the ``EventRow`` of the report."""
        super().__init__(*args, **kwargs)
        self.fields["remark"] = _remark("Замечание ко всему отчету")
        for row in rows:
            self.fields[f"remark_{row.event_id}"] = _remark(f"Замечание к строке {row.number}")
        self._vanished = self._of_vanished_rows()
        for name in self._vanished:
            self.fields[name] = _remark("Замечание к удаленному мероприятию")

    def _of_vanished_rows(self):
        """Remarks typed to rows that have been deleted since: their texts must not be lost."""
        names = (name for name in self.data if re.fullmatch(r"remark_\d{1,18}", name, re.ASCII))
        return [name for name in names if name not in self.fields and self.data[name].strip()]

    @property
    def vanished(self):
        return [self[name] for name in self._vanished]

    @property
    def remarks(self) -> list[tuple[int | None, str]]:
        """What was typed: the event's key, None for the whole report, and the text."""
        return [
            (int(name.removeprefix("remark_")) if name != "remark" else None, text)
            for name, text in self.cleaned_data.items()
            if text
        ]

    def of_row(self, row):
        return self[f"remark_{row.event_id}"]


class RussianDateField(forms.DateField):
    """A day as people write it; the browser's calendar is of no help in a town hall."""

    input_formats = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d")
    default_error_messages = {"invalid": "Напишите дату так: 15.01.2027."}

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "size": 10})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class DueDateMixin:
    """The due date comes after the quarter; both forms of a quarter say so at its place."""

    def clean(self):
        cleaned = super().clean()
        year, number = self.quarter_of(cleaned)
        due = cleaned.get("due_date")
        if year and number and due and due <= quarters.Quarter(year, number).end:
            self.add_error("due_date", "Срок сдачи должен быть позже последнего дня квартала.")
        return cleaned

    def quarter_of(self, cleaned):
        return (
            cleaned.get("year") or self.instance.year,
            cleaned.get("number") or self.instance.number,
        )


class QuarterForm(DueDateMixin, forms.ModelForm):
    due_date = RussianDateField(
        label="Срок сдачи", help_text="Последний день, когда отчет сдан вовремя."
    )

    year = forms.IntegerField(label="Год", min_value=1990, max_value=2100)

    class Meta:
        model = Quarter
        fields = ["year", "number", "due_date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self):
        """Opening a quarter again is allowed: municipalities added since get their reports."""
        cleaned = super().clean()
        known = Quarter.objects.filter(
            year=cleaned.get("year"), number=cleaned.get("number")
        ).first()
        if known is not None and not known.is_open and self.instance.pk is None:
            raise forms.ValidationError(f"{known} закрыт. Сначала откройте его снова.")
        self.instance = known or self.instance
        return cleaned

    @staticmethod
    def next_initial(last: Quarter | None, today: dt.date) -> dict:
        """What an administrator most likely opens next: after the last one, or the current."""
        calendar = last.calendar.next if last else quarters.Quarter.of(today)
        return {
            "year": calendar.year,
            "number": calendar.number,
            "due_date": calendar.end + dt.timedelta(days=settings.DUE_DAY),
        }


class DueDateForm(DueDateMixin, forms.ModelForm):
    due_date = RussianDateField(label="Срок сдачи")

    class Meta:
        model = Quarter
        fields = ["due_date"]


class SinceField(forms.ChoiceField):
    """The quarter from which something holds: one that is being collected, or the next."""

    def __init__(self, **kwargs):
        super().__init__(label="С какого квартала", choices=self._choices, **kwargs)

    @staticmethod
    def _choices():
        """A closed quarter is not there: its document stays as it was issued."""
        opened = list(Quarter.objects.all())
        following = opened[0].calendar.next if opened else quarters.Quarter.of(timezone.localdate())
        collected = [quarter.calendar for quarter in opened if quarter.is_open]
        return [(calendar.slug, calendar.nominative) for calendar in (following, *collected)]

    def clean(self, value):
        return quarters.Quarter.parse_slug(super().clean(value))


SINCE_HELP = "Документы более ранних кварталов останутся прежними."


class DocumentFormForm(forms.Form):
    """A Word file to be tried as the form of the document."""

    file = forms.FileField(
        label="Файл .docx",
        max_length=200,
        error_messages={
            "required": "Выберите файл.",
            "empty": "Файл пустой.",
            "max_length": "Сократите название файла: можно не больше 200 знаков.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    since = SinceField(help_text=SINCE_HELP)


class DefaultFormForm(forms.Form):
    since = SinceField()


class DocumentOptionsForm(WholeFormMixin, forms.ModelForm):
    """The options from a quarter on. ``begun`` is the row that the page showed."""

    since = SinceField(widget=forms.HiddenInput)
    begun = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DocumentOptions
        fields = [
            "approval",
            "appendix",
            "signatory_post",
            "signatory_name",
            "executor",
            "has_column_numbers",
            "has_empty_sections",
            "left_margin",
            "typeface",
        ]
        labels = {
            "approval": "Гриф утверждения",
            "appendix": "Отметка о приложении",
            "signatory_post": "Должность того, кто подписывает",
            "signatory_name": "Инициалы и фамилия того, кто подписывает",
            "executor": "Отметка об исполнителе",
            "has_column_numbers": "Печатать строку с номерами граф",
            "has_empty_sections": "Печатать муниципальные образования, в которых "
            "мероприятия не проводились",
            "left_margin": "Левое поле",
            "typeface": "Шрифт",
        }
        help_texts = {
            "approval": "Строки справа над названием: «УТВЕРЖДАЮ», должность, место подписи, дата.",
            "appendix": "Строки в правом верхнем углу, например: «Приложение к письму от … № …».",
            "signatory_name": "Печатается у правого края последней строки должности.",
            "executor": "Фамилия и телефон, мелким шрифтом в конце документа.",
        }
        widgets = {
            "approval": forms.Textarea(attrs={"rows": 4}),
            "appendix": forms.Textarea(attrs={"rows": 2}),
            "signatory_post": forms.Textarea(attrs={"rows": 2}),
            "signatory_name": forms.TextInput,
            "executor": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, default in (("left_margin", "20 мм"), ("typeface", "Times New Roman")):
            choices = self.fields[name].choices
            self.fields[name].choices = [("", f"как в форме (в .xlsx — {default})"), *choices[1:]]

    def clean(self):
        cleaned = super().clean()
        for name in ("approval", "appendix", "signatory_post", "executor"):
            if cleaned.get(name, "").count("\n") >= MOST_LINES:
                self.add_error(
                    name, f"Сократите до {MOST_LINES} строк: больше на лист не поместится."
                )
        return cleaned

    def begin_anew(self, row: DocumentOptions):
        """From here on the form counts as begun from ``row``: saving again is a decision."""
        self.data = self.data.copy()
        self.data["begun"] = row.pk

    @property
    def values(self):
        """What ``layout.change_options`` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


MOST_LINES = 12


class PasteForm(WholeFormMixin, forms.Form):
    """A table that a clerk brings along: pasted, or in a file. Cleaned values are read tables."""

    html = forms.CharField(label="Таблица", required=False, strip=False, widget=forms.HiddenInput)
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
            "empty": "Файл пустой.",
            "max_length": "Сократите название файла: можно не больше 200 знаков.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv"}),
    )

    def clean_html(self):
        return self._read("html", read_html_table)

    def clean_text(self):
        return self._read("text", read_text_table)

    def clean_file(self):
        return self._read("file", read_report_file)

    def _read(self, name, reader):
        try:
            return reader(self.cleaned_data[name]) if self.cleaned_data[name] else None
        except FileError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.tables:
            self.add_error("text", "Вставьте таблицу или выберите файл.")
        return cleaned

    @property
    def tables(self):
        names = ("html", "text", "file")
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]


def read_report_file(file):
    """The table in an uploaded file, by the ending of its name. Raises ``FileError``."""
    ending = Path(file.name).suffix.lower()
    if ending not in FILE_READERS:
        raise FileError(
            "Такие файлы не читаются. Сохраните таблицу как документ .docx, книгу .xlsx "
            "или файл .csv и загрузите еще раз."
        )
    if file.size > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    return FILE_READERS[ending](file.read())


FILE_READERS = {
    ".docx": partial(read_word, is_strict=False),
    ".xlsx": read_workbook,
    ".csv": read_csv,
}


class PasteKeepForm(WholeFormMixin, forms.Form):
    """Which of the events that were read are to stand in the report."""

    keep = forms.MultipleChoiceField(
        label="Мероприятия", error_messages={"required": "Отметьте хотя бы одно мероприятие."}
    )

    def __init__(self, *args, keys, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(key, key) for key in keys]
