"""Who asks to sign in, and how many wrong tries are let through.

A name is stopped at the address the tries come from and nowhere else: locked by name alone, anybody
could keep anybody out. An address is stopped over all names later, for a whole town hall may sit
behind it. Nothing sleeps: a refusal is an answer.
"""

import datetime as dt
import ipaddress
from dataclasses import dataclass

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError
from django.db.models import Max, Sum
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from municipalities import accounts
from municipalities.access import require_role
from municipalities.log import log_line
from municipalities.middleware import prolong
from municipalities.models import Municipality, Role, User, folded_name
from reports.overview import charts
from reports.views.access import posted
from reports.views.paging import page_of

TOLD_WHEN_LEFT = 3  # tries before a lock: from the seventh wrong one of ten
USUAL_STONES = 27  # of an arch that counts nothing
LONGEST_NAME = 255  # what the table of attempts holds
THIS_MACHINE = ipaddress.ip_address("127.0.0.1")  # a unix socket has no address


class TrustedProxyMiddleware:
    """What only a proxy of our own may say (who asks, and whether by HTTPS) is taken from nobody
    else: a stranger's words are gone before anything reads them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_trusted(_sender(request)):
            for header in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"):
                request.META.pop(header, None)
        return self.get_response(request)


def client_address(request) -> str:
    """The address of who asks: from the right end of X-Forwarded-For the first that is no proxy of
    ours. What the sender wrote there himself stands further left and is never reached."""
    address = _sender(request)
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while chain and _is_trusted(address):
        before = _address(chain.pop())
        if before is None:
            break  # rubbish: the last proxy that is known
        address = before
    return str(address)


def _sender(request):
    return _address(request.META.get("REMOTE_ADDR", "")) or THIS_MACHINE


def _is_trusted(address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _address(text: str):
    """An address as proxies write it, with a port, brackets, quotes or a zone; None for rubbish."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def counted_name(request, credentials) -> str:
    """The name under which wrong tries are counted: however it is typed, it is one name."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return folded_name(typed)[:LONGEST_NAME]


def name_of_account(typed: str) -> str:
    """The name of the account that ``typed`` means, if exactly one answers to it when case and blanks
    do not count; otherwise ``typed`` itself. Compared here, for SQLite folds Latin letters alone."""
    names = list(User.objects.values_list("username", flat=True))
    if typed in names:
        return typed
    meant = [name for name in names if folded_name(name) == folded_name(typed)]
    return meant[0] if len(meant) == 1 else typed


@dataclass(frozen=True)
class Limit:
    """So many wrong tries in a quarter of an hour, and those that were made."""

    most: int
    tries: list[tuple[dt.datetime, int]]  # when, how many; the oldest first

    @property
    def left(self) -> int:
        return max(0, self.most - sum(count for _, count in self.tries))

    @property
    def ends(self) -> dt.datetime | None:
        """When the oldest tries are forgotten, so that one more is let through; None if it is now."""
        moment, left = None, self.most - sum(count for _, count in self.tries)
        for at, count in self.tries:
            if left > 0:
                break
            moment, left = at + settings.AXES_COOLOFF_TIME, left + count
        return moment


class SignInHandler(AxesDatabaseHandler):
    """Axes counts by one limit only; here a name at an address has its own, and the address
    another."""

    def limits(self, request, credentials=None) -> tuple[Limit, Limit]:
        """Of the name at this address, and of the address over all names."""
        name, address = get_client_username(request, credentials), request.axes_ip_address
        here = list(
            AccessAttempt.objects.filter(
                ip_address=address, attempt_time__gte=get_cool_off_threshold(request)
            )
            .order_by("attempt_time")
            .values_list("username", "attempt_time", "failures_since_start")
        )
        return (
            Limit(settings.AXES_FAILURE_LIMIT, [row[1:] for row in here if row[0] == name]),
            Limit(settings.SIGN_IN_ADDRESS_CEILING, [row[1:] for row in here]),
        )

    def get_failures(self, request, credentials=None) -> int:
        left = min(limit.left for limit in self.limits(request, credentials))
        return max(0, settings.AXES_FAILURE_LIMIT - left)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        was_locked = request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **kwargs)
        outcome = "locked" if was_locked else "wrong"
        log_line("sign_in", outcome=outcome)
        if was_locked:
            return  # refused unseen: no try was made
        if request.axes_locked_out:
            log_line("sign_in", outcome="stopped", address=request.axes_ip_address)
        accounts.count_wrong_try(credentials.get("username") or "")

    def user_logged_in(self, sender, request, user, **kwargs):
        super().user_logged_in(sender, request, user, **kwargs)
        log_line("sign_in", outcome="done", user=user.pk)
        prolong(request.session, user.session_age)
        warning = accounts.forget_wrong_tries(user)
        if warning:
            messages.warning(request, warning, fail_silently=True)  # a test client has no pages


class SignInForm(AuthenticationForm):
    def clean_username(self) -> str:
        return name_of_account(self.cleaned_data["username"])

    @property
    def tries_left(self) -> int | None:
        """How many wrong tries are let through yet, once there are few."""
        failures = getattr(self.request, "axes_failures_since_start", None)
        if failures is None:
            return None
        left = settings.AXES_FAILURE_LIMIT - failures
        return left if left <= TOLD_WHEN_LEFT else None


def reports_of_a_quarter() -> int:
    """How many are awaited; 0 where the database does not answer, for the page needs none."""
    try:
        return Municipality.objects.filter(is_active=True).count()
    except DatabaseError:
        return 0


class SignInView(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        """``stones`` of the arch: one for each report of a quarter, where so many can be drawn."""
        count = reports_of_a_quarter()
        stones = count if charts.FEWEST <= count <= charts.MOST else USUAL_STONES
        return super().get_context_data(**kwargs) | {"report_count": count, "stones": stones}

    def get_redirect_url(self):  # type: ignore[override] # the stubs are of a later Django
        """Never to this very page: whoever is signed in would be sent here for ever."""
        url = super().get_redirect_url()
        return "" if url.partition("?")[0] == self.request.path else url


class SignOutView(LogoutView):
    """What the browser holds of our pages goes with the person. What was typed and not sent stays
    where scripts keep it, under the person's own key."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        if request.is_secure():  # browsers heed it there alone
            response["Clear-Site-Data"] = '"cache"'
        return response


