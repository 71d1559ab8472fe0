import pytest
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db


def test_open_quarter_is_idempotent(capsys):
    factories.make_municipality()
    for appeared in (1, 0):
        call_command("open_quarter", "2021-1", due="2021-04-20")
        assert capsys.readouterr().out == (
            f"I квартал 2021 года: сдать до 20.04.2021, новых отчетов: {appeared}.\n"
        )


@pytest.mark.parametrize(
    ("quarter", "due", "said"),
    [
        ("2021", None, "Квартал «2021» непонятен"),
        ("2021-1", "20.04.2021", "Срок «20.04.2021» непонятен"),
        ("2021-1", "2021-03-31", "позже последнего дня квартала"),
    ],
)
def test_open_quarter_explains_wrong_arguments(quarter, due, said):
    with pytest.raises(CommandError, match=said):
        call_command("open_quarter", quarter, due=due)
