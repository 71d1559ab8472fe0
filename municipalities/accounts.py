"""Verbs on accounts."""

import logging

from django.db import transaction
from django.db.models import F

from municipalities.models import User

MANY_TRIES = 30  # wrong ones with one name, wherever they come from

log = logging.getLogger("svod.sign_in")


def count_wrong_try(name: str) -> None:
    """Count a wrong try with ``name``; the server's keeper hears once that there are many."""
    with transaction.atomic():
        people = User.objects.filter(username__iexact=name.strip())
        people.update(wrong_tries=F("wrong_tries") + 1)
        for person in people.filter(wrong_tries=MANY_TRIES):
            log.warning(
                "С именем «%s» не удалось войти %s раз с последнего входа.",
                person.username,
                MANY_TRIES,
            )


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
