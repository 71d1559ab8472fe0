"""Places abroad that the table of places lacks: proofreading and suggestions know them from then on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from municipalities import added_places
from municipalities.access import require_role
from municipalities.models import AddedPlace, Role
from reports.forms.administrator.places import AddedPlaceForm
from reports.views.access import SignedInRequest, admin_place, posted
from reports.views.paging import page_of


@require_http_methods(["GET", "POST"])
def added_place_list(request: SignedInRequest) -> HttpResponse:
    """The list, and one more."""
    require_role(request.user, Role.ADMIN)
    form = AddedPlaceForm(posted(request))
    if form.is_valid():
        try:
            added_places.add(form.instance, user=request.user)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            place = form.instance
            messages.success(request, f"Добавлено: {place.name} ({place.country.name}).")
            return redirect("added_place_list")
    page = page_of(request, list(AddedPlace.objects.all()), lambda place: (place.name, place.pk))
    return render(request, "administrator/added_place_list.html", {"form": form, "page": page})


@require_POST
def added_place_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    place = admin_place(request, pk)
    added_places.delete(place, user=request.user)
    messages.success(request, f"Удалено: {place.name}.")
    return redirect("added_place_list")
