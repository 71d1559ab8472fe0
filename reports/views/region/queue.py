"""What waits for the region's decision, in all open quarters."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports.forms.region.review import QueueForm
from reports.models import Action, Correction, Report, ReportLog, Status
from reports.procedure import workflow
from reports.views.access import STAFF, SignedInRequest
from reports.views.paging import page_of
from reports.views.rows_shown import page_of_asked


@require_GET
def review_queue(request: SignedInRequest) -> HttpResponse:
    require_role(request.user, *STAFF)
    started = ReportLog.objects.filter(action=Action.START_REVIEW).select_related("user")
    reports = list(
        Report.objects.for_user(request.user)
        .for_board()
        .waiting()
        .prefetch_related(Prefetch("log", started.order_by("-pk"), to_attr="reviews"))
    )
    # Most come after the report was accepted.
    asked = list(Correction.objects.for_user(request.user).waiting().with_reports())
    fresh = (report for report in reports if report.status == Status.SUBMITTED)
    acceptable = [report for report in reports if not report.unsent_count]
    return render(
        request,
        "region/review_queue.html",
        {
            "page": page_of(request, reports, _waiting_order),
            "acceptable": acceptable,
            "zero": [report for report in acceptable if report.no_events],
            "next_report": next(fresh, None),
            "asked": page_of_asked(request, asked),
            "can_act": request.user.role == Role.REGION,
        },
    )


def _waiting_order(report: Report) -> tuple[str, int]:
    return report.submitted_at.isoformat() if report.submitted_at else "", report.pk


@require_POST
def review_accept(request: SignedInRequest) -> HttpResponse:
    """Several reports at once, with the versions that were on the screen."""
    require_role(request.user, Role.REGION)
    form = QueueForm(request.POST)
    if not form.is_valid():
        for error in form.non_field_errors():
            messages.error(request, str(error))
        return redirect("review_queue")
    versions = form.cleaned_data["versions"]
    reports = Report.objects.for_user(request.user).for_board().filter(pk__in=versions)
    seen = [(report, versions[report.pk]) for report in reports.order_by("submitted_at", "pk")]
    done = workflow.accept_several(seen, user=request.user)
    accepted = [report for report, refusal in done if refusal is None]
    if accepted:
        names = "; ".join(str(report) for report in accepted)
        messages.success(request, f"Принято отчетов: {len(accepted)}. {names}.")
    for report, refusal in done:
        if refusal is not None:
            messages.error(request, f"Не принято — {report}. {refusal}")
    return redirect("review_queue")
