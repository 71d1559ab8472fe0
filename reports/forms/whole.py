"""Forms whose request must have arrived whole."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

CUT_SHORT = (
    "Страница отправилась не полностью и не сохранена. Вернитесь кнопкой «Назад»: текст сохранился."
)


class WholeFormMixin(forms.BaseForm):
    """Refuses a request that was cut in the middle: the last field of the page must have arrived.

    Servers hand a cut body over as if it were whole, and half a text would be saved.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("_end") != "1":
            raise forms.ValidationError(CUT_SHORT, code="cut")
        return cleaned

    def bring_along(self, name: str, value: object) -> None:
        """Have the page send ``value`` with the next request, whatever came with this one."""
        data = cast(QueryDict, self.data).copy()
        data[name] = str(value)
        self.data = data
