from typing import ClassVar

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    BaseUserCreationForm,
    PasswordChangeForm,
    SetPasswordForm,
    SetPasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from import_export.forms import ConfirmImportForm

from municipalities import accounts
from municipalities.models import Municipality, User


class ActsForMunicipality(forms.ModelForm):
    """For whom a clerk acts, beside the fields of the account."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.with_names(),
        label="Муниципальное образование",
        required=False,
        help_text="Только для сотрудника муниципального образования.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("municipality", self.instance.municipality)

    def _post_clean(self):
        """Before the account itself is asked whether it fits."""
        if "municipality" in self.cleaned_data:
            self.instance.municipality = self.cleaned_data["municipality"]
        super()._post_clean()  # type: ignore[misc] # Django names it in no stub


def say_password_rules(fields: dict[str, forms.Field]) -> None:
    """In one sentence at the first of the two fields."""
    for name, field in fields.items():
        if name.endswith("password1"):
            field.help_text = (
                "Не короче 8 знаков, не одни цифры, не из частых паролей и не похожий на имя."
            )
        elif name.endswith("password2"):
            field.help_text = ""


class AccountCreationForm(ActsForMunicipality, BaseUserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_password_rules(self.fields)

    class Meta:
        model = User
        fields = ["username", "full_name", "role"]
        labels: ClassVar[dict[str, str]] = {"role": "Кем работает"}
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class AccountChangeForm(ActsForMunicipality, UserChangeForm):
    """A higher role is asked for: the tick appears when it is needed."""

    may_raise = forms.BooleanField(label="Дать больше прав", required=False)

    class Meta:
        model = User
        fields = [
            "username",
            "password",
            "full_name",
            "post",
            "phone",
            "email",
            "role",
            "is_active",
        ]
        labels: ClassVar[dict[str, str]] = {"role": "Кем работает"}
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}

    def clean(self):
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role and accounts.is_raise(self.instance.role, role) and not cleaned["may_raise"]:
            self.add_error("may_raise", accounts.raise_question(self.instance, role))
        return cleaned


class AccountsConfirmForm(ConfirmImportForm):
    """The tick stands there when the file gives somebody a higher role."""

    may_raise = forms.BooleanField(label="Дать больше прав", required=False)


class PasswordAlone(SetPasswordMixin):
    """Writes the password and nothing else: rights that were taken meanwhile do not come back."""

    fields: dict[str, forms.Field]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_password_rules(self.fields)

    def set_password_and_save(self, user, *args, commit=True, **kwargs):
        super().set_password_and_save(user, *args, **kwargs | {"commit": False})
        if commit:
            user.save(update_fields=["password"])
        return user


class NewPasswordWords(forms.Form):
    """What a new password must be, in one line of ours instead of a list of the library's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shortest = MinimumLengthValidator().min_length
        self.fields[
            "new_password1"
        ].help_text = f"Не короче {shortest} знаков; не одни цифры, не частое слово и не ваше имя."
        again = self.fields["new_password2"]
        again.label, again.help_text = "Новый пароль еще раз", ""


class OwnPasswordForm(NewPasswordWords, PasswordAlone, PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Нынешний пароль"


class ForgottenPasswordForm(NewPasswordWords, PasswordAlone, SetPasswordForm):
    pass


class AccountPasswordForm(PasswordAlone, AdminPasswordChangeForm):
    """Without the choice to sign in by other systems: there are none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class NamesFormSet(BaseInlineFormSet):
    """At least one name: without it the document would have nothing to print."""

    def clean(self):
        super().clean()
        if not any(
            form.cleaned_data and not form.cleaned_data.get("DELETE")
            for form in self.forms
            if hasattr(form, "cleaned_data")
        ):
            raise ValidationError("Укажите хотя бы одно официальное наименование.")
