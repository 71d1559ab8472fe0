"""What a clerk writes to ask for more time."""

from django import forms

from reports.forms.administrator.quarters import RussianDateField
from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField


class ExtensionRequestForm(WholeFormMixin, forms.Form):
    until = RussianDateField(
        label="До какого дня",
        help_text="Последний день, когда отчет будет сдан: 22.01.2027.",
        error_messages={"required": "Укажите, до какого дня нужен срок."},
    )
    reason = CleanCharField(
        label="Почему нужно больше времени",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, почему нужно больше времени."},
    )
