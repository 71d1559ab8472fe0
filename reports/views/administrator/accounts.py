"""Accounts: who may sign in, as whom, and for which municipalities they act."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from municipalities import accounts
from municipalities.access import require_role
from municipalities.forms import AccountCreationForm, AccountPasswordForm
from municipalities.models import Acting, Role, User, acted_for
from reports.forms.administrator.accounts import AccountForm, ActingFormSet, acting_in, acting_of
from reports.views.access import SignedInRequest, admin_account, posted
from reports.views.paging import page_of

OFF = "off"
CHOICES = {
    Role.MUNICIPALITY: "Муниципальные образования",
    Role.REGION: "Регион",
    Role.ADMIN: "Администраторы",
    OFF: "Отключены",
}


@require_GET
def account_list(request: SignedInRequest) -> HttpResponse:
    """All, or those of one kind; a search looks into everything that the table shows."""
    require_role(request.user, Role.ADMIN)
    people = list(User.objects.prefetch_related("acting__municipality__names"))
    sought = request.GET.get("q", "").strip()
    found = [person for person in people if sought.casefold() in _text(person).casefold()]
    kinds = {name: [p for p in found if _is_of(p, name)] for name in CHOICES}
    chosen = request.GET.get("show", "")
    rows = kinds.get(chosen, found)
    context = {
        "page": page_of(request, rows, lambda person: (str(person), person.pk)),
        "kinds": [(name, CHOICES[name], len(of)) for name, of in kinds.items() if of],
        "chosen": chosen if chosen in kinds else "",
        "total": len(people),
        "found": len(found),
        "never": sum(person.last_login is None for person in people),
        "sought": sought,
    }
    return render(request, "administrator/account_list.html", context)


def _text(person: User) -> str:
    municipality = str(person.municipality or "")
    words = (person.full_name, person.username, person.email, person.phone, municipality)
    return "\n".join(words)


def _is_of(person: User, kind: str) -> bool:
    return not person.is_active if kind == OFF else person.role == kind


@require_http_methods(["GET", "POST"])
def account_create(request: SignedInRequest) -> HttpResponse:
    require_role(request.user, Role.ADMIN)
    form = AccountCreationForm(posted(request))
    if form.is_valid():
        account = form.save(commit=False)
        accounts.save(account, user=request.user)
        messages.success(request, f"Учетная запись заведена: {account}.")
        return redirect("account_detail", pk=account.pk)
    return render(request, "administrator/account_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def account_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    person = admin_account(request, pk)
    called = str(person)
    data = posted(request)
    # What was sent is taken by itself: a row like one that stands there now is no empty one.
    acting = ActingFormSet(data, initial=None if data else acting_of(person), prefix="acting")
    form = AccountForm(data, instance=person, initial={"seen": accounts.stamp(person)})
    if data is not None and acting.is_valid():
        rows = acting_in(acting)
        person.municipality = acted_for(rows, timezone.localdate())  # before the form asks for it
        if form.is_valid() and _save(request, form, rows):
            messages.success(request, "Сохранено.")
            return redirect("account_detail", pk=pk)
    context = {"form": form, "acting": acting, "person": person, "called": called}
    return render(request, "administrator/account_detail.html", context)


def _save(request: SignedInRequest, form: AccountForm, rows: list[Acting]) -> bool:
    asked = {name: form.cleaned_data[name] for name in ("may_raise", "seen")}
    try:
        accounts.save(form.instance, user=request.user, acting=rows, **asked)
    except ValidationError as refusal:  # somebody was faster
        form.add_error(None, " ".join(refusal.messages))
        return False
    return True


@require_http_methods(["GET", "POST"])
def account_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another password for somebody else; their sessions end."""
    person = admin_account(request, pk)
    if person == request.user:
        return redirect("password_change")
    form = AccountPasswordForm(person, posted(request))
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, f"Новый пароль задан: {person}.")
        return redirect("account_detail", pk=pk)
    context = {"form": form, "person": person}
    return render(request, "administrator/account_password.html", context)
