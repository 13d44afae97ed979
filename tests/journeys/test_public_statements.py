"""The pages to which every public page leads at its foot: for everybody, in every look and width."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.looking import examine

PLACE = "/o/allocations-du-val"


@pytest.mark.looks
@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("places", "Lieux et horaires"),
        ("results", "Engagements et résultats"),
        ("accessibility", "Déclaration d’accessibilité"),
        ("data", "Données personnelles et cookies"),
        ("legal", "Mentions légales"),
    ],
)
def test_what_the_law_asks_is_read_by_everybody(people: People, name: str, heading: str) -> None:
    citizen = people.arrive()
    citizen.goto(f"{PLACE}/")
    citizen.locator(f'nav.law a[href="{PLACE}/{name}"]').click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(heading)
    examine(people, citizen, f"public-{name}")
