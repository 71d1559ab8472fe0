from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from config.postgresql.deadline import makes_a_file
from municipalities import accounts, resources
from municipalities.forms import (
    AccountChangeForm,
    AccountCreationForm,
    AccountPasswordForm,
    AccountsConfirmForm,
    NamesFormSet,
)
from municipalities.log import log_line
from municipalities.models import Municipality, MunicipalityName, User

# The role says everything: there are no groups.
admin.site.unregister(Group)


def yes_or_no(value):
    """In words: Django draws a mark that is called «True»."""
    return "да" if value else "нет"


class ExchangeMixin(ImportExportMixin):
    """Import with a preview and export; all rows of a file are taken or none."""

    skip_export_form = True  # every column, always: nothing to choose
    export_action = makes_a_file(ImportExportMixin.export_action)

    @makes_a_file
    def import_action(self, request, *args, **kwargs):
        response = super().import_action(request, *args, **kwargs)
        if request.method == "POST":
            result = getattr(response, "context_data", {}).get("result")
            is_good = result and not result.has_errors() and not result.has_validation_errors()
            self._log_file("reading", request, result if is_good else None)
        return response

    def _log_file(self, event, request, result):
        """``result`` is None for a file that was refused."""
        log_line(
            event,
            outcome="done" if result else "refused",
            what=self.opts.model_name,
            rows=len(result.rows) if result else None,
            user=request.user.pk,
        )

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", str(e))  # the format refuses in whole sentences

    @makes_a_file
    def process_import(self, request, *args, **kwargs):
        try:
            return super().process_import(request, *args, **kwargs)
        except FileNotFoundError:  # confirmed twice, or the server was started anew in between
            messages.error(request, "Файл уже загружен или устарел. Выберите его еще раз.")
            return redirect("../import/")

    def get_import_data_kwargs(self, **kwargs):
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def get_export_data(self, file_format, request, queryset, **kwargs):
        log_line("export", what=self.opts.model_name, rows=queryset.count(), user=request.user.pk)
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def process_result(self, result, request):
        """What the preview found good may be refused by now; then nothing at all is written."""
        if not result.has_errors() and not result.has_validation_errors():
            self._log_file("import", request, result)
            return super().process_result(result, request)
        self._log_file("import", request, None)
        reasons = {reason for row in result.invalid_rows for reason in row.error.messages}
        messages.error(request, " ".join(["Файл не принят, ничего не записано.", *sorted(reasons)]))
        return redirect("../import/")


class ChangesInWords(HistoricalRecordContextHelper):
    """What a change was from and to, as people call it: choices by their labels, not by their keys."""

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        if isinstance(value, bool):
            return yes_or_no(value)
        if not isinstance(value, str | int):  # several countries, contacts
            return value
        return dict(self.model._meta.get_field(change.field).flatchoices).get(value, value)


class HistoryAdmin(SimpleHistoryAdmin):
    def get_historical_record_context_helper(self, request, historical_record):
        return ChangesInWords(self.model, historical_record)

    def history_view_title(self, request, obj):
        return f"История изменений: {obj}"

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Not here: the library's page would write an old version back past every check."""
        raise PermissionDenied


class MunicipalityNameInline(admin.StackedInline):
    model = MunicipalityName
    extra = 0
    formset = NamesFormSet
    fields = ["valid_from", "full_name", "short_name", "kind", "oktmo"]


@admin.register(Municipality)
class MunicipalityAdmin(ExchangeMixin, HistoryAdmin):
    resource_classes = [resources.MunicipalityResource]
    list_display = ["position", "current_name", "slug", "admin_center", "reports"]
    list_display_links = ["current_name"]
    list_filter = ["is_active"]
    search_fields = ["names__full_name", "slug"]
    inlines = [MunicipalityNameInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.display(description="название")
    def current_name(self, municipality):
        return str(municipality)

    @admin.display(description="сдает отчеты", ordering="is_active")
    def reports(self, municipality):
        return yes_or_no(municipality.is_active)


@admin.register(MunicipalityName)
class MunicipalityNameAdmin(ExchangeMixin, HistoryAdmin):
    resource_classes = [resources.MunicipalityNameResource]
    list_display = ["full_name", "valid_from", "kind", "oktmo"]
    list_filter = ["valid_from", "kind"]
    search_fields = ["full_name", "short_name", "oktmo"]
    ordering = ["municipality__position", "valid_from"]

    def has_delete_permission(self, request, obj=None):
        return False  # on the page of the municipality, where one name at least must stay


@admin.register(User)
class AccountAdmin(ExchangeMixin, UserAdmin):
    resource_classes = [resources.UserResource]
    confirm_form_class = AccountsConfirmForm
    form = AccountChangeForm
    add_form = AccountCreationForm
    change_password_form = AccountPasswordForm
    list_display = ["full_name", "username", "role", "acts_for", "works", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["role", "full_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Кто это", {"fields": ["full_name", "post", "phone", "email"]}),
        ("Что может", {"fields": ["role", "municipality", "is_active"]}),
        ("Когда", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "full_name", "role", "municipality", "password1", "password2"]},
        ),
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # «работает» is unticked instead: the history keeps the name

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("acting__municipality__names")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.method != "POST":
            return fieldsets
        return [*fieldsets, ("Подтверждение", {"fields": ["may_raise"]})]

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:  # somebody else was faster
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.path)

    def save_model(self, request, obj, form, change):
        may_raise = form.cleaned_data.get("may_raise", False)
        accounts.save(obj, user=request.user, may_raise=may_raise)

    @admin.display(description="работает", ordering="is_active")
    def works(self, account):
        return yes_or_no(account.is_active)

    @admin.display(description="муниципальное образование")
    def acts_for(self, account):
        return account.municipality

    def get_import_resource_kwargs(self, request, **kwargs):
        request.raised = []
        return super().get_import_resource_kwargs(request, **kwargs) | {"raised": request.raised}

    def get_import_data_kwargs(self, **kwargs):
        may_raise = kwargs["form"].cleaned_data.get("may_raise", False)
        return super().get_import_data_kwargs(**kwargs) | {"may_raise": may_raise}

    def create_confirm_form(self, request, import_form=None):
        form = super().create_confirm_form(request, import_form)
        if import_form is not None:
            form.fields["may_raise"].help_text = " ".join(request.raised)
            if not request.raised:
                del form.fields["may_raise"]
        return form
