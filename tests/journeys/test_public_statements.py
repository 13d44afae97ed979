"""The pages to which every public page leads at its foot: for everybody, in every look and width."""

import pytest

from tests.journeys.conftest import People
from tests.journeys.looking import examine

PLACE = "/o/allocations-du-val"


@pytest.mark.looks
@pytest.mark.parametrize("name", ["places", "results", "accessibility", "data", "legal"])
def test_what_the_law_asks_is_read_by_everybody(people: People, name: str) -> None:
    citizen = people.arrive()
    citizen.goto(f"{PLACE}/")
    citizen.locator(f'nav.law a[href="{PLACE}/{name}"]').click()
    citizen.wait_for_url(f"**/{name}")
    examine(people, citizen, f"public-{name}")
