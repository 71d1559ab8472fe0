"""What an administrator says of the region's body: its name, who helps, what is announced."""

from typing import Any

from django import forms

from municipalities.models import Region
from reports.forms.administrator.quarters import RussianDateField
from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField, PhoneField

MOST_CONTACTS = 12


class RegionForm(WholeFormMixin, forms.ModelForm):
    body_name = CleanCharField(
        label="Название органа",
        max_length=200,
        required=False,
        help_text="Стоит вверху каждой страницы. Если не заполнять, останется то, что задано при установке.",
    )
    announcement = CleanCharField(
        label="Объявление",
        max_length=500,
        required=False,
        help_text="Одно предложение, его увидят все на каждой странице.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    announced_until = RussianDateField(
        label="Показывать объявление по", required=False, help_text="Последний день: 15.01.2027."
    )

    forbids_accepting_own_entry = forms.BooleanField(
        label="Отчет принимает не тот, кто внес его за муниципальное образование",
        required=False,
        help_text="Если отметить, отчет, внесенный сотрудником региона, примет только другой сотрудник.",
    )

    class Meta:
        model = Region
        fields = [
            "body_name",
            "announcement",
            "announced_until",
            "forbids_accepting_own_entry",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("announcement") and not (
            cleaned.get("announced_until") or self.has_error("announced_until")
        ):
            self.add_error("announced_until", "Укажите, по какой день видно объявление.")
        if not cleaned.get("announcement"):
            cleaned["announced_until"] = None
        return cleaned


class ContactForm(forms.Form):
    """One person; a row without a word in it is nobody."""

    name = CleanCharField(label="Имя, отчество, фамилия", max_length=200, required=False)
    post = CleanCharField(label="Должность", max_length=200, required=False)
    phone = PhoneField(label="Телефон", max_length=50, required=False)
    room = CleanCharField(label="Кабинет", max_length=50, required=False)
    hours = CleanCharField(
        label="Когда звонить",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "будни с 9:00 до 18:00"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.values()) and not cleaned.get("name") and not self.has_error("name"):
            self.add_error("name", "Напишите, кому звонить, или сотрите строку.")
        return cleaned


ContactFormSet = forms.formset_factory(
    ContactForm, extra=2, max_num=MOST_CONTACTS, absolute_max=MOST_CONTACTS, validate_max=True
)
