import pytest

from guichet.records.storable import is_storable


@pytest.mark.parametrize("value", ["", "été 😀", "\\u0000", "\\\\u0000", {"a": ["b", 1, None, True]}, ("c", {"d": 1.5})])
def test_what_postgresql_keeps_is_storable(value: object) -> None:
    assert is_storable(value)


@pytest.mark.parametrize("value", ["\0", "a\0b", "\ud800", {"a\0": 1}, {"a": ["b", "\udfff"]}, ("c", {"d": ["\0"]})])
def test_a_nul_or_half_a_pair_is_found_wherever_it_stands(value: object) -> None:
    assert not is_storable(value)
