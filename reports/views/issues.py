"""Issuing the consolidated report, and what was issued."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from config.deadline import makes_a_file
from municipalities.access import require_role
from municipalities.models import Role
from reports import consolidation
from reports.export.build import Include
from reports.export.files import KINDS
from reports.models import Consolidation, Correction, Quarter
from reports.views.consolidated import span_or_404, who_is_in
from reports.views.region import STAFF
from reports.workflow import TransitionError


@require_http_methods(["GET", "POST"])
@makes_a_file
def consolidated_issue(request, slug):
    """What is frozen is what was on the screen: the page of the document gives its fingerprint
    along, and a report that has changed since is not issued."""
    require_role(request.user, Role.REGION)
    span = span_or_404(slug)
    seen = request.POST.get("seen") or request.GET.get("seen", "")
    if request.method == "POST":
        try:
            issued = consolidation.issue(span, user=request.user, seen=seen)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
            return redirect("consolidated", slug=span.slug)
        messages.success(request, f"{issued}: сводный отчет выпущен.")
        return redirect("consolidation_detail", pk=issued.pk)
    current = consolidation.current(span)
    if seen != current.fingerprint:
        messages.warning(request, "Посмотрите на сводный отчет, прежде чем выпустить его.")
        return redirect("consolidated", slug=span.slug)
    context = {"span": span, "current": current, "asked": _asked_to_undo(request.user, span)}
    context |= who_is_in(request.user, span, Include.ACCEPTED)
    return render(request, "reports/consolidated_issue.html", context)


def _asked_to_undo(user, span):
    quarters = Quarter.objects.of_span(span)
    return Correction.objects.for_user(user).waiting().filter(event__report__quarter__in=quarters)


@require_GET
def consolidation_detail(request, pk):
    """What was issued, and what has changed since."""
    issued = get_object_or_404(Consolidation.objects.light(), pk=pk)
    require_role(request.user, *STAFF)
    current = consolidation.current(issued.span)
    return render(
        request,
        "reports/consolidation_detail.html",
        {
            "issued": issued,
            "is_last": issued == current.last_issue,
            "outdated": consolidation.outdated(issued, current.contents),
            "last_issue": current.last_issue,
        },
    )


@require_GET
@makes_a_file
def consolidation_download(request, pk, extension):
    """The very bytes that were issued."""
    issued = get_object_or_404(Consolidation, pk=pk)
    require_role(request.user, *STAFF)
    if extension not in ("docx", "xlsx"):
        raise Http404
    name = f"{issued.file_stem}_выпуск_{issued.number}.{extension}"
    return HttpResponse(
        bytes(getattr(issued, extension)),
        content_type=KINDS[extension].content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "no-store",
        },
    )
