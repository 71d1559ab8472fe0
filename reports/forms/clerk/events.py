"""An event as its page sends it: whole by the button, field by field while somebody writes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from reports.events.autosave import Change
from reports.forms.whole import CUT_SHORT, WholeFormMixin
from reports.language import typography
from reports.models import EVENT_FIELDS, STATISTICS, Category, Event, Format, Remark, Report

FOLDED = ("category", "countries", "agreements", "participants_own", "participants_total")
MOST_BASES = 20  # so many unanswered attempts in a row are remembered

_COUNT = re.compile(
    r"(?:около|примерно|приблизительно|ориентировочно|порядка|почти|более|свыше|не менее|до|[~≈>])?"
    r"\s*(?P<number>\d[\d\s]*)\s*(?:чел(?:\.|овек\w?)?|участник\w{0,3})?\s*\.?",
    re.IGNORECASE,
)


class CountField(forms.IntegerField):
    """«1 500» and «около 100 человек» are numbers, too: an approximate one is as good."""

    def to_python(self, value: Any) -> int | None:
        match = _COUNT.fullmatch(value.strip()) if isinstance(value, str) else None
        return super().to_python("".join(match["number"].split()) if match else value)


class EventForm(WholeFormMixin, forms.ModelForm):
    """An event as a draft: nothing is required, submission is strict.

    What is not understood of ``STATISTICS`` is told at its place and left as it was stored; it
    never keeps a text from being saved.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": CUT_SHORT})

    class Meta:
        model = Event
        fields = list(EVENT_FIELDS)
        field_classes = {"participants_own": CountField, "participants_total": CountField}
        labels = {
            "format": "Формат",
            "category": "Вид мероприятия",
            "agreements": "О чем договорились",
            "participants_own": "Участников от вашего муниципального образования",
            "participants_total": "Участников всего",
        }
        help_texts = {
            "name": "Как в афише или приглашении. Например: III Международный фестиваль «Радуга дружбы».",
            "format": "Для онлайн-формата под наименованием будет напечатано «(онлайн-формат)».",
            "place": "Учреждение и город, для зарубежного места — страна и город. "
            "Например: Дом культуры, г. Вязьма.",
            "period": "Пишите как привыкли: «5-6 ноября», «05.11», «ноябрь – декабрь».",
            "content": "О чем мероприятие и о чем договорились. Пункты списка начинайте с новой "
            "строки и с дефиса. Например: Стороны договорились о ежегодных молодежных обменах.",
            "participants": "Организации, должности, фамилии, сколько человек. "
            "Например: И.И. Иванов, глава района; 20 обучающихся школы искусств.",
            "countries": "Нажмите на страну, чтобы добавить или убрать ее. Можно начать писать "
            "название и нажать Enter.",
            "participants_own": "Только число; если точно неизвестно — примерное.",
            "participants_total": "Только число; если точно неизвестно — примерное.",
        }
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2}),
            "format": forms.RadioSelect,
            "place": forms.Textarea(attrs={"rows": 2}),
            "period": forms.TextInput,
            "content": forms.Textarea(attrs={"rows": 8}),
            "participants": forms.Textarea(attrs={"rows": 5}),
            "agreements": forms.Textarea(attrs={"rows": 2}),
            "participants_own": forms.TextInput(attrs={"inputmode": "numeric"}),
            "participants_total": forms.TextInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(
        self, *args: Any, period_url: str = "", is_being_typed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._is_being_typed = is_being_typed
        self.initial.setdefault("version", self.instance.version)
        kind = cast(forms.ChoiceField, self.fields["format"])
        kind.choices = [*Format.choices, ("", "не указан")]
        category = cast(forms.ChoiceField, self.fields["category"])
        category.choices = [("", "не указан"), *Category.choices]
        for name in ("participants_own", "participants_total"):
            self.fields[name].error_messages |= {
                "invalid": "Напишите число цифрами, например 150.",
                "min_value": "Число не может быть меньше нуля.",
                "max_value": "Проверьте число участников: оно слишком большое.",
            }
        if self.instance._state.adding and not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["period"].widget.attrs.update(
            {
                "hx-get": period_url,
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#period-answer",
                "hx-select": "#period-answer",  # nothing of a foreign page, such as the sign-in
                "hx-swap": "outerHTML",
                "hx-sync": "this:replace",
            }
        )

    @cached_property
    def helper(self) -> FormHelper:
        """Of a page: saving by itself asks for fields alone."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            "version",
            Field("name", css_class="grows"),
            InlineRadios("format"),
            Field("place", css_class="grows"),
            Field("period", template="clerk/_period_field.html"),
            Field("content", css_class="grows"),
            Field("participants", css_class="grows"),
            HTML("<div id='suggestions'></div>"),
            HTML(
                "<details class='fold field' id='statistics'{% if form.statistics_open %} open{% endif %}>"
                "<summary>Для статистики: страны, вид, число участников</summary>"
                "<p class='meta'>Не печатается. Можно заполнить позже.</p>"
            ),
            Div(
                "category",
                "countries",
                Field("agreements", css_class="grows"),
                "participants_own",
                "participants_total",
                css_class="pt-3",
            ),
            HTML("</details>"),
        )
        return helper

    def describe_by(self, remarks: Mapping[str, Iterable[Remark]]) -> None:
        """The remarks to a field stand above it, and who hears the field hears them, too.
        ``remarks`` are lists by the cell."""
        for name in self.fields.keys() & remarks.keys():
            self.fields[name].remarks = remarks[name]  # type: ignore[attr-defined] # for the template
            ids = [f"id_{name}_helptext"] if self.fields[name].help_text else []
            ids += [f"remark-text-{remark.pk}" for remark in remarks[name]]
            self.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)

    @property
    def statistics_open(self) -> bool:
        return any(self[name].errors for name in FOLDED)

    def is_valid(self) -> bool:
        return self.is_bound and not self.errors.keys() - set(STATISTICS)

    def clean(self) -> dict[str, Any]:
        """A typed online mark becomes the format: it is printed from there, once. Where another
        format is chosen, it stays in the name until somebody decides; the findings tell of it."""
        cleaned = super().clean()
        if cleaned.get("format", "") in ("", Format.ONLINE):
            # While somebody writes, a word without brackets may go on.
            name, has_mark = typography.split_online_mark(
                cleaned.get("name", ""), in_brackets=self._is_being_typed
            )
            if has_mark:
                cleaned |= {"name": name, "format": Format.ONLINE}
        if self.instance._state.adding and Event(**self.values).is_empty:
            raise forms.ValidationError("Заполните хотя бы одно поле, сохранять пока нечего.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The fields have compared these with their choices; constraints that say the same would
        cost a statement each."""
        skipped: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # of Django
        return skipped | {"format", "category"}

    @property
    def left_out(self) -> list[str]:
        """A sentence for every value that was not understood and so is not in ``values``."""
        return [
            f"«{self.fields[name].label}»: «{self[name].value()}» не сохранено{self._kept(name)}. "
            f"{' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
            if name in STATISTICS
        ]

    def _kept(self, name: str) -> str:
        stays = _readable(
            Event(**{name: self.initial.get(name)}), name
        )  # the form has changed its own
        return f", осталось прежнее: {stays}" if stays else ""

    def conflicts_with(self, current: Event) -> list[tuple[str, str]]:
        """``(label, stored value)`` of every field where the stored event differs from the typed.

        From here on the form counts as begun from ``current``: saving again is a decision.
        """
        self.bring_along("version", current.version)
        return [
            (str(self.fields[name].label), _readable(current, name))
            for name in EVENT_FIELDS
            if _readable(current, name) != _readable(self.instance, name)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What ``editing.save_event`` takes."""
        return {name: self.cleaned_data[name] for name in EVENT_FIELDS if name in self.cleaned_data}


def _readable(event: Event, name: str) -> str:
    """The value of a field as a person reads it."""
    if name == "countries":
        return ", ".join(str(country.name) for country in event.countries)
    display = getattr(event, f"get_{name}_display", None)
    value = display() if display else getattr(event, name)
    return "" if value is None else str(value)


class AutosaveForms:
    """Single fields of ``EventForm`` as a page sends them while somebody writes.

    ``fields`` is name → {"value": …, "bases": […]}; values are what the controls hold, a text or
    a list of texts. ``changes`` are those that can be stored, ``errors`` says why others cannot.
    Raises ``TypeError``, ``KeyError`` or ``ValueError`` for what no page of ours sends.
    """

    def __init__(self, report: Report, fields: dict) -> None:
        if not set(fields) <= set(EVENT_FIELDS) or ("name" in fields) > ("format" in fields):
            raise ValueError("a name goes with its format: a typed online mark becomes one")
        data = QueryDict(mutable=True)
        data.update({"version": "1", "_end": "1"})
        for name, sent in fields.items():
            data.setlist(name, _texts(sent["value"]))
        form = EventForm(data, instance=Event(report=report), is_being_typed=True)
        form.fields = {name: form.fields[name] for name in fields}
        self.errors = {
            name: list(map(str, form.errors[name])) for name in fields.keys() & form.errors
        }
        self.changes = {
            name: Change(value, tuple(_seen(form, name, fields[name]["bases"])))
            for name, value in form.values.items()
            if name in fields
        }


def _texts(sent: Any) -> list[str]:
    texts: list[str] = sent if isinstance(sent, list) else [sent]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(sent)
    return texts


def _seen(form: EventForm, name: str, bases: list[Any]) -> Iterator[object]:
    """Values that the page has shown, read by their field alone: they were stored or refused."""
    field = form.fields[name]
    for base in bases[-MOST_BASES:]:
        data = QueryDict(mutable=True)
        data.setlist(name, _texts(base))
        try:
            value = field.clean(field.widget.value_from_datadict(data, {}, name))
        except forms.ValidationError:
            continue
        yield value
        if name == "name":
            yield typography.split_online_mark(value, in_brackets=True)[0]
