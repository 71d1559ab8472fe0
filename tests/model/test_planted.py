"""The model finds every planted fault that breaks a promise, within 200 examples."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import ProcedureMachine
from tests.model.planted import LISTED, OWN

pytestmark = pytest.mark.django_db
IS_SOAK = bool(os.environ.get("SOAK"))
EXAMPLES = int(os.environ.get("EXAMPLES", "200"))


@pytest.mark.parametrize("fault", [*LISTED, *OWN], ids=lambda fault: fault.name)
def test_the_fault_can_be_planted(fault):
    """The code it stands in may have changed since."""
    with fault.planted():
        pass


@pytest.mark.skipif(not IS_SOAK, reason="takes long: make soak")
@pytest.mark.parametrize("fault", [*LISTED, *OWN], ids=lambda fault: fault.name)
def test_the_model_finds_a_planted_fault(fault):
    begun = 0

    class Machine(ProcedureMachine):
        def __init__(self):
            nonlocal begun
            begun += 1
            super().__init__()

    with fault.planted():
        error = _first_error(Machine)
    assert error is not None, f"not found in {begun} examples"
    sys.stdout.write(f"{fault.name:50} {begun:4}  {type(error).__name__}: {_first_line(error)}\n")


def _first_error(machine) -> Exception | None:
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=50,
                deadline=None,
                database=None,
                report_multiple_bugs=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the fault is found
        return error
    return None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:80]
