from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, User
from reports.models.entries import EntryOnBehalf
from reports.models.events import Event
from reports.models.fields import CleanTextField
from reports.models.reports import Report
from reports.office.archive import MAX_FILE
from reports.office.kept_kinds import KEPT_KINDS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LONGEST_LINK = 500


class KeptFileQuerySet(models.QuerySet["KeptFile"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        return self.filter(report__municipality__in=Municipality.objects.for_user(user))

    def live(self) -> Self:
        return self.filter(deleted_at=None)

    def in_bin(self) -> Self:
        return self.exclude(deleted_at=None)

    def listed(self) -> Self:
        """With all that a list of them shows, and without their bytes."""
        return self.defer("data").select_related("event", "entry", "added_by", "deleted_by")


class KeptFile(models.Model):
    """A file or a link that stands beside a report, an event of it, or the entry that it is the ground
    of. It is given back as it came, and is never printed."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="files", verbose_name="отчет"
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="мероприятие",
    )
    entry = models.ForeignKey(
        EntryOnBehalf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="основание внесения",
    )
    title = CleanTextField("что это", max_length=200)
    kind = models.CharField("вид", max_length=10, blank=True, default="")
    data = models.BinaryField("содержимое", default=b"")
    size = models.PositiveIntegerField("размер, байт", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    link = models.CharField("ссылка", max_length=LONGEST_LINK, blank=True, default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="кто приложил",
    )
    added_at = models.DateTimeField("когда приложено", auto_now_add=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто удалил",
    )
    deleted_at = models.DateTimeField("когда удалено", null=True, blank=True)

    objects = KeptFileQuerySet.as_manager()
    _history_user: User | None  # who the next row of the history names
    history = HistoricalRecords(
        excluded_fields=["data"],
        verbose_name="прежнее состояние приложения",
        verbose_name_plural="прежние состояния приложений",
    )

    class Meta:
        verbose_name = "приложение к отчету"
        verbose_name_plural = "приложения к отчетам"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="", kind__in=list(KEPT_KINDS), size__gt=0) & ~Q(sha256=""))
                | Q(link__startswith="https://", kind="", size=0, sha256=""),
                name="kept_file_or_link",
                violation_error_message="Приложение — это файл известного вида или защищенная "
                "ссылка.",
            ),
            models.CheckConstraint(
                condition=Q(size__lte=MAX_FILE),
                name="kept_file_not_too_large",
                violation_error_message="Файл больше 10 МБ.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="kept_file_has_title",
                violation_error_message="Напишите, что приложено.",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_by=None)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="kept_file_deleted_by_somebody",
                violation_error_message="У удаленного приложения указано, кто и когда его удалил.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return f"{self.title}.{self.kind}"
