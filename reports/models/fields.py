"""The one way in for texts: whatever a person, a file or a command gives is cleaned here."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from reports.language import typography

LONGEST_TEXT = 100_000  # characters; the same limit as for a cell of an imported file


class CleanCharField(forms.CharField):
    """Cleans before Django validates, so that a control character is mended, not complained of."""

    default_error_messages = {
        "max_length": "Сократите текст: можно не больше %(limit_value)d знаков, "
        "а здесь %(show_value)d.",
    }

    def to_python(self, value):
        return typography.clean(super().to_python(value))

    def widget_attrs(self, widget):
        """Without maxlength: a browser would cut a longer paste without a word."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class CleanTextField(models.TextField):
    """A text that is always stored clean, whichever door it came through."""

    def __init__(self, *args, max_length=LONGEST_TEXT, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else typography.clean(value)

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        # TextField does not enforce its length; neither does SQLite.
        if value is not None and len(value) > self.max_length:
            raise ValidationError(f"Текст длиннее {self.max_length} знаков.", code="max_length")
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CleanCharField, **kwargs})
