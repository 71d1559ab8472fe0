"""What staff say to a municipality that is given no more time."""

from django import forms

from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField


class RefusalForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        label="Почему срок не продлен",
        max_length=500,
        help_text="Причину увидит муниципальное образование.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, почему срок не продлен."},
    )
