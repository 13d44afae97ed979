from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests.factories import make_account, make_organisation, make_reason
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Content, Medium
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
LIST = "/settings/knowledge"
ONE = "/settings/knowledge/articles/rentree"
FIRST = f"{ONE}/versions/1"


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def author(organisation: Organisation) -> Account:
    return make_account(organisation, Role.ADMINISTRATOR, name="Marc")


@pytest.fixture
def reader(organisation: Organisation) -> Account:
    return make_account(organisation, Role.SUPERVISOR, name="Anne")


def sign_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def begin(organisation: Organisation, author: Account, content: Content | None = None) -> ArticleVersion:
    set_organisation(organisation.pk)
    return actions.create_article(organisation.pk, "rentree", content or make_content(), Details(), Editing(author, timezone.now()))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def list_states(organisation: Organisation) -> list[str]:
    set_organisation(organisation.pk)
    return list(ArticleVersion.objects.order_by("number").values_list("state", flat=True))


def make_form(content: Content, changes: dict[str, str] | None = None) -> dict[str, Any]:
    """What the editor sends for a content."""
    sent: dict[str, Any] = {"seen": "1", "languages": ["fr"], "title-fr": content.title["fr"]}
    for number, (name, fact) in enumerate(content.facts.items()):
        sent |= {f"fact-{number}-name": name, f"fact-{number}-kind": fact.kind.value, f"fact-{number}-value": fact.value}
    for medium, language, text in content.list_wordings():
        sent[f"wording-{medium}-{language}"] = text
    for number, question in enumerate(content.questions):
        sent |= {f"question-{number}": question.question, f"question-{number}-facts": " ".join(question.facts)}
    return sent | (changes or {})


def test_an_article_is_written_read_published_and_taken_back_on_its_pages(
    organisation: Organisation, author: Account, reader: Account
) -> None:
    marc, anne = sign_in(author), sign_in(reader)
    assert "Il n’y a pas encore de fiche" in read(marc, LIST)
    made = marc.post(f"{LIST}/new", {"title": "La rentrée"})
    page = made.headers["Location"]
    assert page == "/settings/knowledge/articles/la-rentree/versions/1"
    assert marc.post(page, make_form(make_content())).status_code == 302
    assert "Toutes les formulations concordent" in read(marc, page)
    steps = f"{page}/steps"
    assert marc.post(steps, {"step": "submit"}).status_code == 302
    assert marc.post(steps, {"step": "approve"}).status_code == 409
    assert anne.post(steps, {"step": "approve"}).status_code == 302
    assert anne.post(steps, {"step": "publish"}).status_code == 302
    assert marc.post(steps, {"step": "write"}).status_code == 302
    assert list_states(organisation) == [VersionState.PUBLISHED, VersionState.DRAFT]


def test_a_drift_is_said_beside_its_wording_and_blocks(organisation: Organisation, author: Account) -> None:
    begin(organisation, author, reword(make_content(), Medium.SMS, "Aide : 400 euros."))
    marc = sign_in(author)
    page = read(marc, FIRST)
    beside = page[page.index('id="said-sms-fr"') : page.index('id="said-spoken-fr"')]
    assert "400 euros" in beside
    assert "423,48" in beside
    refused = marc.post(f"{FIRST}/steps", {"step": "submit"})
    assert refused.status_code == 422
    assert "ne concordent pas" in refused.content.decode()
    assert list_states(organisation) == [VersionState.DRAFT]


def test_the_author_is_told_who_may_approve_and_is_not_offered_it(organisation: Organisation, author: Account, reader: Account) -> None:
    begin(organisation, author)
    marc = sign_in(author)
    marc.post(f"{FIRST}/steps", {"step": "submit"})
    his, hers = read(marc, FIRST), read(sign_in(reader), FIRST)
    assert ('value="approve"' in his, "Anne" in his) == (False, True)
    assert 'value="approve"' in hers


