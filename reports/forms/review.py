"""What a reviewer types on the page of a report."""

import re

from django import forms

from reports.fields import CleanCharField
from reports.forms.whole import WholeFormMixin


def _remark(label):
    widget = forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    return CleanCharField(label=label, required=False, max_length=5_000, widget=widget)


class ReviewForm(WholeFormMixin, forms.Form):
    """Everything a reviewer can type on the page of a report: a remark on the whole and one on
    each row. Whatever button is pressed, all of them arrive."""

    def __init__(self, *args, rows=(), **kwargs):
        """``rows`` are the ``EventRow`` of the report."""
        super().__init__(*args, **kwargs)
        self.fields["remark"] = _remark("Замечание ко всему отчету")
        for row in rows:
            self.fields[f"remark_{row.event_id}"] = _remark(f"Замечание к строке {row.number}")
        self._vanished = self._of_vanished_rows()
        for name in self._vanished:
            self.fields[name] = _remark("Замечание к удаленному мероприятию")

    def _of_vanished_rows(self):
        """Remarks typed to rows that have been deleted since: their texts must not be lost."""
        names = (name for name in self.data if re.fullmatch(r"remark_\d{1,18}", name, re.ASCII))
        return [name for name in names if name not in self.fields and self.data[name].strip()]

    @property
    def vanished(self):
        return [self[name] for name in self._vanished]

    @property
    def remarks(self) -> list[tuple[int | None, str]]:
        """What was typed: the event's key, None for the whole report, and the text."""
        return [
            (int(name.removeprefix("remark_")) if name != "remark" else None, text)
            for name, text in self.cleaned_data.items()
            if text
        ]

    def of_row(self, row):
        return self[f"remark_{row.event_id}"]
