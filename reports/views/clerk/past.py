"""All reports of the municipality."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from municipalities.access import require_role
from municipalities.models import Role
from reports.models import Report
from reports.views.access import SignedInRequest


@require_GET
def own_reports(request: SignedInRequest) -> HttpResponse:
    """«Прошлые отчеты»: every one, by years, the latest first."""
    require_role(request.user, Role.MUNICIPALITY)
    reports = Report.objects.for_user(request.user).for_board()
    latest_first = reports.order_by("-quarter__year", "-quarter__number", "number")
    rows = list(latest_first)
    years = [(year, list(group)) for year, group in groupby(rows, key=lambda row: row.quarter.year)]
    several = len({report.municipality_id for report in rows}) > 1
    context = {"years": years, "names_municipality": several}
    return render(request, "clerk/own_reports.html", context)
