"""From a postal code to a département."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.directory.postal import find_place, has_places, read_departement
from guichet.records.directory.tests import factories
from guichet.records.directory.words import TerritoryKind


@pytest.mark.parametrize(
    ("code", "departement"),
    [
        *(("45000", "45"), ("01000", "01"), ("75116", "75"), ("20000", "2A"), ("20137", "2A"), ("20200", "2B"), ("20600", "2B")),
        *(("97400", "974"), ("98800", "988"), ("20900", ""), ("00000", ""), ("4500", ""), ("450000", ""), ("4500a", ""), ("٤٥٠٠٠", "")),
    ],
)
def test_the_departement_of_a_postal_code(code: str, departement: str) -> None:
    assert read_departement(code) == departement


@given(st.text(max_size=8))
def test_whatever_is_typed_is_a_code_or_none(code: str) -> None:
    assert read_departement(code) == "" or code.isdecimal()


@pytest.mark.django_db
def test_it_is_asked_only_where_it_matters_and_found_in_the_directory_alone() -> None:
    organisation = factories.make_organisation()
    loiret = factories.make_territory(organisation, kind=TerritoryKind.DEPARTEMENT, code="45")
    assert not has_places(organisation.pk)
    factories.make_territory(organisation, kind=TerritoryKind.DEPARTEMENT, code="41")
    assert has_places(organisation.pk)
    assert find_place(organisation.pk, "45100") == loiret.pk
    assert find_place(organisation.pk, "37000") is None
    assert find_place(factories.make_organisation().pk, "45100") is None
