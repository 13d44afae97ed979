import pytest
from django.core.exceptions import ValidationError

from guichet.records.directory import founding, models
from guichet.records.directory.editing import Author, Edit, edit_directory
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_editing import NOW
from guichet.records.directory.words import Role

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase bien longue 7"


def test_the_first_organisation_is_founded_once_and_no_second_is() -> None:
    assert not founding.is_founded()
    organisation = founding.found_organisation("bar", "Bar")
    assert organisation is not None
    assert (organisation.name, organisation.set_up_step) == ("Bar", 1)
    assert founding.found_organisation("other", "Other") is None
    assert [each.slug for each in models.Organisation.objects.all()] == ["bar"]


def test_there_is_one_first_administrator() -> None:
    organisation = factories.make_organisation()
    assert not founding.is_staffed()
    account = founding.add_first_administrator(organisation, "Camille@Bar.example", "Camille", PASSWORD, NOW)
    assert account is not None
    assert (account.email, set(account.roles)) == ("camille@bar.example", {"administrator", "supervisor"})
    assert founding.is_staffed()
    assert founding.add_first_administrator(organisation, "other@bar.example", "Other", PASSWORD, NOW) is None


def test_somebody_of_another_organisation_counts_too() -> None:
    factories.make_account(factories.make_organisation())
    factories.make_organisation()
    assert founding.is_staffed()


@pytest.mark.parametrize("password", ["", "court", "camille@bar.example"])
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        founding.add_first_administrator(factories.make_organisation(), "camille@bar.example", "Camille", password, NOW)
    assert not founding.is_staffed()


def make_agent(organisation: models.Organisation) -> models.Agent:
    capacity = {"label": {"fr": "x"}, "units": 1, "channels": {"chat": {"most": 1, "units": 1}}}
    entries = [Edit("capacities", "x", None, capacity), Edit("agents", "awa", None, {"name": "Awa", "capacity": "x"})]
    edit_directory(organisation, entries, Author(None), NOW)
    return models.Agent.objects.get(key="awa")


def test_who_is_linked_to_an_agent_becomes_one() -> None:
    organisation = factories.make_organisation()
    administrator = factories.make_account(organisation, Role.ADMINISTRATOR)
    agent = make_agent(organisation)
    founding.link_account(agent, administrator, administrator, NOW)
    agent.refresh_from_db()
    assert agent.account == administrator
    assert administrator.roles == ["administrator", "agent"]


def test_the_guide_never_goes_back_and_ends_once() -> None:
    organisation = factories.make_organisation(set_up_step=3)
    founding.advance(organisation, 5)
    founding.advance(organisation, 4)
    assert organisation.set_up_step == 5
    founding.advance(organisation, None)
    founding.advance(organisation, 6)
    organisation.refresh_from_db()
    assert organisation.set_up_step is None
