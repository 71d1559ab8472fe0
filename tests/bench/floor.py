"""The least that saving a text can cost: ours are the addresses, and one view more."""

import json

from django.db import transaction
from django.db.models import F
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as ours
from reports.models import Event, Report


@require_POST
def save(request, pk):
    """Who it is, the lock with the right, one write only if nobody was faster, and its history."""
    body = json.loads(request.body)
    with transaction.atomic():
        own = Report.objects.for_user(request.user)
        report = own.select_for_update().get(pk=body["report"])
        events = Event.objects.filter(pk=pk, report=report, version=body["version"])
        events.update(content=body["content"], version=F("version") + 1)
        Report.objects.filter(pk=report.pk).update(version=F("version") + 1)
        Event.history.create(
            id=pk,
            report=report,
            content=body["content"],
            version=body["version"] + 1,
            history_type="~",
            history_date=timezone.now(),
            history_user=request.user,
        )
    return JsonResponse({"state": "saved"})


urlpatterns = [*ours, path("floor/<int:pk>/", save, name="floor")]
