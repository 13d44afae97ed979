"""The same question on each medium."""

from datetime import date

from guichet.decisions.dialogue.acts import Asked, HandedOver
from guichet.decisions.dialogue.dialogue import begin, receive
from guichet.decisions.dialogue.inputs import Heard
from guichet.decisions.dialogue.rendering import Choice, Prompt, render
from guichet.decisions.dialogue.tests.scripts import FRENCH, housing
from guichet.decisions.dialogue.words import Language, Medium


def show(medium: Medium, language: Language = FRENCH) -> Prompt:
    script = housing()
    turn = begin(script, medium, language)
    prompt = render(script, turn.session, turn.acts[-1])
    assert isinstance(turn.acts[-1], Asked)
    assert prompt is not None
    return prompt


def test_chat_shows_buttons_with_a_person_last() -> None:
    prompt = show(Medium.CHAT)
    assert prompt.text == "Que souhaitez-vous savoir ?"
    assert prompt.choices[0] == Choice(option="certificate", key="1", label="Obtenir une attestation de paiement")
    assert prompt.choices[-1] == Choice(option="", key="0", label="Parler à quelqu’un")


def test_sms_numbers_its_lines() -> None:
    assert show(Medium.SMS).text.splitlines() == [
        "Que souhaitez-vous savoir ?",
        "1 Obtenir une attestation de paiement",
        "2 Signaler un déménagement",
        "3 Je risque une expulsion",
        "0 Parler à quelqu’un",
        "Répondez par le numéro de votre choix.",
    ]


def test_sms_says_at_each_question_how_a_person_is_reached() -> None:
    script = housing()
    turn = receive(script, begin(script, Medium.SMS, FRENCH).session, Heard(text="1"), date(2026, 11, 29))
    prompt = render(script, turn.session, turn.acts[-1])
    assert prompt is not None
    assert prompt.text.splitlines()[-1] == "0 Parler à quelqu’un"


def test_the_telephone_names_the_key_after_the_choice() -> None:
    spoken = show(Medium.VOICE).text
    assert spoken.startswith("Que souhaitez-vous savoir ? Pour « Obtenir une attestation de paiement », tapez 1.")
    assert spoken.endswith("Pour parler à quelqu’un, tapez 0.")


def test_the_kiosk_shows_three_choices_a_screen_and_a_person_on_each() -> None:
    prompt = show(Medium.KIOSK)
    more = Prompt(text="", choices=(*prompt.choices[:-1], *prompt.choices))
    assert [len(screen) for screen in more.list_screens()] == [4, 4]
    assert {screen[-1].key for screen in more.list_screens()} == {"0"}


def test_a_language_that_is_not_worded_falls_back_on_the_first() -> None:
    assert show(Medium.CHAT, Language("ar")) == show(Medium.CHAT)


def test_a_hand_over_is_announced() -> None:
    script = housing()
    turn = receive(script, begin(script, Medium.CHAT, FRENCH).session, Heard(text="0"), date(2026, 11, 29))
    [over] = turn.acts
    assert isinstance(over, HandedOver)
    assert render(script, turn.session, over) == Prompt(text="Une personne va vous répondre. Elle voit vos réponses.")
