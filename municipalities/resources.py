"""Exchange of reference data with Excel. Rows are found by what people know, never by ``id``."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import tablib
from import_export import fields, resources
from import_export.widgets import DateWidget, ForeignKeyWidget, Widget

from municipalities import accounts
from municipalities.directory import LAST_PLACE, free_places
from municipalities.models import Municipality, MunicipalityName, Role, User

Row = Mapping[str, object] | None


class RussianDateWidget(DateWidget):
    """Dates as people and Excel write them; 05.09.2026 is the fifth of September."""

    def __init__(self) -> None:
        super().__init__(format="%d.%m.%Y")
        self.formats = ("%d.%m.%Y", "%Y-%m-%d")

    def clean(self, value: object, row: Row = None, **kwargs: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):  # a date cell of Excel comes with a time
            return value.date()
        try:
            day: dt.date | None = super().clean(value, row, **kwargs)
        except ValueError as error:
            raise ValueError(f"Дата «{value}» непонятна. Пишите так: 05.09.2026.") from error
        return day


class KnownMunicipalityWidget(ForeignKeyWidget):
    def __init__(self) -> None:
        super().__init__(Municipality, field="slug")

    def clean(self, value: object, row: Row = None, **kwargs: Any) -> Municipality | None:
        try:
            municipality: Municipality | None = super().clean(value, row, **kwargs)
        except Municipality.DoesNotExist as error:
            raise ValueError(f"Муниципального образования с кодом «{value}» нет.") from error
        return municipality


class RoleWidget(Widget):
    def clean(self, value: object, row: Row = None, **kwargs: Any) -> str:
        by_label = {role.label: role.value for role in Role}
        if value not in by_label:
            raise ValueError(f"Роли «{value}» нет. Возможные роли: {', '.join(by_label)}.")
        return by_label[value]

    def render(self, value: object, obj: object = None, **kwargs: Any) -> str:
        return Role(str(value)).label if value else ""


class YesNoWidget(Widget):
    def clean(self, value: object, row: Row = None, **kwargs: Any) -> bool:
        answers = {"да": True, "нет": False}
        if str(value).strip().lower() not in answers:
            raise ValueError(f"«{value}»: напишите «да» или «нет».")
        return answers[str(value).strip().lower()]

    def render(self, value: object, obj: object = None, **kwargs: Any) -> str:
        return "да" if value else "нет"


class PlaceWidget(Widget):
    def clean(self, value: object, row: Row = None, **kwargs: Any) -> int:
        text = str(value).strip().removesuffix(".0")  # Excel has no whole numbers
        if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > LAST_PLACE:
            raise ValueError(
                f"Порядок «{value}» непонятен: напишите целое число не больше {LAST_PLACE}."
            )
        return int(text)


class NamedColumnsResource(resources.ModelResource):
    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Says which column is missing before the library does, in English."""
        for name in self.get_import_id_fields():
            column = self.fields[name].column_name
            if column not in (dataset.headers or []):
                raise ValueError(f"В первой строке файла нет столбца «{column}».")


class MunicipalityResource(NamedColumnsResource):
    slug = fields.Field("slug", "Код")
    position = fields.Field("position", "Порядок", widget=PlaceWidget())
    admin_center = fields.Field("admin_center", "Административный центр")
    is_active = fields.Field("is_active", "Сдает отчеты", widget=YesNoWidget())

    class Meta:
        model = Municipality
        import_id_fields = ["slug"]
        fields = ["slug", "position", "admin_center", "is_active"]
        clean_model_instances = True
        skip_unchanged = True

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Rows come one by one, and no two municipalities may stand in one place even for a moment:
        those that move step aside first, all within the transaction of the file."""
        super().before_import(dataset, **kwargs)
        self._left = {}
        wanted = dict(map(self._place, dataset.dict))
        everybody = list(Municipality.objects.select_for_update().order_by("position"))
        aside = free_places(everybody)
        for municipality in everybody:
            if wanted.get(municipality.slug, municipality.position) != municipality.position:
                self._left[municipality.pk] = municipality.position
                Municipality.objects.filter(pk=municipality.pk).update(position=next(aside))

    def _place(self, row: Row) -> tuple[str | None, int | None]:
        """Whose place a row tells, and which; one that cannot be read is refused with its row."""
        slug = self.fields["slug"].clean(row)
        try:
            return slug, self.fields["position"].clean(row)
        except (KeyError, ValueError):  # no such column, or no number
            return None, None

    def after_init_instance(self, instance: Any, new: bool, row: Row, **kwargs: Any) -> None:
        instance.position = self._left.get(instance.pk, instance.position)


class MunicipalityNameResource(NamedColumnsResource):
    municipality = fields.Field("municipality", "Код", widget=KnownMunicipalityWidget())
    valid_from = fields.Field("valid_from", "Действует с", widget=RussianDateWidget())
    full_name = fields.Field("full_name", "Официальное наименование")
    short_name = fields.Field("short_name", "Обиходное название")
    kind = fields.Field("kind", "Вид")
    oktmo = fields.Field("oktmo", "Код ОКТМО")

    class Meta:
        model = MunicipalityName
        import_id_fields = ["municipality", "valid_from"]
        fields = ["municipality", "valid_from", "full_name", "short_name", "kind", "oktmo"]
        clean_model_instances = True
        skip_unchanged = True


class UserResource(NamedColumnsResource):
    """Accounts without passwords: a new one cannot sign in until a password is set.

    ``raised`` gathers a question for every role that the file raises.
    """

    def __init__(self, raised: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.raised = [] if raised is None else raised

    username = fields.Field("username", "Имя для входа")
    full_name = fields.Field("full_name", "Фамилия, имя, отчество")
    post = fields.Field("post", "Должность")
    phone = fields.Field("phone", "Телефон")
    email = fields.Field("email", "Электронная почта")
    role = fields.Field("role", "Роль", widget=RoleWidget())
    municipality = fields.Field(
        "municipality", "Код муниципального образования", widget=KnownMunicipalityWidget()
    )
    is_active = fields.Field("is_active", "Работает", widget=YesNoWidget())

    class Meta:
        model = User
        import_id_fields = ["username"]
        fields = [
            "username",
            "full_name",
            "post",
            "phone",
            "email",
            "role",
            "municipality",
            "is_active",
        ]
        clean_model_instances = True
        skip_unchanged = True

    def import_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if not instance.password:
            instance.set_unusable_password()

    def save_instance(self, instance: Any, is_create: bool, row: Row, **kwargs: Any) -> None:
        is_trial = self._is_dry_run(kwargs)
        before = User.objects.filter(pk=instance.pk).first()
        if before and accounts.is_raise(before.role, instance.role):
            self.raised.append(accounts.raise_question(before, instance.role))
        accounts.save(
            instance,
            user=kwargs["user"],
            may_raise=is_trial or kwargs["may_raise"],
            is_trial=is_trial,
        )
