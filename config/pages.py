"""What belongs to the whole site and to neither app: the pages of errors and of lost sessions."""

import sys

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import bad_request, page_not_found

# Fields that a person writes texts into, as their labels stand on the pages.
TYPED = {
    "name": "Наименование мероприятия",
    "place": "Место проведения",
    "period": "Сроки проведения",
    "content": "Содержание мероприятия",
    "participants": "Участники мероприятия",
    "agreements": "О чем договорились",
    "remark": "Замечание ко всему отчету",
    "text": "Ответ на замечание",
    "reason": "Причина",
    "own_name": "Наименование: свой вариант",
    "own_place": "Место: свой вариант",
    "own_period": "Сроки: свой вариант",
}


def site(request):
    """What every page shows of the installation."""
    return {"body_name": settings.BODY_NAME, "mail_works": settings.MAIL_WORKS}


def csrf_failure(request, reason=""):
    """A sign-in in another tab makes this page's key void: everything can be sent again."""
    signed_in = request.user.is_authenticated
    if request.content_type == "application/json":
        return JsonResponse({"state": "key" if signed_in else "signed_out"}, status=403)
    return _unsent(request, "403_csrf.html" if signed_in else "403_session.html")


def _unsent(request, template):
    """A page that gives back what was typed and not saved, and sends it again with a new key."""
    hidden = {"csrfmiddlewaretoken"}
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in hidden and "password" not in name
    ]
    texts = [
        (TYPED.get(name, "Замечание"), value)
        for name, value in fields
        if value.strip() and (name in TYPED or name.startswith("remark_"))
    ]
    context = {"fields": fields, "texts": texts, "page": _page_before(request)}
    return render(request, template, context, status=403)


def _page_before(request):
    """The page on which the button stood; the address of the button itself may only take POST."""
    page = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if own else "/"


def server_error(request):
    """A database that went away is said as such, and is worth a repeat; the rest is a bug."""
    unavailable = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    name, status = ("503.html", 503) if unavailable else ("500.html", 500)
    return HttpResponse(loader.get_template(name).render(), status=status)


class Utf8OnlyMiddleware:
    """A body in another encoding than ours comes from no page of ours, and some break the parser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return bad_request(request, None)
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, but what was typed before the session ended is given back, not thrown away."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)  # a part of a page: the rest says it when it is sent
        if request.content_type == "application/json":
            return JsonResponse({"state": "signed_out"}, status=401)
        if request.method == "POST":
            return _unsent(request, "403_session.html")
        return super().handle_no_permission(request, view_func)


class ErrorPagesMiddleware:
    """Our own pages where Django's would be English or blank, in development as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and settings.DEBUG and "html" in response["Content-Type"]:
            return page_not_found(request, None)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render(request, "405.html").content
        return response
