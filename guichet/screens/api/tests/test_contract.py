"""Whatever is sent to the API, it answers in the forms that its own description promises, and never breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.screens.api.views import api

SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/"))
SCHEMA.app = get_wsgi_application()
TOKEN = "t" * 32
"""A CSRF token is right when header and cookie are the same."""


CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]
"""Who may read what is tested in `test_api`: here everything is asked by somebody who may."""


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests run inside the test's transaction: like Django's own test client, they must not close its connection."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def cookies(db: None, _one_connection: None) -> dict[str, str]:  # noqa: ARG001 - asks for the database
    """Of somebody who may do everything, with the token that writes need."""
    client = Client()
    client.force_login(factories.make_account(factories.make_organisation("deux-rives"), *Role))
    return {"guichet_session": client.cookies["guichet_session"].value, "guichet_csrf": TOKEN}


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_answer_is_one_that_was_promised(case: Any, cookies: dict[str, str]) -> None:
    case.call_and_validate(cookies=cookies, headers={"X-CSRFToken": TOKEN, "Host": "localhost"}, checks=CHECKS)
