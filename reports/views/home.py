from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.models import Role
from reports.models import Quarter, Report


@require_GET
def home(request):
    """Everyone's own place: nothing to choose after signing in."""
    if request.user.role == Role.ADMIN:
        return redirect("quarter_list")
    if request.user.role == Role.REGION:
        quarter = Quarter.objects.current(timezone.localdate())
        if quarter is not None:
            return redirect("quarter_board", slug=quarter.slug)
    else:
        report = Report.objects.for_user(request.user).current(timezone.localdate())
        if report is not None:
            return redirect("report_detail", pk=report.pk)
    return render(request, "home.html")


@require_GET
def how_to(request):
    """«Как заполнить»: for everybody who is signed in."""
    return render(request, "clerk/how_to.html")
