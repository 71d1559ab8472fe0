"""Forms whose request must have arrived whole."""

from django import forms

CUT_SHORT = "Страница передана не до конца, поэтому не сохранена. Вернитесь кнопкой «Назад»: там весь текст."


class WholeFormMixin:
    """Refuses a request that was cut in the middle: the last field of the page must have arrived.

    Servers hand a cut body over as if it were whole, and half a text would be saved.
    """

    def clean(self):
        cleaned = super().clean()
        if self.data.get("_end") != "1":
            raise forms.ValidationError(CUT_SHORT, code="cut")
        return cleaned
