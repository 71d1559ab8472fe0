"""Texts of remarks to be used again: those that the region keeps, and what was asked for lately."""

from dataclasses import dataclass

from django.db import transaction

from municipalities.models import Role, User
from reports.models import ReadyRemark, Remark
from reports.procedure.guards import Refused, check_role

MOST_KEPT = 20  # more is no longer read, but searched through


@dataclass(frozen=True)
class ReadyTexts:
    """``kept`` in the order of the alphabet, so that each stays in its place; ``recent``, the latest
    first, are the others."""

    kept: list[str]
    recent: list[str]


def ready_texts(user: User) -> ReadyTexts:
    kept = ReadyRemark.objects.values_list("text", flat=True)
    recent = Remark.objects.for_user(user).exclude(text__in=kept).recent_texts()
    return ReadyTexts(sorted(kept, key=str.casefold), recent)


@transaction.atomic
def keep_ready(text: str, *, user: User) -> None:
    """Offer ``text`` from now on to every officer of the region. Kept twice, it is kept once. Raises
    ``Refused``."""
    check_role(user, Role.REGION)
    # All are locked, so that two who keep the last one at once do not both find room for it.
    kept = list(ReadyRemark.objects.select_for_update().order_by("pk"))
    if text in {one.text for one in kept}:
        return
    if ReadyRemark.objects.count() >= MOST_KEPT:
        raise Refused(
            f"Готовых замечаний уже {MOST_KEPT}, больше в список не помещается. Сначала уберите "
            "из него ненужное.",
            code="too_many_ready_remarks",
        )
    ReadyRemark.objects.get_or_create(text=text, defaults={"kept_by": user})


@transaction.atomic
def forget_ready(text: str, *, user: User) -> None:
    """Remarks that say the same stay. Done twice, it is done once."""
    check_role(user, Role.REGION)
    ReadyRemark.objects.filter(text=text).delete()
