"""Opening a quarter, changing its due date."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.utils import timezone

from reports.forms.whole import WholeFormMixin
from reports.language import quarters
from reports.models import Quarter, Report
from reports.models.fields import CleanCharField
from reports.procedure import opening


class RussianDateField(forms.DateField):
    """A day as people write it; the browser's calendar is of no help in a town hall."""

    input_formats = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d")
    default_error_messages = {"invalid": "Напишите дату так: 15.01.2027."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "size": 10})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class DueDateMixin(forms.BaseModelForm):
    """The due date comes after the quarter; both forms of a quarter say so at its place."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, number = self.quarter_of(cleaned)
        due = cleaned.get("due_date")
        if year and number and due and due <= quarters.Quarter(year, number).end:
            self.add_error("due_date", "Срок сдачи должен быть позже последнего дня квартала.")
        return cleaned

    def quarter_of(self, cleaned: dict[str, Any]) -> tuple[int, int]:
        return (
            cleaned.get("year") or self.instance.year,
            cleaned.get("number") or self.instance.number,
        )


class QuarterForm(DueDateMixin, forms.ModelForm):
    """The tick is asked for only where somebody may have mistyped the year."""

    due_date = RussianDateField(
        label="Срок сдачи", help_text="Отчет, сданный в этот день, еще считается своевременным."
    )

    year = forms.IntegerField(label="Год", min_value=1990, max_value=2100)
    is_sure = forms.BooleanField(
        label="Все верно, открыть этот квартал", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Quarter
        fields = ["year", "number", "due_date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """Opening a quarter again is allowed: municipalities added since get their reports."""
        cleaned = super().clean()
        known = Quarter.objects.filter(
            year=cleaned.get("year") or 0, number=cleaned.get("number") or 0
        ).first()
        if known is not None and not known.is_open and self.instance.pk is None:
            raise forms.ValidationError(f"{known} закрыт. Сначала откройте его снова.")
        if known is None and cleaned.get("year") and cleaned.get("number"):
            self._ask_if_far(quarters.Quarter(cleaned["year"], cleaned["number"]))
        self.instance = known or self.instance
        return cleaned

    def _ask_if_far(self, calendar: quarters.Quarter) -> None:
        today = timezone.localdate()
        if not opening.is_far(calendar, today):
            return
        self.fields["is_sure"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("is_sure"):
            self.add_error(
                "is_sure",
                f"{calendar.nominative} наступит не скоро, сейчас {quarters.Quarter.of(today).nominative}. "
                "Проверьте год и номер или отметьте, что все верно.",
            )

    @staticmethod
    def next_initial(today: dt.date) -> dict:
        """What an administrator most likely opens next."""
        calendar = Quarter.objects.next_to_open(today)
        return {
            "year": calendar.year,
            "number": calendar.number,
            "due_date": calendar.end + dt.timedelta(days=settings.DUE_DAY),
        }


class ReopenForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        label="Причина повторного открытия",
        max_length=500,
        help_text="Она останется видна на страницах квартала.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExtensionForm(WholeFormMixin, forms.Form):
    """Another due date for one municipality; an empty one is the common date again."""

    until = RussianDateField(
        label="Сдать до",
        required=False,
        help_text="Если не заполнять, действует общий срок квартала.",
    )
    reason = CleanCharField(
        label="Почему срок продлен",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": report.extended_until, "reason": report.extension_reason}
        super().__init__(*args, **kwargs)
        self.latest = report.quarter.due_date + dt.timedelta(days=366)

    def clean_until(self) -> dt.date | None:
        until = self.cleaned_data["until"]
        if until and until > self.latest:
            raise forms.ValidationError("Срок продлевают не больше чем на год.")
        return until

    @property
    def extension(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("until", "reason")}


class DueDateForm(DueDateMixin, forms.ModelForm):
    due_date = RussianDateField(label="Срок сдачи")

    class Meta:
        model = Quarter
        fields = ["due_date"]