def test_who_rolled_back_is_shown_even_where_nobody_wrote(organisation: Organisation, author: Account, reader: Account) -> None:
    version = begin(organisation, author)
    now, alone = timezone.now(), Editing(None, timezone.now())
    first = actions.publish(actions.approve(actions.submit(version, alone), alone), alone)
    ArticleVersion.objects.update(author=None)
    second = actions.add_draft(first.article, make_content(), alone)
    actions.publish(actions.approve(actions.submit(second, alone), alone), alone)
    actions.roll_back(first, Editing(reader, now))
    page = read(sign_in(author), ONE)
    row = page[page.index("versions/3") : page.index("versions/2")]
    assert "Anne" in row


def test_a_preview_shows_the_facts_and_keeps_nothing(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    sent = make_form(make_content(), {"fact-0-value": "999", "preview": "1"})
    page = sign_in(author).post(FIRST, sent).content.decode()
    assert "999\u00a0€" in page
    set_organisation(organisation.pk)
    assert ArticleVersion.objects.get().read() == make_content()


def test_who_saves_second_is_shown_both_versions(organisation: Organisation, author: Account, reader: Account) -> None:
    begin(organisation, author)
    one, other = (make_form(reword(make_content(), Medium.CHAT, f"{{montant}}, dit {name}")) for name in ("Marc", "Anne"))
    sign_in(author).post(FIRST, one)
    anne = sign_in(reader)
    told = anne.post(FIRST, other)
    page = read(anne, told.headers["Location"])
    for said in ("dit Marc", "dit Anne", "Rien n’est perdu"):
        assert said in page
    assert list_states(organisation) == [VersionState.DRAFT, VersionState.DRAFT]


def test_names_that_are_none_are_said_and_what_was_typed_stays(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    refused = sign_in(author).post(FIRST, make_form(make_content(), {"fact-1-name": "Un Nom", "title-fr": "Titre tapé"}))
    assert refused.status_code == 422
    assert "Titre tapé" in refused.content.decode()
    assert "Un Nom" in refused.content.decode()


def test_a_row_that_is_refused_stays_with_its_kind_and_value_and_nothing_says_saved(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    sent = make_form(make_content(), {"fact-3-name": "durée", "fact-3-kind": "delay", "fact-3-value": "3 semaines"})
    refused = sign_in(author).post(f"{FIRST}?done=saved", sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'name="fact-3-name" value="durée"' in page
    assert 'value="delay" selected' in page
    assert 'name="fact-3-value" value="3 semaines"' in page
    assert "“duree”" in page or "« duree »" in page.replace("\u00a0", " ")
    assert "Enregistré." not in page


def test_a_value_without_a_name_is_not_lost(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    refused = sign_in(author).post(FIRST, make_form(make_content(), {"fact-1-kind": "amount", "fact-1-value": "12"}))
    assert refused.status_code == 422
    assert 'name="fact-1-value" value="12"' in refused.content.decode()


def test_values_are_typed_and_shown_in_french_and_kept_for_all_languages(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    client = sign_in(author)
    assert client.post(FIRST, make_form(make_content(), {"fact-0-value": "17,00\u00a0€"})).status_code == 302
    assert 'name="fact-0-value" value="17,00 €"' in read(client, FIRST)
    set_organisation(organisation.pk)
    assert ArticleVersion.objects.get().read().facts["montant"].value == "17.00"


def test_a_value_that_cannot_be_read_is_told_at_its_row(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    page = sign_in(author).post(FIRST, make_form(make_content(), {"fact-0-value": "beaucoup", "preview": "1"})).content.decode()
    row = page[page.index('id="said-fact-0"') : page.index('id="fact-1-name"')]
    assert "{montant}" in row
    assert "{montant}" not in page[page.index('id="problems"') : page.index('id="editor"')]


def test_names_parted_by_commas_come_back_so(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    client = sign_in(author)
    client.post(FIRST, make_form(make_content(), {"question-0-facts": "montant, autre;{delai}"}))
    assert 'value="montant, autre, delai"' in read(client, FIRST)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"seen": "9" * 40, "title-fr": "\0"},
        {"seen": "x", "languages": ["xx", "fr"], "title-fr": "a"},
        {"seen": "1", "languages": "fr", "fact-0-name": "a", "fact-0-kind": "money", "wording-page-fr": "{" * 50_000},
        {"seen": "1", "languages": "fr", "wording-sms-fr": "€" * 200_000},
    ],
)
def test_nothing_that_is_sent_breaks_the_editor(organisation: Organisation, author: Account, sent: dict[str, Any]) -> None:
    begin(organisation, author)
    assert sign_in(author).post(FIRST, sent).status_code in (200, 302, 422)


@pytest.mark.parametrize("step", ["", "fly", "publish", "roll-back", "schedule", "unschedule"])
def test_a_step_that_does_not_lead_on_is_refused_in_words(organisation: Organisation, author: Account, step: str) -> None:
    begin(organisation, author)
    answer = sign_in(author).post(f"{FIRST}/steps", {"step": step, "from_on": "31/02/2027"})
    assert answer.status_code in (302, 409, 422)
    assert list_states(organisation) == [VersionState.DRAFT]


def test_the_list_is_searched_and_shows_what_to_do(organisation: Organisation, author: Account) -> None:
    version = begin(organisation, author)
    with_flags = Details(review_on=datetime(2020, 1, 1, tzinfo=UTC).date())
    actions.save_details(version.article, with_flags, Editing(author, timezone.now()))
    client = sign_in(author)
    page = read(client, f"{LIST}?q=rentree")
    for said in ("L’aide de rentrée", "À réviser", "Brouillon", "Jamais publiée"):
        assert said in page
    assert "Aucune entrée" in read(client, f"{LIST}?q=zebre") or "Rien" in read(client, f"{LIST}?q=zebre")
    assert "L’aide de rentrée" not in read(client, f"{LIST}?flag=scheduled")


def test_details_are_kept_and_mistakes_said(organisation: Organisation, author: Account) -> None:
    begin(organisation, author)
    set_organisation(organisation.pk)
    make_reason(organisation, key="school", labels={"fr": "La rentrée scolaire"})
    client = sign_in(author)
    sent = {"audience": "public", "review_on": "2027-01-31", "source_title": "Loi", "reasons": ["school"], "owner": str(author.pk)}
    assert client.post(ONE, sent).status_code == 302
    assert "checked" in read(client, ONE)
    assert client.post(ONE, sent | {"review_on": "demain"}).status_code == 422
    assert client.post(ONE, sent | {"reasons": ["none-such"]}).status_code == 422


def test_gaps_name_reasons_without_an_article(organisation: Organisation, author: Account) -> None:
    set_organisation(organisation.pk)
    make_reason(organisation, key="childcare", labels={"fr": "La garde de mon enfant"})
    assert "La garde de mon enfant" in read(sign_in(author), f"{LIST}/gaps")


@pytest.mark.parametrize("address", [LIST, ONE, FIRST, f"{ONE}/compare", f"{LIST}/gaps", f"{LIST}/new"])
def test_agents_and_strangers_stay_outside(organisation: Organisation, author: Account, address: str) -> None:
    begin(organisation, author)
    assert sign_in(make_account(organisation, Role.AGENT)).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    stranger = sign_in(make_account(make_organisation(), Role.ADMINISTRATOR))
    assert stranger.get(address).status_code == (404 if "articles" in address else 200)


def test_words_that_mean_the_same_are_changed_and_taken_back(organisation: Organisation, author: Account) -> None:
    client, page = sign_in(author), f"{LIST}/synonyms"
    assert "déménagement" in read(client, page)
    saved = client.post(page, {"text": "plouf, piscine\r\n", "edition": "0"}, follow=True)
    assert saved.redirect_chain
    assert "plouf, piscine" in saved.content.decode()
    for sent, status in (
        ({"text": "seul", "edition": "1"}, 422),
        ({"text": "a, b", "edition": "0"}, 422),
        ({"text": "a, b", "edition": "²"}, 422),
    ):
        refused = client.post(page, sent)
        assert refused.status_code == status
        assert sent["text"] in refused.content.decode()
    client.post(page, {"restore": "1"})
    assert "déménagement" in read(client, page)
    agent = sign_in(make_account(organisation, Role.AGENT))
    assert agent.get(page).status_code == 403
