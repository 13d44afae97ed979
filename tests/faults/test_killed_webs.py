"""Web processes die by SIGKILL before and after their commits: what they answered is kept once, and repeating changes nothing."""

import re
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from bench.ground import connect_owner
from bench.ground.seats import get_slug
from guichet.decisions.routing.words import ContactId
from tests.faults.crowd import Crowd
from tests.faults.processes import Engines, Webs, wait
from tests.faults.proofs import Kept, prove_journal, prove_messages
from tests.faults.street import Street

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
OPENED = "select id::text from contacts_contact where key = %s"


@pytest.mark.parametrize("point", ["doors:before-commit", "doors:after-commit"])
def test_nothing_is_lost_or_doubled_when_a_web_process_dies_at(point: str, engines: Engines, webs: Webs, street: Street) -> None:
    engines.start()
    engines.wait_for_leader()
    doomed = webs.start(f"{point}@60")
    webs.wait_until_ready(doomed)
    street.open()
    street.start()
    webs.wait_for_death(doomed, point)
    webs.wait_until_ready(webs.start())
    known = len(street.kept.messages)
    wait(lambda: len(street.kept.messages) > known + 100 or bool(street.failures), "nobody goes on")
    street.settle()
    assert street.met["cut off"] > 0, "somebody lost his connection"


@pytest.mark.parametrize("point", ["pages:before-commit", "pages:after-commit"])
def test_a_form_sent_again_opens_one_contact_when_the_page_dies_at(point: str, engines: Engines, webs: Webs, street: Street) -> None:
    engines.start()
    Crowd(street.ground).open_house()
    doomed = webs.start(f"{point}@2")
    webs.wait_until_ready(doomed)
    with connect_owner() as owner:
        path = f"/o/{get_slug(owner, street.ground)}/requests/{street.ground.reason_id}"
    _, cookie, page = fetch(webs.port, "GET", path)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    key = uuid4()
    form = {"csrfmiddlewaretoken": found[1], "key": str(key), "text": "question", "name": "", "language": "fr"}
    with pytest.raises((OSError, HTTPException)):
        fetch(webs.port, "POST", path, cookie, form)
    webs.wait_for_death(doomed, point)
    webs.wait_until_ready(webs.start())
    for _ in range(2):
        assert fetch(webs.port, "POST", path, cookie, form)[0] == 302
    with connect_owner() as owner:
        [(contact,)] = owner.execute(OPENED, [key]).fetchall()
    prove_messages(street.ground.organisation_id, Kept(messages={(ContactId(str(contact)), key): (1, "question")}))
    prove_journal(street.ground.organisation_id, [])


def fetch(port: int, method: str, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """What a browser without scripts does. Returns the status, the cookie that was given and the page."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "fr"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, (answer.headers["set-cookie"] or "").partition(";")[0], answer.read().decode()
