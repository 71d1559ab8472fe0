"""How the official document looks, from which quarter on. Rows are only added: what was printed
before can be printed so again, and it is known who changed what and when."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from municipalities.models import User
from reports.language import quarters
from reports.models.fields import CleanTextField

Row = TypeVar("Row", bound="SinceQuarter")


class SinceQuarterQuerySet(models.QuerySet[Row]):
    def in_force(self, calendar: quarters.Quarter) -> Row | None:
        """The one that holds for a quarter: the latest to begin by then, of these the last one
        made. None when nothing was ever set."""
        earlier = Q(from_year__lt=calendar.year)
        same_year = Q(from_year=calendar.year, from_number__lte=calendar.number)
        return self.filter(earlier | same_year).first()

    def after(self, calendar: quarters.Quarter) -> Self:
        """Those that begin later."""
        later = Q(from_year__gt=calendar.year)
        return self.filter(later | Q(from_year=calendar.year, from_number__gt=calendar.number))


class SinceQuarter(models.Model):
    """What holds from a quarter on, until something later takes its place."""

    from_year = models.PositiveSmallIntegerField("с какого года")
    from_number = models.PositiveSmallIntegerField("с какого квартала")

    class Meta:
        abstract = True
        ordering = ["-from_year", "-from_number", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_number__range=(1, 4)) & Q(from_year__range=(1990, 2100)),
                name="%(class)s_since_a_quarter",
                violation_error_message="Выберите квартал из списка.",
            ),
        ]

    @property
    def since(self) -> quarters.Quarter:
        return quarters.Quarter(self.from_year, self.from_number)


class DocumentFormQuerySet(SinceQuarterQuerySet["DocumentForm"]):
    def taken(self) -> Self:
        return self.exclude(taken_at=None)

    def on_trial(self, user: User) -> Self:
        """What a person has uploaded and not decided upon: nobody else's concern."""
        return self.filter(taken_at=None, uploaded_by=user)


class DocumentForm(SinceQuarter):
    """A Word file as the form of the document. Without data it is the default form again."""

    file_name = models.CharField("файл", max_length=200, blank=True, default="")
    data = models.BinaryField("содержимое", blank=True, default=b"")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    uploaded_at = models.DateTimeField("загружена", auto_now_add=True)
    taken_at = models.DateTimeField("взята", null=True, blank=True, editable=False)

    objects = DocumentFormQuerySet.as_manager()

    class Meta(SinceQuarter.Meta):
        # Of two trials the one taken last holds, whichever was uploaded first.
        ordering = ["-from_year", "-from_number", "-taken_at", "-pk"]
        verbose_name = "форма документа"
        verbose_name_plural = "формы документа"

    def __str__(self) -> str:
        return self.file_name or "Обычная форма"


class Typeface(models.TextChoices):
    TIMES = "Times New Roman", "Times New Roman"
    ASTRA = "PT Astra Serif", "PT Astra Serif"


class LeftMargin(models.IntegerChoices):
    NARROW = 20, "20 мм"
    WIDE = 30, "30 мм, для подшивки"


class DocumentOptions(SinceQuarter):
    """What the region adds to the form without opening the file."""

    appendix = CleanTextField("приложение", max_length=500, blank=True, default="")
    approval = CleanTextField("гриф утверждения", max_length=500, blank=True, default="")
    signatory_post = CleanTextField(
        "должность подписывающего", max_length=300, blank=True, default=""
    )
    signatory_name = CleanTextField(
        "фамилия подписывающего", max_length=100, blank=True, default=""
    )
    executor = CleanTextField("исполнитель", max_length=300, blank=True, default="")
    has_column_numbers = models.BooleanField("строка с номерами граф", default=False)
    has_empty_sections = models.BooleanField(
        "муниципальные образования без мероприятий", default=False
    )
    no_events_text = CleanTextField(
        "текст, когда мероприятий не было", max_length=500, blank=True, default=""
    )
    left_margin = models.PositiveSmallIntegerField(
        "левое поле", choices=LeftMargin, null=True, blank=True
    )
    typeface = models.CharField("шрифт", max_length=40, choices=Typeface, blank=True, default="")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    changed_at = models.DateTimeField("изменено", auto_now_add=True)

    objects = SinceQuarterQuerySet.as_manager()

    class Meta(SinceQuarter.Meta):
        verbose_name = "оформление документа"
        verbose_name_plural = "оформление документа"
        constraints = [
            *SinceQuarter.Meta.constraints,
            models.CheckConstraint(
                condition=Q(left_margin__in=LeftMargin.values) | Q(left_margin=None),
                name="document_left_margin_known",
                violation_error_message="Выберите левое поле из списка.",
            ),
            models.CheckConstraint(
                condition=Q(typeface__in=["", *Typeface.values]),
                name="document_typeface_known",
                violation_error_message="Выберите шрифт из списка.",
            ),
        ]

    def __str__(self) -> str:
        return f"Оформление с квартала {self.since.short}"

    @property
    def summary(self) -> list[str]:
        """What is set, a line each."""
        texts = (
            ("Гриф", self.approval),
            ("Приложение", self.appendix),
            ("Подпись", f"{self.signatory_post} {self.signatory_name}".strip()),
            ("Исполнитель", self.executor),
            ("Когда мероприятий не было", self.no_events_text),
            ("Левое поле", self.get_left_margin_display()),
            ("Шрифт", self.get_typeface_display()),
        )
        lines = [f"{label}: {' '.join(text.split())}" for label, text in texts if text]
        if self.has_column_numbers:
            lines.append("Строка с номерами граф")
        if self.has_empty_sections:
            lines.append("Муниципальные образования без мероприятий")
        return lines
