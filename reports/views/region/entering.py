"""«Внести за муниципальное образование»: the ground is asked for, then the clerk's pages open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from municipalities.models import Role
from reports.forms.region.entering import EntryForm
from reports.procedure import entering
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, posted, staff_report


@require_http_methods(["GET", "POST"])
def report_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    report = staff_report(request, pk, Role.REGION)
    form = EntryForm(posted(request))
    if form.is_valid():
        try:
            entering.enter(report, user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Основание записано. Внесите мероприятия и сдайте отчет.")
            return redirect("report_detail", pk=report.pk)
    why_not = entering.why_not_entered(report, request.user)
    context = {"report": report, "form": form, "why_not": why_not}
    return render(request, "region/report_enter.html", context)
