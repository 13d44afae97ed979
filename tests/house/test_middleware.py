"""One transaction per request, for one organisation: what is kept and what is undone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import path

from guichet.records.directory.models import Account
from guichet.records.directory.tests.factories import make_account, make_organisation
from guichet.wiring import urls
from guichet.wiring.sign_on.models import Failure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


def leave_a_trace() -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into sign_on_failure values ('trace', 1, now(), now())")


def answer(request: HttpRequest) -> HttpResponse:
    leave_a_trace()
    match request.GET["how"]:
        case "well":
            return HttpResponse("well")
        case "not-found":
            raise Http404
        case "forbidden":
            raise PermissionDenied
        case "unavailable":
            return HttpResponse("later", status=503)
        case "busy":
            raise OperationalError("couldn't get a connection after 10.00 sec")
        case _:
            raise RuntimeError("a bug")


def whoami(_request: HttpRequest) -> HttpResponse:
    """Reads while the template is rendered, after the view has returned."""
    return SimpleTemplateResponse(_Reading())  # type: ignore[arg-type]


class _Reading:
    def render(self, _context: object, _request: object = None) -> str:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('guichet.organisation', true)")
            return str(cursor.fetchone()[0])


urlpatterns = [path("answer", answer), path("whoami", whoami), *urls.urlpatterns]
handler404, handler403, handler500 = urls.handler404, urls.handler403, urls.handler500


@pytest.fixture
def careless() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status", "kept"),
    [
        ("well", 200, True),
        ("not-found", 404, True),
        ("forbidden", 403, True),
        ("unavailable", 503, False),
        ("bug", 500, False),
        ("busy", 503, False),
    ],
)
def test_a_refusal_keeps_its_trace_and_a_defect_undoes_everything(careless: Client, how: str, status: int, kept: bool) -> None:
    assert careless.get("/answer", {"how": how}).status_code == status
    assert Failure.objects.filter(pk="trace").exists() is kept


def test_a_request_works_for_the_organisation_of_its_account_until_the_page_is_rendered(careless: Client) -> None:
    account = sign_on(careless)
    assert careless.get("/whoami").content.decode() == str(account.organisation_id)


def test_nothing_of_an_organisation_is_left_for_the_next_request(careless: Client) -> None:
    sign_on(careless)
    careless.get("/whoami")
    assert Client().get("/whoami").content.decode() in {"", "None"}


def sign_on(client: Client) -> Account:
    with transaction.atomic():
        account = make_account(make_organisation())
        client.force_login(account)
    return account


def test_a_database_without_time_for_it_is_said_with_when_to_come_again(careless: Client) -> None:
    answered = careless.get("/answer?how=busy")
    assert answered.headers["Retry-After"] == "60"
    assert "Réessayez dans une minute" in answered.content.decode()
