"""What a report has been through."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.events import story
from reports.views.access import SignedInRequest, clerk_report


@require_GET
def report_story(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    context = {"report": report, "lines": story.story_of(report)}
    return render(request, "clerk/report_story.html", context)
