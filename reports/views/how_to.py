from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.views.access import SignedInRequest


@require_GET
def how_to(request: SignedInRequest) -> HttpResponse:
    """«Как заполнить»: for everybody who is signed in."""
    return render(request, "clerk/how_to.html")