def locked_page(request, credentials=None):
    """Says how long it lasts, in the minutes that are really left."""
    of_name, of_address = SignInHandler().limits(request, credentials)
    ends = max(filter(None, (of_name.ends, of_address.ends)), default=timezone.now())
    seconds = max(1, int((ends - timezone.now()).total_seconds()))
    context = {"is_address": not of_address.left, "minutes": -(-seconds // 60)}
    response = render(request, "registration/locked.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


class UnlockForm(forms.Form):
    address = forms.GenericIPAddressField()
    name = forms.CharField(max_length=LONGEST_NAME, required=False)


@require_http_methods(["GET", "POST"])
def sign_in_locks(request):
    """Who cannot sign in just now for too many wrong tries; the administrator lets them try again."""
    require_role(request.user, Role.ADMIN)
    form = UnlockForm(posted(request))
    if form.is_valid():
        address, name = form.cleaned_data["address"], form.cleaned_data["name"]
        reset(ip=address, username=name or None)
        log_line("sign_in", outcome="opened_again", address=address, user=request.user.pk)
        messages.success(request, f"С адреса {address} снова можно войти.")
        return redirect("sign_in_locks")
    return render(request, "registration/locks.html", {"page": page_of(request, locks(), _who)})


def _who(lock):
    return lock.get("username", ""), lock["ip_address"]


def locks() -> list[dict]:
    """What is locked now: ``ip_address``, ``username`` (empty for the address as a whole) and
    ``last``, the time of the last wrong try."""
    tries = AccessAttempt.objects.filter(
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    ).order_by()
    counted = {"count": Sum("failures_since_start"), "last": Max("attempt_time")}
    of_names = tries.values("ip_address", "username").annotate(**counted)
    of_addresses = tries.values("ip_address").annotate(**counted)
    return [
        *of_addresses.filter(count__gte=settings.SIGN_IN_ADDRESS_CEILING),
        *of_names.filter(count__gte=settings.AXES_FAILURE_LIMIT).order_by("username", "ip_address"),
    ]
