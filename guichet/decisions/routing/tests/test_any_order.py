"""Every rule of the counter, under any input in any order, and proof that the rules would notice."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from guichet.decisions.routing.tests.machine import Counter, LateCounter
from guichet.decisions.routing.tests.mutants import MUTANTS, Mutant

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
EXAMPLES = {"default": 80, "thorough": 1_500, "hunt": 20_000}
BOUNDED = settings(
    deadline=None,
    database=None,
    derandomize=PROFILE != "hunt",
    stateful_step_count=50,
    phases=list(Phase) if PROFILE == "hunt" else [Phase.generate],
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
"""The same examples each time and no shrinking, so that a run on a busy core is bounded; `make hunt` tries new ones and shrinks."""


@pytest.mark.hypothesis
@pytest.mark.parametrize("machine", [Counter, LateCounter])
def test_every_rule_holds_whatever_is_said_in_whatever_order(machine: type[Counter]) -> None:
    run_state_machine_as_test(machine, settings=settings(BOUNDED, max_examples=EXAMPLES[PROFILE]))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_rules_notice(mutant: Mutant) -> None:
    """Found without being shrunk: it is enough to know that it is."""
    with mutant(), pytest.raises(AssertionError):
        run_state_machine_as_test(Counter, settings=settings(BOUNDED, max_examples=1_000, phases=[Phase.generate], derandomize=True))
