"""Contents for tests."""

from typing import Any

from guichet.records.knowledge.words import Content, Fact, FactKind, Medium, Question

AMOUNT = "montant"


def make_content(**changes: Any) -> Content:
    """A content that can be published: one amount, named in all six wordings and asked for by one golden question."""
    wordings = {
        Medium.PAGE: {"fr": "L’aide est de {montant} par enfant."},
        Medium.CHAT: {"fr": "L’aide est de {montant} par enfant."},
        Medium.EASY: {"fr": "L’aide est de {montant}. Vous recevez {montant} pour chaque enfant."},
        Medium.MAIL: {"fr": "Bonjour,\n\nL’aide est de {montant} par enfant."},
        Medium.SMS: {"fr": "Aide : {montant} par enfant."},
        Medium.SPOKEN: {"fr": "L’aide est de {montant} par enfant."},
        Medium.GUIDE: {"fr": "Demander combien d’enfants. Le montant est {montant}."},
    }
    values: dict[str, Any] = {
        "title": {"fr": "L’aide de rentrée"},
        "facts": {AMOUNT: Fact(FactKind.AMOUNT, "423.48")},
        "wordings": wordings,
        "questions": (Question("Combien vais-je toucher pour la rentrée ?", (AMOUNT,)),),
    }
    return Content(**(values | changes))


def reword(content: Content, medium: Medium, text: str, language: str = "fr") -> Content:
    wordings = {**content.wordings, medium: {**content.wordings.get(medium, {}), language: text}}
    return Content(title=content.title, facts=content.facts, wordings=wordings, questions=content.questions)
