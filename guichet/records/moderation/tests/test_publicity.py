"""What everybody may read holds nothing about one person; what an administration says of itself passes."""

import time

import pytest

from guichet.records.moderation.publicity import SENTENCES, Kind, find_personal

SAYABLE = ("01 23 45 67 89", "mairie@ville.fr", "12 place de la République", "3939")


def kinds(text: str, *names: str) -> set[Kind]:
    return {finding.kind for finding in find_personal(text, SAYABLE, names)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Votre dossier est prêt, zoe.petit+caf@example.org.", Kind.MAIL),
        ("Nous vous rappelons au 06 12 34 56 78.", Kind.TELEPHONE),
        ("Nous vous rappelons au 06.12.34.56.78", Kind.TELEPHONE),
        ("Appelez +33 6 12 34 56 78 ou 0033612345678", Kind.TELEPHONE),
        ("au 06\u00a012\u202f34 56\u201178", Kind.TELEPHONE),
        ("au 06\u200b12\u200b34\u200b56\u200b78", Kind.TELEPHONE),
        ("Votre dossier 2026-004512 est complet.", Kind.REFERENCE),
        ("Votre dossier n° 4512 est complet.", Kind.REFERENCE),
        ("Réf. AB123456 : accepté", Kind.REFERENCE),
        ("C’est accepté pour GUI-20261130-7F", Kind.REFERENCE),
        ("numéro 1234567", Kind.REFERENCE),
        ("Le 2 84 05 75 116 005 42 est bien le vôtre", Kind.IDENTITY),
        ("impôts 1234567890123", Kind.IDENTITY),
        ("FR76 3000 6000 0112 3456 7890 189", Kind.BANK),
        ("Nous passons au 3 bis rue des Lilas demain", Kind.ADDRESS),
        ("née le 12/05/1984", Kind.BIRTH),
        ("Quel est votre numéro de dossier ?", Kind.QUESTION),
        ("Pouvez-vous nous donner votre date de naissance ?", Kind.QUESTION),
        ("Merci de nous indiquer votre nom et prénom", Kind.QUESTION),
        ("Could you send us your phone number?", Kind.QUESTION),
        ("Bonjour Madame Lefebvre", Kind.NAME),
        ("bonjour LEFÈBVRE", Kind.NAME),
    ],
)
def test_what_is_about_one_person_is_found(text: str, kind: Kind) -> None:
    assert kind in kinds(text, "Zoé Lefebvre")


@pytest.mark.parametrize(
    "text",
    [
        "La mairie ouvre de 9 h à 12 h 30, du lundi au vendredi.",
        "Appelez le 01 23 45 67 89 ou +33 1 23 45 67 89, écrivez à mairie@ville.fr, venez au 12, place de la République.".replace(
            "12, place", "12 place"
        ),
        "Le 3939 vous répond. Formulaire cerfa n° 12156*03, article L2131-1, loi du 11/02/2005, année 2026-2027.",
        "Il en coûte 1 234 567 € pour 75001 Paris, soit 12,50 €.",
        "@zoe@ailleurs.example bonjour ! Voir https://ville.fr/dossier/2026-004512?ref=AB123456",
        "Écrivez-nous en message privé avec votre numéro de dossier.",
        "Ne publiez jamais votre numéro de sécurité sociale.",
        "Vous trouverez votre numéro d’allocataire sur vos courriers.",
        "Votre nom de domaine est ville.fr",
        "C’est un lefebvre-petit détail : COVID-19, CO2, A4, 24/7, 2026.",
        "",
    ],
)
def test_what_concerns_everybody_passes(text: str) -> None:
    assert find_personal(text, SAYABLE, ["Zoé Lefebvre"]) == []


@pytest.mark.parametrize(
    "piece", ["a", "1", "a@", "1 ", "votre ", "a1-", "dossier n° ", "FR76 ", "1 rue ", "\u0301", "@a.", "ne le ", "A1B2/"]
)
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    find_personal(piece * (100_000 // len(piece)), SAYABLE, ["Zoé Lefebvre"])
    assert time.perf_counter() - began < 0.5


def test_every_kind_has_its_words() -> None:
    assert set(SENTENCES) == set(Kind)
