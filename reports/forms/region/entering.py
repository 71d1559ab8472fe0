"""On which ground an officer enters a report on behalf of a municipality."""

from typing import Any

from django import forms

from reports.forms.administrator.quarters import RussianDateField
from reports.forms.clerk.kept_files import KeptFileField
from reports.forms.whole import WholeFormMixin
from reports.models import Ground
from reports.models.fields import CleanCharField
from reports.office.kept_kinds import NAMED

# What is asked of a ground, and what is said where it is missing.
_ASKED = {
    Ground.LETTER: {
        "number": "Укажите номер письма; если его нет, напишите «б/н».",
        "dated_on": "Укажите дату письма.",
    },
    Ground.PHONE: {"sender": "Напишите, кто позвонил: фамилию и должность."},
    Ground.EMAIL: {"sender": "Напишите, от кого пришло письмо: фамилию или адрес."},
}
_OF_GROUND = ("number", "dated_on", "sender")


class EntryForm(WholeFormMixin, forms.Form):
    ground = forms.ChoiceField(
        label="На каком основании",
        choices=Ground.choices,
        initial=Ground.LETTER,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, как пришли сведения."},
    )
    number = CleanCharField(label="Номер письма", max_length=100, required=False)
    dated_on = RussianDateField(label="Дата письма", required=False, help_text="11.01.2027")
    sender = CleanCharField(
        label="Кто позвонил или от кого электронное письмо",
        max_length=200,
        required=False,
        help_text="Фамилия и должность или адрес почты. Для письма на бумаге не нужно.",
    )
    received_on = RussianDateField(
        label="Когда сведения получены",
        help_text="Этот день станет днем сдачи отчета.",
        error_messages={"required": "Укажите день, когда сведения получены."},
    )

    letter = KeptFileField(
        label="Письмо, если оно есть в файле",
        help_text=f"{NAMED}, не больше 10 МБ. Его увидит и муниципальное образование.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A script shows only what the chosen ground needs."""
        super().__init__(*args, **kwargs)
        for name in _OF_GROUND:
            needing = [ground.value for ground, asked in _ASKED.items() if name in asked]
            self.fields[name].widget.attrs["data-of-ground"] = " ".join(needing)

    def clean(self) -> dict[str, Any]:
        """What belongs to another ground is left out, as nobody reads it."""
        cleaned = super().clean()
        asked = _ASKED.get(Ground(cleaned["ground"]), {}) if cleaned.get("ground") else {}
        for name, sentence in asked.items():
            if not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, sentence)
        for name in _OF_GROUND:
            if asked and name not in asked:
                self.errors.pop(name, None)
                cleaned[name] = None if name == "dated_on" else ""
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """Of ``entering.enter``."""
        return {name: self.cleaned_data[name] for name in ("ground", "received_on", *_OF_GROUND)}
