"""A place that the table of places lacks, as an administrator adds it."""

import re
from typing import ClassVar

from django import forms

from municipalities.models import AddedPlace
from reports.forms.whole import WholeFormMixin
from reports.models.fields import CleanCharField

# As it is looked for in texts: words and what stands between them.
_NAME = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]*(?:[ ’'-]{1,2}[А-ЯЁа-яё]+)*")


class AddedPlaceForm(WholeFormMixin, forms.ModelForm):
    name = CleanCharField(
        label="Название",
        max_length=100,
        help_text="В именительном падеже, без «г.» и «д.»: Буда-Кошелево.",
    )

    class Meta:
        model = AddedPlace
        fields = ["name", "country"]
        error_messages: ClassVar = {"name": {"unique": "Это место уже есть в списке."}}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not _NAME.fullmatch(name):
            raise forms.ValidationError(
                "Напишите одно название русскими буквами, первую – прописной.", code="name"
            )
        return name
