"""Issuing the consolidated report, and what was issued."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.postgresql.deadline import makes_a_file
from municipalities.access import require_role
from municipalities.models import Role
from reports.document import issuing
from reports.document.outdated import outdated
from reports.document.readiness import decided, readiness
from reports.forms.region.consolidated import CancelForm, IssueForm
from reports.language.quarters import Span
from reports.procedure.guards import Refused
from reports.views.access import STAFF, SignedInRequest, posted, span_or_404, staff_issue
from reports.views.attachment import attachment
from reports.views.rows_shown import (
    page_of_asked,
    page_of_changes,
    page_of_left_out,
    page_of_looks,
)

MOST_OF_A_KIND = 20  # findings; there are a dozen kinds


@require_http_methods(["GET", "POST"])
@makes_a_file
def consolidated_issue(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is frozen is what was on the screen: the page of the document gives its fingerprint
    along, and a report that has changed since is not issued."""
    require_role(request.user, Role.REGION)
    span = span_or_404(slug)
    form = IssueForm(posted(request))
    if form.is_valid():
        try:
            issued = issuing.issue(
                span, user=request.user, seen=form.cleaned_data["seen"], ticks=form.ticks
            )
        except issuing.UntickedError as refusal:
            form.add_error("personal_data", str(refusal))
        except Refused as refusal:
            current = issuing.current(span)
            if current.is_issued:  # the button was pressed twice
                return _to_issue(request, current)
            messages.error(request, str(refusal))
            return redirect("consolidated", slug=span.slug)
        else:
            messages.success(request, f"{issued}: сводный отчет выпущен.")
            return redirect("consolidation_detail", pk=issued.pk)
    return _issue_page(request, span, form)


def _issue_page(request: SignedInRequest, span: Span, form: IssueForm) -> HttpResponse:
    current = issuing.current(span)
    if current.is_issued:  # by the back button
        return _to_issue(request, current)
    seen = request.POST.get("seen") or request.GET.get("seen", "")
    if seen != current.fingerprint or not current.can_be_issued:
        messages.warning(request, "Посмотрите на сводный отчет, прежде чем выпустить его.")
        return redirect("consolidated", slug=span.slug)
    known = readiness(span, current.table, user=request.user, today=timezone.localdate())
    context = {
        "span": span,
        "current": current,
        "form": form,
        "known": known,
        "asked": page_of_asked(request, known.asked),
        "changes": page_of_changes(request, current.outdated.rows),
        "personal_data": page_of_looks(request, known.personal_data, name="after_personal"),
        "by_kind": [
            (kind, page_of_looks(request, looks, name=f"after_kind_{number}", most=MOST_OF_A_KIND))
            for number, (kind, looks) in enumerate(known.by_kind)
        ],
        "left_out_page": page_of_left_out(request, known.coverage.left_out),
    }
    return render(request, "region/consolidated_issue.html", context | vars(known.coverage))


def _to_issue(request: SignedInRequest, current: issuing.Current) -> HttpResponse:
    issued = current.last_issue
    if issued is None:
        raise Http404
    at = timezone.localtime(issued.issued_at)
    messages.info(
        request,
        f"Сводный отчет уже выпущен, с тех пор ничего не изменилось: {issued}, "
        f"{at:%d.%m.%Y в %H:%M} ({issued.issued_by}).",
    )
    return redirect("consolidation_detail", pk=issued.pk)


@require_GET
def consolidation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was issued, and what has changed since."""
    issued = staff_issue(request, pk, *STAFF)
    current = issuing.current(issued.span)
    changed = outdated(issued, current.contents)
    return render(
        request,
        "region/consolidation_detail.html",
        {
            "issued": issued,
            "status": current.status_of(issued),
            "outdated": changed,
            "changes": page_of_changes(request, changed.rows),
            "last_issue": current.last_issue,
            "decided": decided(issued.decision),
            "can_cancel": request.user.role == Role.REGION and not issued.is_cancelled,
        },
    )


@require_http_methods(["GET", "POST"])
def consolidation_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    issued = staff_issue(request, pk, Role.REGION)
    form = CancelForm(posted(request))
    if form.is_valid():
        try:
            issuing.cancel(issued, reason=form.cleaned_data["reason"], user=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{issued}: выпуск отменен.")
            return redirect("consolidation_detail", pk=issued.pk)
    return render(request, "region/consolidation_cancel.html", {"issued": issued, "form": form})


@require_GET
@makes_a_file
def consolidation_download(request: SignedInRequest, pk: int, extension: str) -> HttpResponse:
    """The very bytes that were issued."""
    issued = staff_issue(request, pk, *STAFF, has_files=True)
    if extension not in issuing.KEPT:
        raise Http404
    cancelled = "_отменен" if issued.is_cancelled else ""
    name = f"{issued.file_stem}_выпуск_{issued.number}{cancelled}.{extension}"
    return attachment(bytes(getattr(issued, extension)), name, extension)
