"""The one way in for texts: whatever a person, a file or a command gives is cleaned here."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

from reports.language import phones, typography
from reports.language.plural import ru_number

LONGEST_TEXT = 100_000  # characters; the same limit as for a cell of an imported file


class CleanCharField(forms.CharField):
    """Cleans before Django validates, so that a control character is mended, not complained of."""

    default_error_messages = {
        "max_length": "Сократите текст: можно не больше %(limit_value)d знаков, "
        "а здесь %(show_value)d.",
    }

    def to_python(self, value: object) -> str:
        return typography.clean(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength: a browser would cut a longer paste without a word."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class PhoneField(CleanCharField):
    """One number or several, as people write them; words alone are none."""

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if text and not phones.can_be_dialled(text):
            raise ValidationError(
                "Напишите номер цифрами, например 8 (4812) 29-00-00.", code="phone"
            )
        return text


if TYPE_CHECKING:
    _TextField = models.TextField[str | Combinable, str]
else:
    _TextField = models.TextField  # Django's fields take no types at run time


class CleanTextField(_TextField):
    """A text that is always stored clean, whichever door it came through."""

    def __init__(
        self, verbose_name: str | None = None, *, max_length: int = LONGEST_TEXT, **kwargs: Any
    ) -> None:
        super().__init__(verbose_name, max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return text if text is None else typography.clean(text)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.to_python(getattr(model_instance, self.attname))
        # TextField does not enforce its length; neither does SQLite.
        if value is not None and len(value) > (self.max_length or LONGEST_TEXT):
            most = ru_number(self.max_length or LONGEST_TEXT)
            raise ValidationError(f"Текст длиннее {most} знаков.", code="max_length")
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": CleanCharField, **kwargs})
