"""«Мои данные»: what people change of themselves."""

from typing import Any

from django import forms

from municipalities.models import User
from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField, PhoneField


class OwnDataForm(WholeFormMixin, forms.ModelForm):
    """The address of the mail is a way in: to change it the password is asked for."""

    full_name = CleanCharField(
        label="Фамилия, имя, отчество",
        max_length=200,
        error_messages={"required": "Напишите фамилию, имя и отчество."},
    )
    post = CleanCharField(label="Должность", max_length=200, required=False)
    phone = PhoneField(
        label="Телефон",
        max_length=50,
        required=False,
        help_text="С кодом города; по нему позвонят, если в отчете что-то неясно.",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        error_messages={"invalid": "Напишите адрес полностью, например ivanova@example.ru."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    current_password = forms.CharField(
        label="Пароль",
        required=False,
        strip=False,
        help_text="Только если меняете электронную почту.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    shows_examples = forms.BooleanField(
        label="Показывать пояснения и примеры под полями", required=False
    )

    class Meta:
        model = User
        fields = ["full_name", "post", "phone", "email", "shows_examples"]

    field_order = ["full_name", "post", "phone", "email", "current_password", "shows_examples"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_new = "email" in cleaned and cleaned["email"] != self.initial["email"]
        if is_new and not self.instance.check_password(cleaned.get("current_password", "")):
            self.add_error(
                "current_password", "Чтобы сменить электронную почту, введите свой пароль."
            )
        return cleaned
