from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from municipalities.models import Municipality, User
from reports.models.fields import CleanTextField
from reports.models.reports import Report
from reports.models.statuses import Status


class ExtensionRequestQuerySet(models.QuerySet["ExtensionRequest"]):
    def for_user(self, user: User) -> Self:
        return self.filter(report__municipality__in=Municipality.objects.for_user(user))

    def waiting(self) -> Self:
        """Nobody has answered, the oldest first. What was handed in, closed or given as much time
        meanwhile waits for nothing."""
        return (
            self.filter(
                settled_at=None, report__status=Status.DRAFT, report__quarter__closed_at=None
            )
            .exclude(report__extended_until__gte=F("until"))
            .exclude(report__quarter__due_date__gte=F("until"))
            .order_by("asked_at", "pk")
        )

    def with_reports(self) -> Self:
        """With what a list of them names."""
        return self.select_related(
            "asked_by", "report__quarter", "report__municipality"
        ).prefetch_related("report__municipality__names")


class ExtensionRequest(models.Model):
    """A municipality asks for more time; the region grants it or does not."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="extension_requests", verbose_name="отчет"
    )
    until = models.DateField("просят срок до")
    reason = CleanTextField("почему просят", max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="кто просит",
    )
    asked_at = models.DateTimeField("когда просят", auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто решил",
    )
    settled_at = models.DateTimeField("когда решено", null=True, blank=True)
    is_granted = models.BooleanField("срок продлен", default=False)
    refusal = CleanTextField("почему не продлен", max_length=500, blank=True, default="")

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "просьба продлить срок"
        verbose_name_plural = "просьбы продлить срок"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(settled_at=None),
                name="extension_request_one_open",
                violation_error_message="Просьба продлить срок уже отправлена.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_request_has_reason",
                violation_error_message="Напишите, почему нужно больше времени.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, is_granted=False)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="extension_request_settled_by_somebody",
                violation_error_message="У решения о сроке указано, кто и когда решил.",
            ),
            models.CheckConstraint(
                condition=(Q(settled_at=None) | Q(is_granted=True)) & Q(refusal="")
                | (Q(settled_at__isnull=False, is_granted=False) & ~Q(refusal="")),
                name="extension_request_refused_with_reason",
                violation_error_message="Напишите, почему срок не продлен.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: до {self.until:%d.%m.%Y}"
