"""Verbs on municipalities: their order in the document, and their official names."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from municipalities.log import log_line_when_done
from municipalities.models import Municipality, MunicipalityName, User

LAST_PLACE = 32_767  # the greatest number that the order of municipalities can hold


def free_places(everybody: Iterable[Municipality]) -> Iterator[int]:
    """Positions that nobody of ``everybody`` has, from the last one down: those that change places
    wait there, for no two may stand in one place even for a moment."""
    taken = {municipality.position for municipality in everybody}
    return (place for place in range(LAST_PLACE, 0, -1) if place not in taken)


@transaction.atomic
def add(municipality: Municipality, name: MunicipalityName, *, user: User) -> None:
    """A new municipality with its first name, at the end of the document."""
    before = _locked_in_order()
    municipality.position = before[-1].position + 1 if before else 1
    municipality.validate_unique()
    municipality.save(force_insert=True)
    name.municipality = municipality
    name.save(force_insert=True)
    log_line_when_done("municipality", what="added", municipality=municipality.pk, user=user.pk)


@transaction.atomic
def save(municipality: Municipality) -> None:
    """Where it is, and whether it reports."""
    municipality.save(update_fields=["slug", "admin_center", "is_active"])


def _locked_in_order() -> list[Municipality]:
    """All of them, in the order that stands once nobody else can change it: sorted by the lock itself
    they would stand as before another had moved one."""
    list(Municipality.objects.select_for_update().order_by("pk"))
    return list(Municipality.objects.order_by("position"))


@transaction.atomic
def move(municipality: Municipality, number: int, *, user: User) -> None:
    """Put ``municipality`` into place ``number``, counted from 1; those between move up or down by
    one. A number beyond the last place is the last place.

    Raises ``ValidationError`` for a number below 1.
    """
    if number < 1:
        raise ValidationError("Напишите номер места: 1 или больше.")
    before = _locked_in_order()
    after = [each for each in before if each.pk != municipality.pk]
    moved = next(each for each in before if each.pk == municipality.pk)
    after.insert(number - 1, moved)
    places = {each.pk: other.position for each, other in zip(after, before, strict=True)}
    aside = free_places(before)
    changed = [each for each in after if places[each.pk] != each.position]
    for each in changed:
        Municipality.objects.filter(pk=each.pk).update(position=next(aside))
    for each in changed:
        each.position = places[each.pk]
        each.save(update_fields=["position"])
    if changed:
        log_line_when_done("municipality", what="moved", municipality=moved.pk, user=user.pk)


@transaction.atomic
def save_name(name: MunicipalityName, *, user: User) -> None:
    """A new name or a corrected one. Raises ``ValidationError`` for a day that has one already."""
    Municipality.objects.select_for_update().get(pk=name.municipality_id)
    name.validate_constraints()
    name.save()
    log_line_when_done(
        "municipality", what="named", municipality=name.municipality_id, user=user.pk
    )


@transaction.atomic
def delete_name(name: MunicipalityName, *, user: User) -> None:
    """Raises ``ValidationError`` for the last name: the document would have nothing to print."""
    municipality = Municipality.objects.select_for_update().get(pk=name.municipality_id)
    if not municipality.names.exclude(pk=name.pk).exists():
        raise ValidationError("Это единственное наименование: без него нечего напечатать.")
    name.delete()
    log_line_when_done(
        "municipality", what="name_deleted", municipality=municipality.pk, user=user.pk
    )
