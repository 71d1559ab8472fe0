"""What a person said of the columns of a table: kept for the next one under the same headings."""

from collections.abc import Sequence

from municipalities.models import Municipality, User
from reports.models import RememberedColumns


def remember_columns(
    municipality: Municipality, headings: Sequence[str], fields: Sequence[str], *, user: User
) -> None:
    """The latest answer counts. A table without headings cannot be known again."""
    if any(headings):
        RememberedColumns.objects.update_or_create(
            municipality=municipality,
            headings="\n".join(headings),
            defaults={"fields": ",".join(fields), "told_by": user},
        )


def forget_columns(municipality: Municipality, key: int) -> bool:
    """Whether there was something to forget."""
    count, _ = municipality.remembered_columns.filter(pk=key).delete()
    return count > 0
