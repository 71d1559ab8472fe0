"""An event as its page sends it: whole by the button, field by field while somebody writes."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.http import QueryDict

from reports.editing import EVENT_FIELDS
from reports.forms.whole import CUT_SHORT, WholeFormMixin
from reports.language import typography
from reports.merging import Change
from reports.models import Event, Format

STATISTICS = ("category", "countries", "agreements", "participants_own", "participants_total")
MOST_BASES = 20  # so many unanswered attempts in a row are remembered


class CountField(forms.IntegerField):
    """«1 500» is a number, too."""

    def to_python(self, value):
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


def _remarks_to(cell):
    """What the region asks to mend in a field, under it."""
    return HTML(f"{{% include 'reports/_field_remarks.html' with field_remarks=remarks.{cell} %}}")


class EventForm(WholeFormMixin, forms.ModelForm):
    """An event as a draft: nothing is required, submission is strict."""

    typed_online_mark = ""

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

    def __init__(self, *args, period_url="", is_being_typed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self._is_being_typed = is_being_typed
        self.initial.setdefault("version", self.instance.version)
        self.fields["format"].choices = [*Format.choices, ("", "не указан")]
        self.fields["category"].choices = [("", "не указан"), *self.fields["category"].choices[1:]]
        for name in ("participants_own", "participants_total"):
            self.fields[name].error_messages |= {
                "invalid": "Напишите число цифрами, например 150.",
                "min_value": "Число не может быть меньше нуля.",
                "max_value": "Такого большого числа участников не бывает.",
            }
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
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "version",
            Field("name", css_class="grows"),
            _remarks_to("name"),
            InlineRadios("format"),
            Field("place", css_class="grows"),
            _remarks_to("place"),
            Field("period"),
            HTML("{% include 'reports/_period_answer.html' %}"),
            _remarks_to("period"),
            HTML(
                "<div class='mb-4' data-calendar='{{ report.quarter.start|date:\"Y-m\" }}'></div>"
            ),
            Field("content", css_class="grows"),
            _remarks_to("content"),
            Field("participants", css_class="grows"),
            _remarks_to("participants"),
            HTML("<div id='guesses'></div>"),
            HTML(
                "<details class='mb-4' id='statistics'{% if form.statistics_open %} open{% endif %}>"
                "<summary>Для статистики, если известно</summary>"
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

    def describe_by(self, remarks):
        """Who hears a field hears the remarks to it, too. ``remarks`` are lists by the cell."""
        for name in self.fields.keys() & remarks.keys():
            ids = [f"id_{name}_helptext"] if self.fields[name].help_text else []
            ids += [f"remark-text-{remark.pk}" for remark in remarks[name]]
            self.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)

    @property
    def statistics_open(self):
        return any(self[name].errors for name in STATISTICS)

    def clean_name(self):
        """A typed online mark becomes the format: it is printed from there, once. Without brackets
        it is left to the text where the name may go on, or another format is chosen."""
        typed = self.cleaned_data["name"]
        may_be_a_word = self._is_being_typed or self.data.get("format", "") not in (
            "",
            Format.ONLINE,
        )
        name, _ = typography.split_online_mark(typed, in_brackets=may_be_a_word)
        self.typed_online_mark = typed[len(name) :].strip(" \n,.;()[]–-")
        return name

    def clean(self):
        cleaned = super().clean()
        if self.typed_online_mark:
            if cleaned.get("format") in ("", Format.ONLINE):
                cleaned["format"] = Format.ONLINE
            else:
                mark = self.typed_online_mark
                self.add_error("format", f"В наименовании написано «{mark}», а отмечен другой.")
        if self.instance._state.adding and not any(cleaned.get(name) for name in EVENT_FIELDS):
            raise forms.ValidationError("Заполните хотя бы одно поле, сохранять пока нечего.")
        own, total = cleaned.get("participants_own"), cleaned.get("participants_total")
        if own is not None and total is not None and own > total:
            self.add_error(
                "participants_total", "Всего участников не может быть меньше, чем от вас."
            )
        return cleaned

    def conflicts_with(self, current: Event):
        """``(label, stored value)`` of every field where the stored event differs from the typed.

        From here on the form counts as begun from ``current``: saving again is a decision.
        """
        self.data = self.data.copy()
        self.data["version"] = current.version
        return [
            (self.fields[name].label, _readable(current, name))
            for name in EVENT_FIELDS
            if _readable(current, name) != _readable(self.instance, name)
        ]

    @property
    def values(self):
        """What ``editing.save_event`` takes."""
        return {name: self.cleaned_data[name] for name in EVENT_FIELDS}


def _readable(event, name):
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

    def __init__(self, report, fields: dict):
        if not set(fields) <= set(EVENT_FIELDS) or ("name" in fields) > ("format" in fields):
            raise ValueError("a name goes with its format: a typed online mark becomes one")
        self._report = report
        cleaned, self.errors = self._clean({name: sent["value"] for name, sent in fields.items()})
        self.changes = {
            name: Change(value, self._bases(name, fields[name]["bases"]))
            for name, value in cleaned.items()
        }

    def _bases(self, name, bases):
        values = [self._clean({name: base})[0] for base in bases[-MOST_BASES:]]
        return tuple(value[name] for value in values if name in value)

    def _clean(self, values):
        data = QueryDict(mutable=True)
        data.update({"version": "1", "_end": "1"})
        for name, value in values.items():
            texts = value if isinstance(value, list) else [value]
            if not all(isinstance(text, str) for text in texts):
                raise TypeError(name)
            data.setlist(name, texts)
        form = EventForm(data, instance=Event(report=self._report), is_being_typed=True)
        form.is_valid()
        errors = {
            name: [str(e) for e in form.errors[name]]
            for name in EVENT_FIELDS
            if name in form.errors
        }
        if "format" in errors:  # a typed mark that says otherwise: the name must keep it
            errors.setdefault("name", errors["format"])
        good = (name for name in values if name not in errors)
        return {name: form.cleaned_data.get(name) for name in good}, errors
