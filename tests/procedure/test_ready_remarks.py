"""Texts of remarks that the region keeps to ask for again."""

import pytest

from municipalities.models import Role
from reports.models import ReadyRemark, Status
from reports.procedure import ready_remarks, remarks
from reports.procedure.guards import Refused
from reports.procedure.ready_remarks import MOST_KEPT, forget_ready, keep_ready, ready_texts
from tests import factories

pytestmark = pytest.mark.django_db


def test_kept_texts_stand_by_the_alphabet_once_each(reviewer):
    for text in ("укажите город.", "Где?", "Кто?", "Где?"):
        keep_ready(text, user=reviewer)
    assert ready_texts(reviewer).kept == ["Где?", "Кто?", "укажите город."]


def test_kept_text_is_not_told_among_the_recent_ones(reviewer):
    """Those that are not kept fill its place."""
    report = factories.make_report(status=Status.IN_REVIEW)
    for number in range(12):
        remarks.add_remark(report, text=f"{number}?", user=reviewer)
    keep_ready("11?", user=reviewer)
    assert ready_texts(reviewer) == ready_remarks.ReadyTexts(
        ["11?"], [f"{number}?" for number in range(10, 0, -1)]
    )


def test_forgetting_leaves_the_remarks(reviewer):
    report = factories.make_report(status=Status.IN_REVIEW)
    remarks.add_remark(report, text="Где?", user=reviewer)
    keep_ready("Где?", user=reviewer)
    for _ in range(2):
        forget_ready("Где?", user=factories.make_user(Role.REGION))
    assert ready_texts(reviewer) == ready_remarks.ReadyTexts([], ["Где?"])


def test_full_list_takes_no_more_and_keeps_what_it_has(reviewer):
    for number in range(MOST_KEPT):
        keep_ready(f"{number}?", user=reviewer)
    with pytest.raises(Refused, match="Сначала уберите"):
        keep_ready("Еще?", user=reviewer)
    keep_ready("0?", user=reviewer)  # it is there already
    assert ReadyRemark.objects.count() == MOST_KEPT


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.ADMIN])
@pytest.mark.parametrize("verb", [keep_ready, forget_ready])
def test_only_the_region_keeps_texts(role, verb):
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        verb("Где?", user=factories.make_user(role))
