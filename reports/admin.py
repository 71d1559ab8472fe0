"""Quarters open here by the same door as elsewhere. Reports, events and the log are only read:
their one door is ``workflow``."""

from django.contrib import admin, messages

from municipalities.admin import HistoryAdmin, yes_or_no
from reports.columns import FREE_TEXT_KEYS
from reports.forms.administrator.quarters import QuarterForm
from reports.models import Event, Quarter, Remark, Report, ReportLog
from reports.procedure import opening


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Quarter)
class QuarterAdmin(HistoryAdmin):
    """Adding a quarter opens it: every active municipality gets its report."""

    form = QuarterForm
    list_display = ["__str__", "due_date", "closed_at"]
    actions = ["close"]  # reopening needs a reason: see the page of quarters

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        fields = ["year", "number", "closed_at"]
        return fields if obj.is_open else [*fields, "due_date"]

    def get_fields(self, request, obj=None):
        return ["year", "number", "due_date", "closed_at" if obj else "is_sure"]

    def save_model(self, request, obj, form, change):
        if change and "due_date" in form.changed_data:
            opening.change_due_date(obj, obj.due_date, user=request.user)
        elif not change:
            quarter, _ = opening.open_quarter(
                obj.calendar, due_date=obj.due_date, user=request.user
            )
            obj.pk = quarter.pk

    @admin.action(description="Закрыть выбранные кварталы")
    def close(self, request, queryset):
        for quarter in queryset:
            opening.close_quarter(quarter, user=request.user)
            messages.success(request, f"{quarter} закрыт.")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["quarter", "municipality", "status", "held_none", "submitted_at", "accepted_at"]
    list_display_links = ["municipality"]
    list_filter = ["quarter", "status"]
    list_select_related = ["quarter", "municipality"]
    exclude = ["no_events"]
    readonly_fields = ["held_none"]

    @admin.display(description="мероприятий не было", ordering="no_events")
    def held_none(self, report):
        return yes_or_no(report.no_events)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("municipality__names")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["name", "report", "period", "format", "category"]
    list_filter = ["report__quarter", "format", "category"]
    search_fields = FREE_TEXT_KEYS
    list_select_related = ["report__quarter", "report__municipality"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("report__municipality__names")


@admin.register(Remark)
class RemarkAdmin(ReadOnlyAdmin):
    list_display = ["text", "report", "author", "sent_at", "fixed_at"]
    list_select_related = ["report__quarter", "report__municipality", "author"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("report__municipality__names")


@admin.register(ReportLog)
class ReportLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "report", "action", "from_status", "to_status", "user"]
    list_filter = ["action", "report__quarter"]
    list_select_related = ["report__quarter", "report__municipality", "user"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("report__municipality__names")
