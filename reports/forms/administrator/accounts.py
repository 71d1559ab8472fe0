"""An account, and the days on which its person acts for municipalities."""

from typing import Any

from django import forms

from municipalities import accounts
from municipalities.models import Acting, Municipality, User
from reports.forms.administrator.quarters import RussianDateField
from reports.forms.whole import WholeFormMixin
from reports.models.fields import PhoneField

MOST_ACTING = 40  # as many rows as a person ever has


class AccountForm(WholeFormMixin, forms.ModelForm):
    """A higher role is asked for: the tick appears when it is needed."""

    may_raise = forms.BooleanField(
        label="Дать больше прав", required=False, widget=forms.HiddenInput
    )
    phone = PhoneField(label="Телефон", max_length=50, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)  # ``accounts.stamp``

    class Meta:
        model = User
        fields = ["full_name", "post", "phone", "email", "username", "role", "is_active"]
        labels = {"role": "Кем работает"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        role = cleaned.get("role")
        if role and accounts.is_raise(self.instance.role, role):
            self.fields["may_raise"].widget = forms.CheckboxInput()
            if not cleaned.get("may_raise"):
                self.add_error("may_raise", accounts.raise_question(self.instance, role))
        return cleaned


class ActingForm(forms.Form):
    """A municipality from a day to a day; a row without one is nothing."""

    municipality = forms.TypedChoiceField(
        label="Муниципальное образование",
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": "Выберите муниципальное образование из списка."},
    )
    since = RussianDateField(label="С какого дня", required=False)
    until = RussianDateField(
        label="По какой день", required=False, help_text="Если не заполнять, без срока."
    )

    def __init__(self, *args: Any, municipalities: dict[str, Municipality], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.choices = [("", "—"), *((key, str(row)) for key, row in municipalities.items())]
        field.coerce = municipalities.__getitem__

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if cleaned.get("municipality") and not since and not self.has_error("since"):
            self.add_error("since", "Напишите, с какого дня: 15.01.2027.")
        if since and until and until < since:
            self.add_error("until", "Последний день не может быть раньше первого.")
        return cleaned


class BaseActingFormSet(forms.BaseFormSet):
    def __init__(self, *args: Any, **kwargs: Any):
        """What is chosen from is read once for all rows."""
        super().__init__(*args, **kwargs)
        found = {str(row.pk): row for row in Municipality.objects.with_names()}
        self.form_kwargs = {"municipalities": found}

    def clean(self) -> None:
        """No municipality twice from the same day."""
        seen = set()
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            key = (row.get("municipality"), row.get("since"))
            if row.get("municipality") and key in seen:
                form.add_error("municipality", "С этого дня оно уже указано.")
            seen.add(key)


def acting_in(formset: forms.BaseFormSet) -> list[Acting]:
    """Unsaved rows, as ``accounts.save`` takes them, of a valid ``ActingFormSet``."""
    rows = [form.cleaned_data for form in formset.forms]
    return [Acting(**row) for row in rows if row.get("municipality")]


def acting_of(person: User) -> list[dict[str, Any]]:
    """What stands now, as the beginning of an ``ActingFormSet``."""
    rows = person.acting.order_by("since", "pk")
    return [dict(row) for row in rows.values("municipality", "since", "until")]


ActingFormSet = forms.formset_factory(
    ActingForm,
    formset=BaseActingFormSet,
    extra=1,
    max_num=MOST_ACTING,
    absolute_max=MOST_ACTING,
    validate_max=True,
)
