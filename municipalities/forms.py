from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    BaseUserCreationForm,
    UserChangeForm,
)
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from municipalities.models import User


class AccountCreationForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "role", "municipality"]
        field_classes = {}


class AccountChangeForm(UserChangeForm):
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
            "municipality",
            "is_active",
        ]
        field_classes = {}


class AccountPasswordForm(AdminPasswordChangeForm):
    """Without the choice to sign in by other systems: there are none."""

    usable_password = None


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
