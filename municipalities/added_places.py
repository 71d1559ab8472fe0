"""Places that the table of places lacks, as administrators add them: of which country each is."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django_countries.fields import CountryField

from municipalities.log import log_line_when_done

if TYPE_CHECKING:
    from municipalities.models import User

MOST_ADDED = 500  # more is a table to be laid beside the others


class AddedPlace(models.Model):
    name = models.CharField("название", max_length=100)
    country = CountryField("страна")

    class Meta:
        verbose_name = "добавленное место"
        verbose_name_plural = "добавленные места"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="added_place_once",
                violation_error_message="Это место уже есть в списке.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(country=""),
                name="added_place_named",
                violation_error_message="Укажите название и страну.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def added_places() -> frozenset[tuple[str, str]]:
    """(Code of the country, name) of each. One statement."""
    return frozenset(AddedPlace.objects.order_by().values_list("country", "name"))


@transaction.atomic
def add(place: AddedPlace, *, user: "User") -> None:
    """Raises ``ValidationError`` for a place that is there already, and for one too many."""
    # All are locked, so that two who add the last one at once do not both find room for it.
    kept = list(AddedPlace.objects.select_for_update().order_by("pk"))
    if len(kept) >= MOST_ADDED:
        raise ValidationError(
            f"Мест уже {MOST_ADDED}, больше в список не помещается. Сначала удалите ненужные."
        )
    if place.name in {one.name for one in kept}:
        raise ValidationError("Это место уже есть в списке.")
    place.save(force_insert=True)
    log_line_when_done("place", what="added", place=place.pk, user=user.pk)


@transaction.atomic
def delete(place: AddedPlace, *, user: "User") -> None:
    """Deleted twice, it is deleted once."""
    AddedPlace.objects.filter(pk=place.pk).delete()
    log_line_when_done("place", what="deleted", place=place.pk, user=user.pk)
