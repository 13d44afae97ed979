"""Every rule of the counter, under any input in any order, and proof that the rules would notice."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from guichet.decisions.routing.tests.machine import Counter, LateCounter
from guichet.decisions.routing.tests.mutants import MUTANTS, Mutant

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
BOUNDED = settings(
    deadline=None,
    database=None,
    derandomize=not THOROUGH,
    stateful_step_count=50,
    phases=list(Phase) if THOROUGH else [Phase.generate],
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
"""The same examples each time and no shrinking, so that a run on a busy core is bounded; `HYPOTHESIS_PROFILE=thorough` looks further."""


@pytest.mark.parametrize("machine", [Counter, LateCounter])
def test_every_rule_holds_whatever_is_said_in_whatever_order(machine: type[Counter]) -> None:
    run_state_machine_as_test(machine, settings=settings(BOUNDED, max_examples=4_000 if THOROUGH else 80))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_rules_notice(mutant: Mutant) -> None:
    """Found without being shrunk: it is enough to know that it is."""
    with mutant(), pytest.raises(AssertionError):
        run_state_machine_as_test(Counter, settings=settings(BOUNDED, max_examples=250, derandomize=True, phases=[Phase.generate]))
