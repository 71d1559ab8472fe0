"""A municipality and its official names, as an administrator writes them down."""

from typing import ClassVar

from django import forms

from municipalities.models import Municipality, MunicipalityName
from reports.forms.administrator.quarters import RussianDateField
from reports.forms.whole import WholeFormMixin


class MunicipalityForm(WholeFormMixin, forms.ModelForm):
    class Meta:
        model = Municipality
        fields = ["slug", "admin_center", "is_active"]
        labels: ClassVar = {"slug": "Имя латиницей"}
        help_texts: ClassVar = {
            "slug": "Одно слово; так называются файлы архива. Людям его не показывают."
        }
        error_messages: ClassVar = {"slug": {"unique": "Такое имя уже есть у другого."}}


class NameForm(WholeFormMixin, forms.ModelForm):
    """Taken letter by letter: the document prints it so."""

    valid_from = RussianDateField(
        label="Действует с",
        help_text="Документы за более ранние дни сохранят прежнее наименование.",
    )

    class Meta:
        model = MunicipalityName
        fields = ["full_name", "short_name", "valid_from", "kind", "oktmo"]
        help_texts: ClassVar = {
            "short_name": "Так муниципальное образование названо на страницах «Свода».",
            "kind": "Городской округ, муниципальный округ.",
        }
