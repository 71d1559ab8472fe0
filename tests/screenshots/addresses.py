"""The product's addresses, the page of parts, and one for each refusal that nobody can ask for."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.shortcuts import render
from django.urls import path
from django.views.defaults import bad_request

from config.urls import handler500 as handler500
from tests.style_urls import urlpatterns as with_style


@login_not_required
def refusal(request, number):
    if number == 400:
        return bad_request(request, ValueError("another encoding"))
    if number == 413:
        return render(None, "413.html", status=413)
    if number == 503:
        raise OperationalError("the database went away")
    raise ValueError("a fault")


urlpatterns = [*with_style, path("refusals/<int:number>/", refusal)]
