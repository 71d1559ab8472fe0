from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, Role, User
from reports.columns import BY_KEY
from reports.models.events import Event
from reports.models.fields import CleanTextField
from reports.models.ready_remarks import LONGEST_READY
from reports.models.reports import Report

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


OFFERED = 10  # texts of remarks to be used again


class RemarkQuerySet(models.QuerySet["Remark"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Staff see all remarks of what they may see; a clerk only those that were sent."""
        remarks = self.filter(report__municipality__in=Municipality.objects.for_user(user))
        is_staff = user.is_authenticated and user.role in (Role.REGION, Role.ADMIN)
        return remarks if is_staff else remarks.sent()

    def sent(self) -> Self:
        return self.exclude(sent_at=None)

    def recent_texts(self) -> list[str]:
        """What was asked for last, each text once, the latest first: at most ``OFFERED``, to be asked
        for again. Long ones belong to one event."""
        short = self.annotate(length=Length("text")).filter(length__lte=LONGEST_READY)
        # By number alone: its index ends the search after some rows, in a table of any age.
        latest = short.order_by("-pk").values_list("text", flat=True)
        return list(dict.fromkeys(latest[: OFFERED * 5]))[:OFFERED]

    def unsent(self) -> Self:
        return self.filter(sent_at=None)

    def unsettled(self) -> Self:
        """Sent, and not closed by the region."""
        return self.sent().filter(closed_at=None)

    def with_answers(self) -> Self:
        return self.select_related("event", "author").prefetch_related("answers__author")

    def unanswered(self) -> Self:
        """Open, and the clerk has said nothing since it was sent or opened again."""
        said = RemarkAnswer.objects.filter(remark=OuterRef("pk")).order_by("-at", "-pk")
        not_an_answer = Q(last_said=None) | ~Q(last_said=RemarkAnswer.Kind.ANSWER)
        return (
            self.open().annotate(last_said=Subquery(said.values("kind")[:1])).filter(not_an_answer)
        )

    def said_to_stand(self) -> Self:
        """Open, and the region has written what is still wrong since the report was handed in."""
        return self.open().filter(
            answers__kind=RemarkAnswer.Kind.REOPENED,
            answers__text__gt="",
            answers__at__gt=F("report__submitted_at"),
        )

    def open(self) -> Self:
        """Sent, and neither ticked off by the clerk nor closed by the region."""
        return self.unsettled().filter(fixed_at=None)


def _choice(key: str) -> tuple[str, str]:
    return key, BY_KEY[key].short_title


class Cell(models.TextChoices):
    """The cell of an event's row that a remark or a correction is about: a written column."""

    NAME = _choice("name")
    PLACE = _choice("place")
    PERIOD = _choice("period")
    CONTENT = _choice("content")
    PARTICIPANTS = _choice("participants")


class Remark(models.Model):
    """What the region asks to mend. Kept back until the report is returned; then the clerk sees it."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="remarks", verbose_name="отчет"
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="remarks",
        verbose_name="мероприятие",
        help_text="Пусто, если замечание ко всему отчету.",
    )
    cell = models.CharField(
        "графа",
        max_length=20,
        choices=Cell,
        blank=True,
        default="",
        help_text="Пусто, если замечание ко всей строке.",
    )
    text = CleanTextField("замечание", max_length=5_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="remarks",
        verbose_name="автор",
    )
    created_at = models.DateTimeField("написано", auto_now_add=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(
        "с каким возвратом отправлено", null=True, blank=True, editable=False
    )
    fixed_at = models.DateTimeField("исправлено", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("закрыто", null=True, blank=True, editable=False)

    typed: str  # by a clerk whose answer was refused: pages show it again, with ``refusal``
    refusal: str

    objects = RemarkQuerySet.as_manager()
    _history_user: User | None  # who the next row of the history names
    history = HistoricalRecords(
        verbose_name="прежнее состояние замечания",
        verbose_name_plural="прежние состояния замечаний",
    )

    class Meta:
        verbose_name = "замечание"
        verbose_name_plural = "замечания"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="remark_not_empty",
                violation_error_message="Напишите, что исправить.",
            ),
            models.CheckConstraint(
                condition=Q(fixed_at=None) | Q(sent_at__isnull=False, fixed_at__gte=F("sent_at")),
                name="remark_fixed_after_sent",
                violation_error_message="Исправить можно только отправленное замечание.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(sent_at__isnull=False, closed_at__gte=F("sent_at")),
                name="remark_closed_after_sent",
                violation_error_message="Закрыть можно только отправленное замечание.",
            ),
            models.CheckConstraint(
                condition=Q(cell="") | Q(cell__in=Cell.values, event__isnull=False),
                name="remark_cell_of_an_event",
                violation_error_message="Графа бывает только у замечания к мероприятию.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.sent_at is not None and self.fixed_at is None and self.closed_at is None

    @property
    def status(self) -> str:
        """What becomes of it, in words."""
        if self.sent_at is None:
            return "еще не отправлено"
        if self.closed_at is not None:
            return "закрыто"
        return "отмечено исправленным" if self.fixed_at is not None else "не исправлено"


class RemarkAnswer(models.Model):
    """What either side said to a remark, or did with it, in the order in which it happened. Rows
    are only added."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "ответ"
        FIXED = "fixed", "отмечено исправленным"
        NOT_FIXED = "not_fixed", "отметка об исправлении снята"
        CLOSED = "closed", "закрыто"
        REOPENED = "reopened", "открыто снова"

    remark = models.ForeignKey(
        Remark, on_delete=models.CASCADE, related_name="answers", verbose_name="замечание"
    )
    kind = models.CharField("что", max_length=20, choices=Kind)
    text = CleanTextField("текст", max_length=5_000, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    at = models.DateTimeField("когда", auto_now_add=True)

    class Meta:
        verbose_name = "ответ на замечание"
        verbose_name_plural = "ответы на замечания"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="answer") | ~Q(text=""),
                name="remark_answer_not_empty",
                violation_error_message="Напишите ответ.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()
