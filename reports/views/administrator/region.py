"""The region's body on every page: who it is, who helps, what is announced."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from municipalities import region
from municipalities.access import require_role
from municipalities.log import log_line
from municipalities.models import Role
from reports.forms.administrator.region import ContactFormSet, RegionForm
from reports.views.access import SignedInRequest, posted


@require_http_methods(["GET", "POST"])
def region_settings(request: SignedInRequest) -> HttpResponse:
    require_role(request.user, Role.ADMIN)
    row = region.current()
    data = posted(request)
    form = RegionForm(data, instance=row)
    # Compared with what stands there, a row that was sent twice would count as an empty one.
    initial = row.contacts if data is None else None
    contacts = ContactFormSet(data, initial=initial, prefix="contact")
    if form.is_valid() and contacts.is_valid():
        row.contacts = [one for one in contacts.cleaned_data if one.get("name")]
        with transaction.atomic():
            form.save()
        log_line("region", contacts=len(row.contacts), user=request.user.pk)
        messages.success(request, "Сохранено: так это видно теперь на всех страницах.")
        return redirect("region_settings")
    context = {"form": form, "contacts": contacts, "changes": region.last_changes()}
    return render(request, "administrator/region_settings.html", context)
