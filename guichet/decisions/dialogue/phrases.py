"""What every script says in its own name, in the languages in which it can: how to choose, how to reach a person, what was not understood.

These words are spoken to citizens in the language of the dialogue, not in that of a screen; they stand here so that a change of language
in the middle of a session needs nothing but the session.
"""

from guichet.decisions.dialogue.acts import Mistake
from guichet.decisions.dialogue.words import Language, Word


class Phrases(Word, frozen=True):
    """`{text}` and `{key}` are filled in."""

    person: str
    back: str
    nobody: str
    choose: str
    press: str
    press_for_person: str
    reply: str
    understood: str
    unable: str
    press_if_unable: str
    code: str
    mistakes: dict[Mistake, str]


FRENCH = Phrases(
    person="Parler à quelqu’un",
    back="Revenir à la question précédente",
    nobody="Personne ne peut vous répondre en ce moment. Vos réponses sont gardées : elles suivront votre demande.",
    choose="Choisissez ci-dessous comment joindre une personne. Vos réponses sont gardées\u00a0: elles suivront votre demande.",
    press="Pour « {text} », tapez {key}.",
    press_for_person="Pour parler à quelqu’un, tapez {key}.",
    reply="Répondez par le numéro de votre choix.",
    understood="Vous demandez : « {text} ».",
    unable="Je ne peux pas recevoir de code",
    press_if_unable="Si vous ne pouvez pas recevoir de code, tapez {key} puis dièse.",
    code="Un code à 6 chiffres vient de partir à cette adresse. Donnez-le ici dans les 10 minutes.",
    mistakes={
        Mistake.NOT_AN_OPTION: "Nous n’avons pas compris votre choix.",
        Mistake.SEVERAL_OPTIONS: "Plusieurs choix correspondent à votre réponse.",
        Mistake.NOT_A_NUMBER: "Il faut un nombre, en chiffres.",
        Mistake.TOO_SMALL: "Ce nombre est trop petit.",
        Mistake.TOO_LARGE: "Ce nombre est trop grand.",
        Mistake.NOT_A_DATE: "Nous n’avons pas compris la date. Écrivez-la ainsi\u00a0: 31/12/2026.",
        Mistake.TOO_EARLY: "Cette date est trop ancienne.",
        Mistake.TOO_LATE: "Cette date est trop lointaine.",
        Mistake.NOT_A_POSTAL_CODE: "Un code postal a cinq chiffres.",
        Mistake.WRONG_SHAPE: "Cette référence n’a pas la bonne forme. Recopiez-la telle qu’elle figure sur votre courrier.",
        Mistake.NOT_AN_ADDRESS: "Il faut une adresse e-mail ou un numéro de téléphone.",
        Mistake.NOT_A_CODE: "Le code a 6 chiffres.",
        Mistake.WRONG_CODE: "Ce n’est pas le code que nous avons envoyé.",
        Mistake.EMPTY: "Nous n’avons rien reçu.",
        Mistake.TOO_LONG: "Votre réponse est trop longue. Dites l’essentiel en quelques phrases.",
        Mistake.SILENCE: "Nous ne vous avons pas entendu.",
        Mistake.STILL_WORKING: "Un instant, nous cherchons.",
    },
)
ENGLISH = Phrases(
    person="Talk to somebody",
    back="Go back to the question before",
    nobody="Nobody can answer you at the moment. Your answers are kept: they will follow your request.",
    choose="Choose below how to reach a person. Your answers are kept: they will follow your request.",
    press="For “{text}”, press {key}.",
    press_for_person="To talk to somebody, press {key}.",
    reply="Reply with the number of your choice.",
    understood="You ask about: “{text}”.",
    unable="I cannot receive a code",
    press_if_unable="If you cannot receive a code, press {key} then hash.",
    code="A code of 6 digits has just left for this address. Give it here within 10 minutes.",
    mistakes={
        Mistake.NOT_AN_OPTION: "We did not understand your choice.",
        Mistake.SEVERAL_OPTIONS: "Your answer fits several choices.",
        Mistake.NOT_A_NUMBER: "This must be a number, in digits.",
        Mistake.TOO_SMALL: "This number is too small.",
        Mistake.TOO_LARGE: "This number is too large.",
        Mistake.NOT_A_DATE: "We did not understand the date. Write it like this: 31/12/2026.",
        Mistake.TOO_EARLY: "This date is too long ago.",
        Mistake.TOO_LATE: "This date is too far ahead.",
        Mistake.NOT_A_POSTAL_CODE: "A postal code has five digits.",
        Mistake.WRONG_SHAPE: "This reference does not have the right form. Copy it as it stands in your letter.",
        Mistake.NOT_AN_ADDRESS: "This must be an e-mail address or a telephone number.",
        Mistake.NOT_A_CODE: "The code has 6 digits.",
        Mistake.WRONG_CODE: "This is not the code that we sent.",
        Mistake.EMPTY: "We received nothing.",
        Mistake.TOO_LONG: "Your answer is too long. Say what matters in a few sentences.",
        Mistake.SILENCE: "We did not hear you.",
        Mistake.STILL_WORKING: "One moment, we are looking.",
    },
)
PHRASES = {Language("fr"): FRENCH, Language("en"): ENGLISH}


def get_phrases(language: Language) -> Phrases:
    """Those of a language, in French where we do not speak it."""
    return PHRASES.get(language, FRENCH)
