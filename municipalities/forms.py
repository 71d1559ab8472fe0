from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm

from municipalities.models import User


class AccountCreationForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "role", "municipality"]
        field_classes = {}


class AccountChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}
