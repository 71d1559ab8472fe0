"""Verbs on accounts: who may do what, and who hears of it."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from municipalities.log import Fact, log_line_when_done
from municipalities.models import Acting, Role, User, acted_for

MANY_TRIES = 30  # wrong ones with one name, wherever they come from
RIGHTS = ("role", "municipality", "is_active")
EDITED = ["username", "full_name", "post", "phone", "email", "role", "is_active"]
OWN = ["full_name", "post", "phone", "email", "shows_examples"]

_RANKS: dict[str, int] = {Role.MUNICIPALITY: 1, Role.REGION: 2, Role.ADMIN: 3}


@transaction.atomic
def save(
    account: User,
    *,
    user: User,
    may_raise: bool = False,
    is_trial: bool = False,
    acting: Sequence[Acting] | None = None,
    seen: str | None = None,
) -> None:
    """Write ``account``, new or changed. When its rights change, the sessions that had others end;
    when it has more of them than before, all administrators are told.

    A higher role for somebody who is there already is written only with ``may_raise``: ``user`` was
    asked. With ``is_trial`` the caller takes everything back, and the log says nothing.
    ``acting``: all days on which the person acts, unsaved; None leaves them to
    ``account.municipality``. ``seen``: the ``stamp`` of what was on the screen; an account that has
    changed since is refused. Raises ``ValidationError``.
    """
    # All administrators, in one order: two of them who step down at once meet here.
    list(User.objects.filter(role=Role.ADMIN).order_by("pk").select_for_update())
    before = User.objects.select_for_update().filter(pk=account.pk).first()
    if seen is not None and before is not None and stamp(before) != seen:
        raise ValidationError(
            "Пока вы правили эту учетную запись, ее изменили. Откройте ее страницу заново и повторите."
        )
    if acting is not None:
        account.municipality = acted_for(acting, timezone.localdate())
    account.clean()
    if before is not None and is_raise(before.role, account.role) and not may_raise:
        raise ValidationError(raise_question(before, account.role))
    _write(account, before, acting)
    news = _news(account, before, user)
    if news and not is_trial:
        facts: dict[str, Fact] = {"account": account.pk, "role": account.role, "user": user.pk}
        log_line_when_done("accounts", what="more_rights", **facts)
        notices = Concat(F("notice"), Value(f"{news}\n"))
        User.objects.administrators().update(notice=notices)


def _write(account: User, before: User | None, acting: Sequence[Acting] | None) -> None:
    if before is None:
        account.save(force_insert=True)
    else:
        has_changed = _has_other_rights(before, account, acting)
        account.rights_version = before.rights_version + has_changed
        account.save(update_fields=[*EDITED, "rights_version"])
    if acting is not None:
        account.act_by(acting)
    elif before is None or before.municipality != account.municipality:
        account.act_for(account.municipality)


def _has_other_rights(before: User, account: User, acting: Sequence[Acting] | None) -> bool:
    if acting is not None and _days(acting) != _days(before.acting.all()):
        return True
    return any(getattr(before, name) != getattr(account, name) for name in RIGHTS)


def _days(acting: Iterable[Acting]) -> set[tuple[int, dt.date, dt.date | None]]:
    return {(row.municipality_id, row.since, row.until) for row in acting}


def stamp(person: User) -> str:
    """Differs when anything differs that the page of an account shows: 64 hexadecimal digits."""
    shown = (
        [str(getattr(person, name)) for name in EDITED],
        sorted(map(str, _days(person.acting.all()))),
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def save_own(person: User) -> None:
    """Write what people may change of themselves, and nothing else: rights that were taken meanwhile
    do not come back."""
    with transaction.atomic():
        person.save(update_fields=OWN)


def is_raise(before: str, after: str) -> bool:
    return _RANKS[after] > _RANKS[before]


def raise_question(person: User, role: str) -> str:
    return (
        f"{person} получит больше прав и будет работать как {Role(role).label}. Если так и нужно, "
        "поставьте отметку «Дать больше прав»."
    )


def _news(account: User, before: User | None, user: User) -> str:
    """What the administrators hear of an account that can do more than before; empty otherwise."""
    had = _RANKS[before.role] if before and before.is_active else 0
    has = _RANKS[account.role] if account.is_active else 0
    if has <= max(had, _RANKS[Role.MUNICIPALITY]):
        return ""
    who = f"{account} ({account.username})"
    if before is None:
        what = f"Заведена учетная запись: {who}, {account.get_role_display()}."
    elif before.role == account.role:
        what = f"Учетная запись снова работает: {who}, {account.get_role_display()}."
    else:
        what = (
            f"Прав стало больше: {who}, теперь {account.get_role_display()}, раньше — "
            f"{before.get_role_display()}."
        )
    return f"{what} Это сделано {timezone.localtime():%d.%m.%Y в %H:%M}, администратор: {user}."


def take_notice(person: User) -> list[str]:
    """What was kept to be said to the person, once."""
    with transaction.atomic():
        notice = User.objects.select_for_update().get(pk=person.pk).notice
        User.objects.filter(pk=person.pk).update(notice="")
    return notice.splitlines()


def count_wrong_try(name: str) -> None:
    """Count a wrong try with ``name``; the server's keeper hears once that there are many."""
    with transaction.atomic():
        people = User.objects.filter(username__iexact=name.strip())
        people.update(wrong_tries=F("wrong_tries") + 1)
        for person in people.filter(wrong_tries=MANY_TRIES):
            log_line_when_done("accounts", what="many_tries", account=person.pk, tries=MANY_TRIES)


def forget_wrong_tries(person: User) -> str:
    """They have signed in. Returns what to tell them of many wrong tries; empty for few."""
    tries = person.wrong_tries
    if tries:
        User.objects.filter(pk=person.pk).update(wrong_tries=0)
    if tries < MANY_TRIES:
        return ""
    return (
        f"Неудачных попыток войти с вашим именем с прошлого входа: {tries}. Если это были не вы, "
        "смените пароль и скажите администратору."
    )
