from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from municipalities.models import Role
from reports.fields import CleanTextField
from reports.models.events import Event
from reports.models.reports import Report


class RemarkQuerySet(models.QuerySet):
    def for_user(self, user):
        """Staff see all remarks of what they may see; a clerk only those that were sent."""
        remarks = self.filter(report__in=Report.objects.for_user(user))
        return remarks if user.role in (Role.REGION, Role.ADMIN) else remarks.sent()

    def sent(self):
        return self.exclude(sent_at=None)

    def unsent(self):
        return self.filter(sent_at=None)

    def open(self):
        return self.sent().filter(fixed_at=None)


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
    text = CleanTextField("замечание", max_length=5_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="remarks",
        verbose_name="автор",
    )
    created_at = models.DateTimeField("написано", auto_now_add=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True, editable=False)
    fixed_at = models.DateTimeField("исправлено", null=True, blank=True, editable=False)

    objects = RemarkQuerySet.as_manager()
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
                condition=Q(fixed_at=None) | Q(sent_at__isnull=False),
                name="remark_fixed_after_sent",
                violation_error_message="Исправить можно только отправленное замечание.",
            ),
        ]

    def __str__(self):
        return self.text
