"""Every test of this room has a network of its own."""

import pytest

from guichet.records.messaging.tests import carriers
from guichet.records.messaging.tests.houses import CARRIERS, Office, make_office


@pytest.fixture(autouse=True)
def network(settings: pytest.FixtureRequest) -> carriers.ListCarrier:
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]  # pytest-django's
    carriers.carrier = carriers.ListCarrier()
    return carriers.carrier


@pytest.fixture
def office() -> Office:
    return make_office()
