"""«Мои данные»: for everybody who is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from municipalities import accounts
from municipalities.forms import OwnPasswordForm
from municipalities.models import User
from reports.forms.account import OwnDataForm
from reports.views.access import SignedInRequest, posted


@require_http_methods(["GET", "POST"])
def own_account(request: SignedInRequest) -> HttpResponse:
    """The password stands on the same page and goes to its own address."""
    person = User.objects.get(pk=request.user.pk)  # the page shows the stored name meanwhile
    form = OwnDataForm(posted(request), instance=person)
    if form.is_valid():
        accounts.save_own(form.instance)
        messages.success(request, "Ваши данные сохранены.")
        return redirect("own_account")
    password_form = OwnPasswordForm(request.user)
    # The page begins at its top, not at its second form.
    del password_form.fields["old_password"].widget.attrs["autofocus"]
    context = {"form": form, "password_form": password_form}
    return render(request, "registration/own_account.html", context)
