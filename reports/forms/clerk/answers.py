"""What a clerk says to a remark or to a correction."""

from django import forms

from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField


class AnswerForm(WholeFormMixin, forms.Form):
    text = CleanCharField(max_length=5_000, error_messages={"required": "Напишите ответ."})


class ObjectionForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        max_length=1_000, error_messages={"required": "Напишите, почему правку нужно отменить."}
    )
