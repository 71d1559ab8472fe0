from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.models import Municipality, Role
from reports.models import EntryOnBehalf, Quarter, Report
from reports.views.access import SignedInRequest


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Everyone's own place: nothing to choose after signing in."""
    if request.user.role == Role.ADMIN:
        return redirect("quarter_list")
    if request.user.role == Role.REGION:
        quarter = Quarter.objects.current(timezone.localdate())
        if quarter is not None:
            return redirect("quarter_board", slug=quarter.slug)
    else:
        return _home_of_clerk(request)
    return render(request, "home.html")


def _home_of_clerk(request: SignedInRequest) -> HttpResponse:
    """The report they work on; who acts for several municipalities chooses among theirs."""
    today = timezone.localdate()
    reports = Report.objects.for_user(request.user)
    municipalities = list(Municipality.objects.for_user(request.user).with_names())
    current = [reports.filter(municipality=each).current(today) for each in municipalities]
    keys = [report.pk for report in current if report is not None]
    if not keys:
        return render(request, "home.html")
    if len(municipalities) == 1:
        return redirect("report_detail", pk=keys[0])
    listed = {each.municipality_id: each for each in reports.filter(pk__in=keys).for_board()}
    going_on = EntryOnBehalf.objects.going_on().filter(report__in=keys)
    entries = {entry.report.municipality_id: entry for entry in going_on.select_related("report")}
    rows = [(each, listed.get(each.pk), entries.get(each.pk)) for each in municipalities]
    return render(request, "clerk/home.html", {"rows": rows, "today": today})
