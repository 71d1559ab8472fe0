import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from municipalities.models import Municipality
from reports.models.entries import EntryOnBehalf
from reports.models.quarters import Quarter
from reports.models.reports import Report

LONGEST_NAME = 200  # characters of the name of a file


class ReceivedFile(models.Model):
    """A file with reports of municipalities that an officer of the region has brought in for a
    quarter, as it came. ``sender`` and ``received_on`` are told by the letter that it came with;
    ``meant_for`` is another open quarter, where all its events are of that one."""

    quarter = models.ForeignKey(
        Quarter, on_delete=models.PROTECT, related_name="received_files", verbose_name="квартал"
    )
    name = models.CharField("имя файла", max_length=LONGEST_NAME)
    data = models.BinaryField("файл")
    sha256 = models.CharField("контрольная сумма", max_length=64)
    sender = models.CharField("адрес отправителя", max_length=254, blank=True, default="")
    received_on = models.DateField("день получения", null=True, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="кто загрузил",
    )
    brought_at = models.DateTimeField("когда загружен", auto_now_add=True)
    refusal = models.TextField("почему не прочитан", blank=True, default="")
    meant_for = models.ForeignKey(
        Quarter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="за какой квартал",
    )

    class Meta:
        verbose_name = "полученный файл"
        verbose_name_plural = "полученные файлы"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "sha256"],
                name="received_file_once",
                violation_error_message="Этот файл уже загружен.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReceivedReportQuerySet(models.QuerySet["ReceivedReport"]):
    def of_quarter(self, quarter: Quarter) -> Self:
        """In the order in which the files came, without the bytes of the files."""
        return (
            self.filter(file__quarter=quarter)
            .select_related("file__meant_for", "municipality", "entry")
            .defer("file__data")
            .order_by("file", "place")
        )

    def waiting(self) -> Self:
        """Neither entered nor set aside."""
        return self.filter(entered_at=None, set_aside_at=None)


class ReceivedReport(models.Model):
    """What a received file tells of one municipality, until an officer enters it on its behalf.

    ``offers`` and ``leftovers`` are what the file gave, as JSON; every offer has its key, which
    becomes that of its event. ``chosen`` are the keys that the officer has ticked; None while nobody
    has looked. ``doubt`` says why the officer is asked whose it is; ``not_handed_in`` why the report
    was entered and not handed in, and ``not_kept`` why the file does not stand beside it.
    """

    file = models.ForeignKey(
        ReceivedFile, on_delete=models.CASCADE, related_name="reports", verbose_name="файл"
    )
    place = models.PositiveSmallIntegerField("место в файле")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="муниципальное образование",
    )
    doubt = models.TextField("что непонятно", blank=True, default="")
    says_no_events = models.BooleanField("сказано, что мероприятий не было", default=False)
    offers = models.JSONField("мероприятия", default=list)
    leftovers = models.JSONField("не перенесено", default=list)
    finding_count = models.PositiveIntegerField("подсказки к текстам", default=0)
    chosen = models.JSONField("отмеченные мероприятия", null=True, blank=True)
    entered_at = models.DateTimeField("когда внесен", null=True, blank=True)
    not_handed_in = models.TextField("почему не сдан", blank=True, default="")
    not_kept = models.TextField("почему файл не приложен", blank=True, default="")
    set_aside_at = models.DateTimeField("когда отложен", null=True, blank=True)
    entry = models.ForeignKey(
        EntryOnBehalf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="received",
        verbose_name="внесение",
    )

    objects = ReceivedReportQuerySet.as_manager()

    class Meta:
        verbose_name = "полученный отчет"
        verbose_name_plural = "полученные отчеты"
        ordering = ["file", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "place"],
                name="received_report_once",
                violation_error_message="Этот отчет из файла уже прочитан.",
            ),
            models.CheckConstraint(
                condition=Q(entered_at=None) | Q(municipality__isnull=False),
                name="received_report_entered_for_somebody",
                violation_error_message="Сначала назовите муниципальное образование.",
            ),
            models.CheckConstraint(
                condition=Q(entered_at=None) | Q(set_aside_at=None),
                name="received_report_entered_or_set_aside",
                violation_error_message="Внесенное не откладывают.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.municipality or 'чей отчет, не указано'}"

    @property
    def is_waiting(self) -> bool:
        return self.entered_at is None and self.set_aside_at is None

    @property
    def quarter(self) -> Quarter:
        return self.file.quarter

    @property
    def received_on(self) -> dt.date | None:
        return self.file.received_on

    def report(self) -> Report | None:
        """Of its municipality for the quarter, if it is known whose it is and there is one."""
        if self.municipality_id is None:
            return None
        reports = Report.objects.for_board().filter(quarter=self.file.quarter_id)
        return reports.filter(municipality=self.municipality_id).first()
