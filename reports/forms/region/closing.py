"""What staff say of a report that will not be handed in."""

from typing import Any, cast

from django import forms

from reports.forms.whole import WholeFormMixin
from reports.models import Report
from reports.models.fields import CleanCharField
from reports.models.reports import ReportQuerySet


class CloseForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        label="Почему отчет закрывается без сдачи",
        max_length=1_000,
        help_text="Причину увидит муниципальное образование.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, report: Report) -> str:
        return f"{report.short_name} — {report.get_status_display().lower()}"


class HandOverForm(WholeFormMixin, forms.Form):
    """``successors`` are the reports that can take the events."""

    successor = SuccessorField(
        queryset=None,
        label="В чей отчет передать мероприятия",
        empty_label="Выберите муниципальное образование",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": "Выберите муниципальное образование.",
            "invalid_choice": "В этот отчет мероприятия сейчас не передать. Выберите другой.",
        },
    )

    def __init__(self, *args: Any, successors: ReportQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(SuccessorField, self.fields["successor"]).queryset = successors
