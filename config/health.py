"""Liveness for a balancer: answers before any other layer, and says whether the database does."""

from django.db import Error, connection
from django.http import HttpResponse

from config.postgresql.deadline import HEALTH, database_within


class HealthMiddleware:
    """Answers ``/health/``. First in the chain: a balancer knows neither our host names nor HTTPS."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/health/":
            return self.get_response(request)
        try:
            with database_within(HEALTH), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return HttpResponse(
                "База данных недоступна.\n", status=503, content_type="text/plain; charset=utf-8"
            )
        return HttpResponse("Работает.\n", content_type="text/plain; charset=utf-8")
