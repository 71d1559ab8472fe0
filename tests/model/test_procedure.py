"""The procedure as a model: everybody does anything in any order, and what was promised holds.

``SOAK=1`` goes on for long and prints how often each rule did something.
"""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import ProcedureMachine

pytestmark = pytest.mark.django_db
IS_SOAK = bool(os.environ.get("SOAK"))
EXAMPLES = int(os.environ.get("EXAMPLES", "200" if IS_SOAK else "3"))
LEAST = 0.01  # of all that was done, for each rule


def test_what_was_promised_holds_in_any_order():
    ProcedureMachine.did.clear()
    run_state_machine_as_test(
        ProcedureMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=50 if IS_SOAK else 40,
            deadline=None,
            derandomize=not IS_SOAK,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate],  # to shrink what is found takes longer than to read it
            suppress_health_check=list(HealthCheck),
        ),
    )
    if IS_SOAK:
        _every_rule_did_something()


def _every_rule_did_something():
    did = ProcedureMachine.did
    total = sum(did.values())
    for name, number in did.most_common():
        sys.stdout.write(f"{name:45} {number:6} {number / total:6.1%}\n")
    rare = [name for name, number in did.items() if number < LEAST * total]
    rules = set(ProcedureMachine.acts())
    assert len(rules) >= 30
    assert rules - did.keys() == set()
    assert rare == []
