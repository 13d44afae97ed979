"""Where somebody lives, from the postal code of five digits that he types on a telephone."""

from guichet.records.directory.models import Territory
from guichet.records.directory.words import TerritoryKind

OVERSEAS = ("97", "98")
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}
"""By the first three digits: 20 is that of two départements."""
DIGITS = 5


def read_departement(code: str) -> str:
    """The official code of the département of a postal code (INSEE); empty when it is none. Some villages are reached by the post of their
    neighbours: who routes by département bears that."""
    if len(code) != DIGITS or not (code.isascii() and code.isdecimal()) or code.startswith("00"):
        return ""
    if code.startswith("20"):
        return CORSICA.get(code[:3], "")
    return code[:3] if code.startswith(OVERSEAS) else code[:2]


def find_place(organisation_id: int, code: str) -> int | None:
    """The département of the directory in which this postal code lies; None: it is none of ours."""
    departement = read_departement(code)
    found = Territory.objects.of(organisation_id).current().filter(kind=TerritoryKind.DEPARTEMENT, code=departement)
    return found.values_list("pk", flat=True).first() if departement else None


def has_places(organisation_id: int) -> bool:
    """Whether it matters in which of several départements somebody lives."""
    return Territory.objects.of(organisation_id).current().filter(kind=TerritoryKind.DEPARTEMENT).exclude(code="").count() > 1
