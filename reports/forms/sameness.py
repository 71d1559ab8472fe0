"""One wording for several tellings of the same event."""

from django import forms

from reports.fields import CleanCharField
from reports.forms.whole import WholeFormMixin
from reports.models import Cell
from reports.sameness import ONE_WORDING


class WordingForm(WholeFormMixin, forms.Form):
    """For each cell one of the wordings that are there, or words of one's own; nothing chosen
    leaves the cell as it is."""

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        for cell in ONE_WORDING:
            texts = dict.fromkeys(getattr(event, cell) for event in group)
            choices = [("", "Оставить как есть"), *((text, text) for text in texts if text)]
            self.fields[cell.value] = forms.ChoiceField(
                label=cell.label, choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"own_{cell}"] = CleanCharField(
                label=f"{Cell(cell).label}: свой вариант",
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    @property
    def wording(self) -> dict[str, str]:
        """Cell → text; empty where nothing was chosen."""
        chosen = self.cleaned_data
        return {cell.value: chosen[f"own_{cell}"] or chosen[cell.value] for cell in ONE_WORDING}
