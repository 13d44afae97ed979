import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.knowledge.checking import blocks, list_problems
from guichet.records.knowledge.consistency import find_literals, list_drifts
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.tests.contents import AMOUNT, make_content, reword
from guichet.records.knowledge.words import Audience, Content, ContentError, Fact, FactKind, Medium, Question, read_content, write_content


def list_codes(content: Content) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.medium) for problem in list_problems(content, Audience.PUBLIC, "fr") if problem.blocks]


def test_an_article_whose_wordings_agree_can_be_published() -> None:
    assert list_codes(make_content()) == []


def test_all_wordings_follow_when_the_fact_changes() -> None:
    raised = make_content(facts={AMOUNT: Fact(FactKind.AMOUNT, "430.00")})
    for medium in Medium:
        said = "quatre cent trente euros" if medium is Medium.SPOKEN else "430"
        assert said in render(raised, medium, "fr").replace("\u202f", " ")


@pytest.mark.parametrize("literal", ["423,48 €", "423.48 euros", "423,48\u202f€"])
def test_a_literal_that_is_a_fact_is_told_by_the_fact_s_name(literal: str) -> None:
    [problem] = list_drifts(reword(make_content(questions=()), Medium.CHAT, f"L’aide est de {literal}."))
    assert (problem.code, problem.medium, problem.values["name"]) == ("literal-fact", Medium.CHAT, AMOUNT)


@pytest.mark.parametrize("literal", ["416,40 €", "cent euros", "€416.40"])
def test_another_amount_than_the_fact_s_is_shown_beside_it(literal: str) -> None:
    [problem] = list_drifts(reword(make_content(questions=()), Medium.SMS, f"Aide : {literal}."))
    assert problem.code == "other-value"
    assert problem.values["literal"] == literal
    assert "423,48 €" in str(problem.values["facts"])


@pytest.mark.parametrize(
    ("text", "kind", "literal"),
    [
        ("sous 2 mois", FactKind.DELAY, "2 mois"),
        ("sous deux mois", FactKind.DELAY, "deux mois"),
        ("avant le 1er janvier 2027", FactKind.DATE, "1er janvier 2027"),
        ("avant le 31/03", FactKind.DATE, "31/03"),
        ("ouvert de 8 h 30 à midi", FactKind.HOURS, "8 h 30"),
        ("dès 9h", FactKind.HOURS, "9h"),
        ("à 80 %", FactKind.PERCENT, "80 %"),
        ("appelez le 3230", FactKind.TELEPHONE, "3230"),
        ("au 03 83 00 10 20", FactKind.TELEPHONE, "03 83 00 10 20"),
        ("1 234,50 €", FactKind.AMOUNT, "1 234,50 €"),
    ],
)
def test_a_value_that_is_written_out_is_seen(text: str, kind: FactKind, literal: str) -> None:
    assert list(find_literals(text)) == [(kind, literal)]


def test_words_that_hold_no_value_are_left_alone() -> None:
    text = "Étape 1 : ouvrez l’article L. 542-1, puis le formulaire 16544. Il y a un mois ou un an, peu importe. Le mois de mai."
    assert list(find_literals(text)) == []


def test_a_wording_that_leaves_out_a_fact_of_the_question_is_told_with_what_the_others_say() -> None:
    [problem] = list_drifts(reword(make_content(), Medium.SPOKEN, "Une aide existe."))
    assert (problem.code, problem.medium) == ("missing-fact", Medium.SPOKEN)
    assert problem.values["expected"] == "quatre cent vingt-trois euros et quarante-huit centimes"


def test_a_wording_that_gives_another_fact_instead_is_told_with_both() -> None:
    content = make_content(facts={AMOUNT: Fact(FactKind.AMOUNT, "423.48"), "autre": Fact(FactKind.AMOUNT, "10")})
    [problem] = list_drifts(reword(content, Medium.MAIL, "C’est {autre}."))
    assert (problem.code, problem.values["found"], problem.values["expected"]) == ("different-fact", "10\u00a0€", "423,48\u00a0€")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": {}}, "no-title"),
        ({"questions": ()}, "no-question"),
        ({"questions": (Question("?", ("absent",)),)}, "unknown-fact"),
        ({"facts": {AMOUNT: Fact(FactKind.AMOUNT, "beaucoup")}}, "bad-fact"),
        ({"wordings": {}}, "no-wording"),
        ({"facts": {AMOUNT: Fact(FactKind.AMOUNT, "1"), "pièce": Fact(FactKind.DOCUMENT, {"en": "ID"})}}, "fact-not-worded"),
    ],
)
def test_what_is_missing_blocks(changes: dict[str, object], code: str) -> None:
    assert code in {found for found, _ in list_codes(make_content(**changes))}


def test_a_dear_sms_is_said_and_does_not_block() -> None:
    problems = list_problems(reword(make_content(), Medium.SMS, "Être payé : {montant}."), Audience.PUBLIC, "fr")
    assert [problem.code for problem in problems] == ["sms-costly"]
    assert not blocks(problems)


def test_an_article_for_agents_needs_its_guide_alone() -> None:
    content = make_content(wordings={Medium.GUIDE: {"fr": "Le montant est {montant}."}})
    assert list_problems(content, Audience.AGENTS, "fr") == []


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
CONTENTS = st.builds(
    Content,
    title=st.dictionaries(st.sampled_from(["fr", "en"]), st.text(max_size=20)),
    facts=st.dictionaries(
        NAMES, st.builds(Fact, st.sampled_from(FactKind), st.one_of(st.text(max_size=9), st.just({"fr": "x"}))), max_size=4
    ),
    wordings=st.dictionaries(st.sampled_from(Medium), st.dictionaries(st.sampled_from(["fr", "en"]), st.text(max_size=80)), max_size=6),
    questions=st.lists(st.builds(Question, st.text(max_size=20), st.lists(NAMES, max_size=3).map(tuple)), max_size=3).map(tuple),
)


@given(CONTENTS)
def test_any_content_is_checked_rendered_and_kept_without_loss(content: Content) -> None:
    list_problems(content, Audience.PUBLIC, "fr")
    for medium, language, _text in content.list_wordings():
        render(content, medium, language)
    assert read_content(write_content(content)) == content


@given(st.decimals(2, 99_999, places=2), st.sampled_from(Medium))
def test_any_amount_written_out_in_any_wording_blocks(amount: object, medium: Medium) -> None:
    written = f"{amount}".replace(".", ",")
    content = reword(make_content(), medium, f"C’est {{montant}}, soit {written} €.")
    assert any(problem.medium == medium and problem.blocks for problem in list_drifts(content))


@pytest.mark.parametrize("given", [None, 3, [], {"title": 1}, {"title": {}, "more": 1}, {"title": {}, "wordings": {"fax": {}}}])
def test_what_is_no_content_is_refused_with_its_place(given: object) -> None:
    with pytest.raises(ContentError):
        read_content(given)


@pytest.mark.parametrize("medium", [Medium.PAGE, Medium.SPOKEN])
def test_a_place_whose_name_is_misspelt_is_told_by_its_name_alone(medium: Medium) -> None:
    content = reword(make_content(questions=()), medium, "C’est sous {Délai}, pour {montant}.")
    [problem] = [problem for problem in list_problems(content, Audience.PUBLIC, "fr") if problem.medium is medium]
    assert (problem.code, problem.values) == ("unknown-fact", {"name": "Délai"})


def test_a_brace_without_its_pair_stands_alone() -> None:
    assert ("stray-brace", Medium.PAGE) in list_codes(reword(make_content(), Medium.PAGE, "C’est {montant}} ou {montant."))
