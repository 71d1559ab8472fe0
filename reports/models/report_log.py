from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.entries import EntryOnBehalf
from reports.models.fields import CleanTextField
from reports.models.reports import Report
from reports.models.statuses import Action, Status

_REASONED = (Action.RETURN, Action.CLOSE, Action.HAND_OVER, Action.TAKE_OVER, Action.ENTER)


class ReportLogQuerySet(models.QuerySet["ReportLog"]):
    def newest(self, *actions: Action) -> "ReportLog | None":
        """The last row on one of ``actions``, with its person."""
        return self.filter(action__in=actions).select_related("user").order_by("-pk").first()


class ReportLog(models.Model):
    """One transition of one report. Written by ``workflow.perform`` and never changed."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="log", verbose_name="отчет"
    )
    action = models.CharField("действие", max_length=20, choices=Action)
    from_status = models.CharField("было", max_length=20, choices=Status)
    to_status = models.CharField("стало", max_length=20, choices=Status)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="кто",
        help_text="Пусто, если отчет загружен из архива.",
    )
    at = models.DateTimeField("когда", auto_now_add=True)
    version = models.PositiveIntegerField("версия отчета")
    note = CleanTextField(
        "пояснение",
        max_length=1_500,
        blank=True,
        default="",
        help_text="Причина или то, что еще надо знать об этом действии.",
    )
    on_behalf = models.ForeignKey(
        EntryOnBehalf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="log",
        verbose_name="по какому внесению",
        help_text="Пусто, если муниципальное образование сделало это само.",
    )
    # What the report held when it was returned or taken back, as ``review.contents_of`` gives it:
    # what has changed since is shown to the reviewer, and decides on the day of handing in.
    contents = models.JSONField("содержимое при возврате или отзыве", null=True, blank=True)

    objects = ReportLogQuerySet.as_manager()

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values),
                name="report_log_action_known",
                violation_error_message="Неизвестное действие.",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=_REASONED) | ~Q(note=""),
                name="report_log_has_reason",
                violation_error_message="Напишите, почему отчет возвращен, закрыт или передан, на каком "
                "основании его вносит регион.",
            ),
            models.CheckConstraint(
                condition=Q(action=Action.ARCHIVE) | Q(user__isnull=False),
                name="report_log_has_person",
                violation_error_message="Без человека отчет бывает только загружен из архива.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def done(self) -> str:
        return Action(self.action).done
