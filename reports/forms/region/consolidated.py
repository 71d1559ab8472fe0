"""What staff choose and write about the consolidated report."""

import functools
from typing import Any, cast

from django import forms
from django_countries import countries

from municipalities.models import Municipality
from reports.document.build import Selection
from reports.forms.whole import WholeFormMixin
from reports.language.quarters import Span
from reports.models import Event, Quarter, Report
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
        # Asked of the database when they are needed, and once: a download of the whole needs none.
        offers = {
            "municipality": lambda: _municipalities(span),
            "country": lambda: _countries(span),
        }
        for name, offer in offers.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = functools.cache(offer)
            field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        cleaned = {"municipality": "", "country": "", "with_agreements": False}
        return cleaned | self.cleaned_data

    @property
    def selection(self) -> Selection:
        """What was chosen, as far as it is in the lists."""
        self.full_clean()
        return Selection(**self.cleaned_data)


def _municipalities(span: Span) -> list[tuple[str, str]]:
    """Those that report in the period."""
    reports = Report.objects.of_span(span)
    offered = Municipality.objects.with_names().filter(pk__in=reports.values("municipality"))
    return [("", "Все"), *((municipality.slug, str(municipality)) for municipality in offered)]


def _countries(span: Span) -> list[tuple[str, str]]:
    """Those of the period, by their Russian names."""
    quarters = Quarter.objects.of_span(span)
    told = Event.objects.filter(report__quarter__in=quarters).exclude(countries="").order_by()
    listed = told.values_list("countries", flat=True)
    codes = {code for several in listed.distinct() for code in str(several).split(",")}
    named = sorted(((code, countries.name(code)) for code in codes), key=lambda pair: pair[1])
    return [("", "Любая"), *named]


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
