import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from municipalities.models import Municipality, Role
from reports.language import quarters
from reports.models.fields import CleanTextField
from reports.models.reports import Report, ReportQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.models import User


class Ground(models.TextChoices):
    """How the municipality told what an officer of the region enters on its behalf."""

    LETTER = "letter", "Письмо"
    PHONE = "phone", "Телефонный звонок"
    EMAIL = "email", "Электронное письмо"


class EntryOnBehalfQuerySet(models.QuerySet["EntryOnBehalf"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        return self.filter(report__municipality__in=Municipality.objects.for_user(user))

    def going_on(self) -> Self:
        """Those by which an officer may still do what a clerk does."""
        return self.filter(ended_at=None).select_related("officer")


class EntryOnBehalf(models.Model):
    """An officer of the region fills in and hands in a report on behalf of its municipality, on a
    ground that is named. It ends with the region's decision, or when either side stops it."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="entries", verbose_name="отчет"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="кто вносит",
    )
    ground = models.CharField("основание", max_length=10, choices=Ground)
    number = CleanTextField("номер письма", max_length=100, blank=True, default="")
    dated_on = models.DateField("дата письма", null=True, blank=True)
    sender = CleanTextField("кто сообщил", max_length=200, blank=True, default="")
    received_on = models.DateField("день получения")
    started_at = models.DateTimeField("начато", auto_now_add=True)
    ended_at = models.DateTimeField("закончено", null=True, blank=True)

    # Told by the board alone: by which entry the report was handed in last.
    newest: int | None

    objects = EntryOnBehalfQuerySet.as_manager()

    class Meta:
        verbose_name = "внесение за муниципальное образование"
        verbose_name_plural = "внесения за муниципальные образования"
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(ended_at=None),
                name="entry_on_behalf_one_going_on",
                violation_error_message="Этот отчет уже вносит сотрудник региона.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(ground=Ground.LETTER, sender="", dated_on__isnull=False) & ~Q(number="")
                )
                | (
                    Q(ground__in=[Ground.PHONE, Ground.EMAIL], number="", dated_on=None)
                    & ~Q(sender="")
                ),
                name="entry_on_behalf_ground_told",
                violation_error_message="Назовите основание: у письма — номер и дату, у звонка и "
                "электронного письма — от кого.",
            ),
            models.CheckConstraint(
                condition=Q(dated_on=None) | Q(dated_on__lte=F("received_on")),
                name="entry_on_behalf_received_after_written",
                violation_error_message="Письмо не может прийти раньше, чем написано.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="entry_on_behalf_ended_after_started",
                violation_error_message="Внесение не может закончиться раньше, чем начато.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.ground_in_words}"

    @property
    def ground_in_words(self) -> str:
        """«письмо № 12 от 11 января 2027 года», «телефонный звонок, сообщил: Иванова А.А.»"""
        if self.ground == Ground.LETTER and self.dated_on is not None:
            return f"письмо № {self.number} от {quarters.format_date(self.dated_on)}"
        if self.ground == Ground.PHONE:
            return f"телефонный звонок, сообщил: {self.sender}"
        return f"электронное письмо от {self.sender}"

    @property
    def whence(self) -> str:
        """The ground and the day on which it came."""
        return (
            f"основание: {self.ground_in_words}; получено {quarters.format_date(self.received_on)}"
        )

    @property
    def told(self) -> str:
        """«внес сотрудник региона Петрова П.П., основание: …»: of what is handed in by it."""
        return f"внес сотрудник региона: {self.officer}, {self.whence}"

    def handed_in_at(self, now: dt.datetime) -> dt.datetime:
        """The moment that counts as the handing in by it at ``now``. Of a day that has passed the
        hour is not known: it is the very last moment of that day."""
        last = dt.datetime.combine(self.received_on, dt.time.max)
        return min(now, timezone.make_aware(last))


def filled_in_by(user: "User | AnonymousUser") -> ReportQuerySet:
    """The reports with which a person does what a clerk does: a clerk with all in their sight, an
    officer of the region with those that they enter on behalf of a municipality."""
    reports = Report.objects.for_user(user)
    if user.is_authenticated and user.role == Role.MUNICIPALITY:
        return reports
    entered = EntryOnBehalf.objects.filter(report=OuterRef("pk"), officer=user.pk, ended_at=None)
    return reports.filter(Exists(entered.filter(officer__role=Role.REGION)))
