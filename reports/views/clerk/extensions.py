"""«Попросить продлить срок»."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.forms.clerk.extensions import ExtensionRequestForm
from reports.language.quarters import format_date
from reports.procedure import extensions
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_report, posted


@require_http_methods(["GET", "POST"])
def report_ask_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    form = ExtensionRequestForm(posted(request))
    why_not = extensions.why_not_asked(report)
    if form.is_valid():
        try:
            asked = extensions.ask_extension(report, user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Просьба отправлена: срок до {format_date(asked.until)}. Решит регион."
            )
            return redirect("report_detail", pk=report.pk)
    context = {"report": report, "form": form, "why_not": why_not}
    return render(request, "clerk/report_ask_extension.html", context)
