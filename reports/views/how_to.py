from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from municipalities.models import Role
from reports.export.sample import example_report
from reports.views.access import SignedInRequest

HELP = {
    Role.MUNICIPALITY: "clerk/how_to.html",
    Role.REGION: "region/how_to.html",
    Role.ADMIN: "administrator/how_to.html",
}


@require_GET
def how_to(request: SignedInRequest) -> HttpResponse:
    """«Как заполнить» for a clerk, «Помощь» for the others: each of what they do themselves."""
    return render(request, HELP[Role(request.user.role)], {"table": example_report()})
