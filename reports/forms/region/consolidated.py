"""What staff choose and write about the consolidated report."""

from typing import Any, cast

from django import forms
from django_countries import countries

from municipalities.models import Municipality
from reports.forms.whole import WholeFormMixin
from reports.language.quarters import Span
from reports.models import Event, Quarter
from reports.models.fields import CleanCharField


class SelectionForm(forms.Form):
    """A part of the report. What is not in a list is as if not asked for: the address of the page
    may be an old one."""

    municipality = forms.ChoiceField(label="Муниципальное образование", required=False)
    country = forms.ChoiceField(label="Страна", required=False)
    with_agreements = forms.BooleanField(
        label="Только с достигнутыми договоренностями", required=False
    )

    def __init__(self, *args: Any, span: Span, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipalities = Municipality.objects.with_names()
        municipality_field = cast(forms.ChoiceField, self.fields["municipality"])
        municipality_field.choices = [
            ("", "Все"),
            *((municipality.slug, str(municipality)) for municipality in municipalities),
        ]
        cast(forms.ChoiceField, self.fields["country"]).choices = [("", "Любая"), *_countries(span)]
        for name in ("municipality", "country"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        cleaned = {"municipality": "", "country": "", "with_agreements": False}
        return cleaned | self.cleaned_data


def _countries(span: Span) -> list[tuple[str, str]]:
    """Those of the period, by their Russian names."""
    quarters = Quarter.objects.of_span(span)
    told = Event.objects.filter(report__quarter__in=quarters).exclude(countries="").order_by()
    listed = told.values_list("countries", flat=True)
    codes = {code for several in listed.distinct() for code in str(several).split(",")}
    return sorted(((code, countries.name(code)) for code in codes), key=lambda pair: pair[1])


class LeaveOutForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        label="Почему мероприятия не будет в сводном отчете",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IssueForm(forms.Form):
    """The decision to issue: ``seen`` is the fingerprint of what was on the screen."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    personal_data = forms.BooleanField(required=False)

    @property
    def ticks(self) -> list[str]:
        """The names of what was ticked off, as ``issuing.issue`` takes them."""
        return [name for name in ("personal_data",) if self.cleaned_data[name]]


class CancelForm(WholeFormMixin, forms.Form):
    reason = CleanCharField(
        label="Почему выпуск отменяется",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
