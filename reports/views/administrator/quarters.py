"""What the administrator does with quarters; the rest is in Django's admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from municipalities.access import require_role
from municipalities.models import Municipality, Role
from reports.document import issuing
from reports.forms.administrator.quarters import DueDateForm, QuarterForm, ReopenForm
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span, format_date
from reports.models import IssueStatus, Quarter, Report
from reports.procedure import opening
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, posted, staff_quarter
from reports.views.paging import page_of
from reports.views.refusals import refusal_said


@require_http_methods(["GET", "POST"])
def quarter_list(request: SignedInRequest) -> HttpResponse:
    """All quarters, and the form that opens the next one."""
    require_role(request.user, Role.ADMIN)
    today = timezone.localdate()
    initial = QuarterForm.next_initial(today)
    form = QuarterForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            return _open(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    quarters = list(Quarter.objects.with_progress())
    context = {
        "page": page_of(request, quarters, _latest_first),
        "open_count": sum(quarter.is_open for quarter in quarters),
        "today": today,
        "deletable": set(opening.deletable()),
        "form": form,
        "due_to_open": opening.due_to_open(today),
        "reporting": Municipality.objects.active().count(),
    }
    return render(request, "administrator/quarter_list.html", context)


def _latest_first(quarter: Quarter) -> tuple[int, int]:
    return -quarter.year, -quarter.number


def _open(request: SignedInRequest, values: dict[str, Any]) -> HttpResponse:
    quarter, appeared = opening.open_quarter(
        Calendar(values["year"], values["number"]), due_date=values["due_date"], user=request.user
    )
    due = format_date(quarter.due_date)
    messages.success(request, f"{quarter} открыт, сдать до {due}. Отчетов добавлено: {appeared}.")
    return redirect("quarter_list")


@require_http_methods(["GET", "POST"])
def quarter_due_date(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, Role.ADMIN)
    form = DueDateForm(posted(request), instance=quarter)
    if form.is_valid():
        try:
            opening.change_due_date(quarter, form.cleaned_data["due_date"], user=request.user)
        except Refused as refusal:
            form.add_error("due_date", str(refusal))
        else:
            messages.success(request, f"Срок сдачи изменен: {quarter}.")
            return redirect("quarter_list")
    return render(
        request, "administrator/quarter_due_date.html", {"quarter": quarter, "form": form}
    )


@require_http_methods(["GET", "POST"])
def quarter_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """Closing concerns every municipality: the page says first what would freeze as it is."""
    quarter = staff_quarter(request, slug, Role.ADMIN)
    if request.method == "POST":
        opening.close_quarter(quarter, user=request.user)
        messages.success(request, f"{quarter} закрыт, отчеты больше не меняются.")
        return redirect("quarter_list")
    reports = Report.objects.for_user(request.user).filter(quarter=quarter).for_board()
    context = {
        "quarter": quarter,
        "unsubmitted": reports.unsubmitted(),
        "undecided": reports.waiting(),
        "outdated": [
            issued
            for span in (quarter.span, *Span.of_year(quarter.year))
            if quarter.calendar in span.quarters and (last := issuing.last_of(span)) is not None
            for issued, status in [last]
            if status == IssueStatus.OUTDATED
        ],
        "without_report": reports.closed(),
    }
    return render(request, "administrator/quarter_close.html", context)


@require_http_methods(["GET", "POST"])
def quarter_delete(request: SignedInRequest, slug: str) -> HttpResponse:
    """A quarter opened by mistake; where somebody has begun to write, the page says who."""
    quarter = staff_quarter(request, slug, Role.ADMIN)
    if request.method == "POST":
        with refusal_said(request):
            opening.delete_quarter(quarter, user=request.user)
            messages.success(request, f"{quarter} удален вместе с пустыми отчетами.")
            return redirect("quarter_list")
        return redirect("quarter_delete", slug=slug)
    touched = Report.objects.for_user(request.user).filter(quarter=quarter).touched()
    context = {
        "quarter": quarter,
        "is_deletable": opening.deletable().filter(pk=quarter.pk).exists(),
        "touched": touched.for_board(),
    }
    return render(request, "administrator/quarter_delete.html", context)


@require_http_methods(["GET", "POST"])
def quarter_reopen(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, Role.ADMIN)
    form = ReopenForm(posted(request))
    if form.is_valid():
        opening.reopen_quarter(quarter, reason=form.cleaned_data["reason"], user=request.user)
        messages.success(request, f"{quarter} снова открыт.")
        return redirect("quarter_list")
    return render(request, "administrator/quarter_reopen.html", {"quarter": quarter, "form": form})
