"""Municipalities: their order in the document, their names, and who reports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities import directory
from municipalities.access import require_role
from municipalities.models import Municipality, MunicipalityName, Role
from reports.forms.administrator.municipalities import MunicipalityForm, NameForm
from reports.models import Quarter
from reports.views.access import (
    SignedInRequest,
    admin_municipality,
    admin_name,
    number_of,
    posted,
)
from reports.views.paging import page_of


@require_GET
def municipality_list(request: SignedInRequest) -> HttpResponse:
    """In the order of the document, numbered from 1."""
    require_role(request.user, Role.ADMIN)
    today = timezone.localdate()
    rows = [
        (number, municipality, municipality.full_name_on(today))
        for number, municipality in enumerate(Municipality.objects.with_names(), start=1)
    ]
    context = {
        "page": page_of(request, rows, lambda row: (row[0],)),
        "reporting": sum(municipality.is_active for _, municipality, _ in rows),
    }
    return render(request, "administrator/municipality_list.html", context)


@require_http_methods(["GET", "POST"])
def municipality_create(request: SignedInRequest) -> HttpResponse:
    require_role(request.user, Role.ADMIN)
    data = posted(request)
    form = MunicipalityForm(data)
    name = NameForm(data, initial={"valid_from": timezone.localdate()})
    if form.is_valid() and name.is_valid():
        try:
            directory.add(form.instance, name.instance, user=request.user)
        except ValidationError as refusal:  # somebody was faster
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, f"Добавлено: {name.instance.short_name}.")
            return redirect("municipality_detail", pk=form.instance.pk)
    context = {"form": form, "name": name}
    return render(request, "administrator/municipality_create.html", context)


@require_http_methods(["GET", "POST"])
def municipality_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One with its names, the latest first."""
    municipality = admin_municipality(request, pk)
    called = str(municipality)
    form = MunicipalityForm(posted(request), instance=municipality)
    if form.is_valid():
        directory.save(municipality)
        messages.success(request, "Сохранено.")
        return redirect("municipality_detail", pk=pk)
    context = {
        "form": form,
        "municipality": municipality,
        "called": called,
        "names": municipality.names.order_by("-valid_from"),
        "in_force": municipality.name_on(timezone.localdate()),
        "without_report": (
            Quarter.objects.filter(closed_at=None).exclude(reports__municipality=municipality)
            if municipality.is_active
            else ()
        ),
    }
    return render(request, "administrator/municipality_detail.html", context)


@require_POST
def municipality_place(request: SignedInRequest, pk: int) -> HttpResponse:
    """«Переставить на место №»."""
    municipality = admin_municipality(request, pk)
    called = str(municipality)
    number = number_of(request.POST.get("number", "").strip())
    try:
        if number is None:
            raise ValidationError("Укажите место числом: 1, 2, 3.")
        with transaction.atomic():  # how many there are is asked before the commit
            directory.move(municipality, number, user=request.user)
            last = Municipality.objects.count()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        place = f"место № {number}" if number <= last else f"последнее место (№ {last})"
        messages.success(
            request,
            f"{called}: теперь {place} в сводном отчете.",
            extra_tags=f"municipality-{municipality.pk}",
        )
    return redirect(f"{reverse('municipality_list')}#municipality-{municipality.pk}")


@require_http_methods(["GET", "POST"])
def municipality_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name from a day on; documents of earlier days keep theirs."""
    municipality = admin_municipality(request, pk)
    present = municipality.name_on(timezone.localdate())
    initial = {"kind": present.kind, "oktmo": present.oktmo} if present else {}
    new = MunicipalityName(municipality=municipality, **initial)
    return _name_page(request, new, "Новое наименование")


@require_http_methods(["GET", "POST"])
def name_update(request: SignedInRequest, pk: int) -> HttpResponse:
    return _name_page(request, admin_name(request, pk), "Исправить наименование")


def _name_page(request: SignedInRequest, name: MunicipalityName, heading: str) -> HttpResponse:
    form = NameForm(posted(request), instance=name)
    if form.is_valid():
        try:
            directory.save_name(form.instance, user=request.user)
        except ValidationError as refusal:
            form.add_error("valid_from", " ".join(refusal.messages))
        else:
            messages.success(request, "Наименование сохранено.")
            return redirect("municipality_detail", pk=name.municipality_id)
    context = {"form": form, "municipality": name.municipality, "heading": heading}
    return render(request, "administrator/municipality_name.html", context)


@require_POST
def name_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    name = admin_name(request, pk)
    try:
        directory.delete_name(name, user=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Наименование удалено.")
    return redirect("municipality_detail", pk=name.municipality_id)
