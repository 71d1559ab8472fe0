"""How the document looks: a form to try, and the options."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone

from reports.document.build import PERIOD, default_statement
from reports.forms.whole import WholeFormMixin
from reports.language import quarters
from reports.models import DocumentOptions, Quarter

SINCE_HELP = "Документы более ранних кварталов останутся прежними."
MOST_LINES = 12


class SinceField(forms.ChoiceField):
    """The quarter from which something holds: one that is being collected, or the next."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="С какого квартала", choices=self._choices, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        """A closed quarter is not there: its document stays as it was issued."""
        following = Quarter.objects.next_to_open(timezone.localdate())
        collected = [quarter.calendar for quarter in Quarter.objects.all() if quarter.is_open]
        return [(calendar.slug, calendar.nominative) for calendar in (following, *collected)]

    def clean(self, value: Any) -> quarters.Quarter:
        return quarters.Quarter.parse_slug(super().clean(value))


class DocumentFormForm(forms.Form):
    """A Word file to be tried as the form of the document."""

    file = forms.FileField(
        label="Файл .docx",
        max_length=200,
        error_messages={
            "required": "Выберите файл.",
            "empty": "Файл пустой. Выберите другой.",
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
            "no_events_text",
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
            "no_events_text": "Что печатать вместо таблицы, когда мероприятий не было",
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
            "no_events_text": f"На место слова {PERIOD} встанет период отчета. Если оставить пустым, "
            f"печатается: «{default_statement()}».",
        }
        widgets = {
            "approval": forms.Textarea(attrs={"rows": 4}),
            "appendix": forms.Textarea(attrs={"rows": 2}),
            "signatory_post": forms.Textarea(attrs={"rows": 2}),
            "signatory_name": forms.TextInput,
            "executor": forms.Textarea(attrs={"rows": 2}),
            "no_events_text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, default in (("left_margin", "20 мм"), ("typeface", "Times New Roman")):
            field = cast(forms.ChoiceField, self.fields[name])
            _, *choices = cast(Iterable[tuple[object, str]], field.choices)
            field.choices = [("", f"как в форме (в .xlsx — {default})"), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("approval", "appendix", "signatory_post", "executor", "no_events_text"):
            if cleaned.get(name, "").count("\n") >= MOST_LINES:
                self.add_error(
                    name, f"Сократите до {MOST_LINES} строк: больше на лист не поместится."
                )
        text = cleaned.get("no_events_text")
        if text and PERIOD not in text:
            self.add_error(
                "no_events_text",
                f"Впишите {PERIOD}: на это место встанет период, иначе документы разных кварталов "
                "скажут об одном и том же.",
            )
        return cleaned

    def begin_anew(self, row: DocumentOptions) -> None:
        """From here on the form counts as begun from ``row``: saving again is a decision."""
        self.bring_along("begun", row.pk)

    @property
    def values(self) -> dict[str, Any]:
        """What ``layout.change_options`` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
