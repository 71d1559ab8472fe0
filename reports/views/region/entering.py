"""«Внести за муниципальное образование»: the ground is asked for, then the clerk's pages open."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.postgresql.deadline import makes_a_file
from municipalities.models import Role, User
from reports.events import kept_files
from reports.forms.clerk.kept_files import title_of
from reports.forms.region.entering import EntryForm
from reports.models import Report
from reports.procedure import entering
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, posted, staff_report


@require_http_methods(["GET", "POST"])
@makes_a_file
def report_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    report = staff_report(request, pk, Role.REGION)
    form = EntryForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            _enter(report, form, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Основание записано. Внесите мероприятия и сдайте отчет.")
            return redirect("report_detail", pk=report.pk)
    why_not = entering.why_not_entered(report, request.user)
    context = {"report": report, "form": form, "why_not": why_not}
    return render(request, "region/report_enter.html", context)


@transaction.atomic
def _enter(report: Report, form: EntryForm, user: User) -> None:
    """With the letter that is the ground: both are kept or neither."""
    entry = entering.enter(report, user=user, **form.told)
    letter = form.cleaned_data["letter"]
    if letter is not None:
        title = title_of(letter)
        kept_files.keep_file(report, letter.read(), title=title, user=user, entry=entry)
