"""What the telephone itself says, in the languages in which it can. Spoken to citizens in the language of the call, not of a screen.

All that is said of a wait is one of few sentences, so that each is made before anybody calls, and a person can record it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import combinations

from django.utils import translation
from django.utils.formats import date_format

from guichet.records.contacts.slots import Slot
from guichet.records.contacts.waiting import Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """`{…}` are filled in."""

    language: str
    welcome: str
    choose_language: str
    press: str
    person: str
    repeat: str
    ask_postal_code: str
    no_such_place: str
    not_understood: str
    silence: str
    connecting: str
    next: str
    one_before: str
    some_before: str
    many_before: str
    wait_range: str
    wait_long: str
    offer_callback: str
    confirm_number: str
    type_number: str
    not_a_number: str
    called_back: str
    choose_when: str
    choose_slot: str
    window: str
    called_at: str
    back_to_queue: str
    again: str
    closed: str
    full: str
    nobody: str
    busy: str
    cut: str
    cut_short: str
    goodbye: str
    unclear: str
    held: str
    calling: str
    was_busy: str
    did_not_answer: str
    closed_now: str
    full_now: str
    offer_message: str
    leave_message: str
    review_message: str
    message_kept: str
    no_emergency: str
    cap_reached: str
    not_allowed: str
    listened: str
    recorded: str
    not_recorded: str
    offer_answer: str
    answer_sent: str
    answer_not_sent: str
    trial: str
    trial_done: str
    for_training: str
    for_quality: str
    for_proof: str


FRENCH = Sentences(
    language="fr",
    welcome="Bonjour, vous êtes bien en relation avec {name}.",
    choose_language="Pour le français, tapez {key}.",
    press="Pour : {text}, tapez {key}.",
    person="Pour parler directement à quelqu’un, tapez 0.",
    repeat="Pour réécouter, tapez 9.",
    ask_postal_code="Tapez les cinq chiffres de votre code postal. Pour parler directement à quelqu’un, tapez 0.",
    no_such_place="Nous ne connaissons pas ce code postal.",
    not_understood="Cette touche ne correspond à aucun choix.",
    silence="Nous n’avons rien reçu.",
    connecting="Nous cherchons une personne pour vous répondre.",
    next="Vous êtes la prochaine personne que nous prendrons.",
    one_before="Il y a une personne avant vous.",
    some_before="Il y a {count} personnes avant vous.",
    many_before="Il y a plus de {count} personnes avant vous.",
    wait_range="L’attente devrait durer de {low} à {high} minutes.",
    wait_long="L’attente risque de dépasser {low} minutes.",
    offer_callback="Pour être rappelé sans perdre votre place, tapez 2. Sinon, restez en ligne.",
    confirm_number="Nous vous rappellerons au {number}. Pour confirmer, tapez 1. Pour donner un autre numéro, tapez 2.",
    type_number="Tapez le numéro où vous rappeler, puis dièse.",
    not_a_number="Nous ne pouvons pas appeler ce numéro.",
    called_back="C’est noté : vous gardez votre place, et nous vous rappelons quand votre tour arrive. Au revoir.",
    choose_when="Pour être rappelé dès que votre tour arrive, tapez 1. Pour choisir un autre moment, tapez 2.",
    choose_slot="Pour être rappelé {slot}, tapez {key}.",
    window="{day}, entre {low} et {high}",
    called_at="C’est noté : nous vous rappelons {slot}. Au revoir.",
    back_to_queue="Vous restez en ligne, votre place est gardée.",
    again="Nous vous remettons en relation. Vous gardez votre place.",
    closed="Nos services sont fermés à cette heure. Vous pouvez laisser votre demande sur notre site, nous vous répondrons. Au revoir.",
    full="Trop de personnes attendent déjà : nous ne pourrions pas vous répondre à temps. Rappelez plus tard, ou écrivez-nous depuis "
    "notre site. Au revoir.",
    nobody="Ce numéro n’est pas en service.",
    busy="Toutes nos lignes sont occupées. Rappelez dans quelques minutes, s’il vous plaît.",
    cut="Un incident nous oblige à interrompre l’appel. Nous vous rappelons dès que possible.",
    cut_short="Un incident nous oblige à interrompre l’appel. Merci de nous appeler à nouveau dans quelques minutes.",
    goodbye="Merci de votre appel. Au revoir.",
    unclear="Une personne va vous aider.",
    held="Merci de rester en ligne.",
    calling="Nous appelons la personne.",
    was_busy="La ligne est occupée. Un autre appel est prévu.",
    did_not_answer="Personne ne répond. Un autre appel est prévu.",
    closed_now="Nos services sont fermés à cette heure.",
    full_now="Trop de personnes attendent déjà : nous ne pourrions pas vous répondre à temps.",
    offer_message="Pour laisser un message à la place, tapez 3.",
    leave_message="Laissez votre message après le signal sonore, en trois minutes au plus. Dites votre nom et votre demande. "
    "Quand vous avez fini, tapez dièse.",
    review_message="Pour envoyer ce message, tapez 1, ou raccrochez. Pour l’écouter, tapez 2. Pour recommencer, tapez 3.",
    message_kept="Votre message est enregistré. Une personne vous répondra. Au revoir.",
    no_emergency="Les numéros d’urgence ne peuvent pas être appelés d’ici : utilisez un autre téléphone.",
    cap_reached="Cet appel n’est pas passé : le plafond de dépenses téléphoniques est atteint. Écrivez à la personne, ou demandez à "
    "votre responsable de relever le plafond.",
    not_allowed="Cet appel n’est pas passé : les règles de votre organisation ne permettent pas d’appeler ce numéro. Écrivez à la "
    "personne, ou parlez-en à votre responsable.",
    listened="Votre appel peut être écouté par un responsable, pour améliorer nos réponses.",
    recorded="Votre conversation peut être enregistrée, {purpose}. L’enregistrement est effacé après {days} jours. Pour refuser, tapez "
    "étoile, maintenant ou pendant la conversation, ou dites-le à la personne qui vous répond.",
    not_recorded="C’est noté : votre conversation n’est pas enregistrée.",
    offer_answer="Pour recevoir cette réponse par SMS, tapez 5.",
    answer_sent="Le SMS est en route.",
    answer_not_sent="Ce SMS ne peut pas être envoyé.",
    trial="Ceci est l’appel d’essai de Guichet. Si vous entendez cette phrase, tapez 1.",
    trial_done="La touche est reçue. Tout fonctionne. Au revoir.",
    for_training="pour former nos agents",
    for_quality="pour améliorer nos réponses",
    for_proof="pour garder une preuve de ce qui est convenu",
)
ENGLISH = Sentences(
    language="en",
    welcome="Hello, you have reached {name}.",
    choose_language="For English, press {key}.",
    press="For {text}, press {key}.",
    person="To talk to somebody directly, press 0.",
    repeat="To listen again, press 9.",
    ask_postal_code="Enter the five digits of your postal code. To talk to somebody directly, press 0.",
    no_such_place="We do not know this postal code.",
    not_understood="This key does not lead to any of the choices.",
    silence="We received nothing.",
    connecting="We are looking for somebody to answer you.",
    next="You are the next person we will take.",
    one_before="There is one person before you.",
    some_before="There are {count} people before you.",
    many_before="There are more than {count} people before you.",
    wait_range="The wait should be between {low} and {high} minutes.",
    wait_long="The wait may be longer than {low} minutes.",
    offer_callback="To be called back without losing your place, press 2. Otherwise stay on the line.",
    confirm_number="We will call you at {number}. To confirm, press 1. To give another number, press 2.",
    type_number="Enter the number where we should call you, then the hash key.",
    not_a_number="We cannot call this number.",
    called_back="Noted: you keep your place, and we call you when it is your turn. Goodbye.",
    choose_when="To be called when it is your turn, press 1. To choose another time, press 2.",
    choose_slot="To be called on {slot}, press {key}.",
    window="{day}, between {low} and {high}",
    called_at="Noted: we call you on {slot}. Goodbye.",
    back_to_queue="You stay on the line, your place is kept.",
    again="We are connecting you again. You keep your place.",
    closed="Our offices are closed at this hour. You can leave your request on our site, and we will answer. Goodbye.",
    full="Too many people are waiting already: we could not answer you in time. Call later, or write to us from our site. Goodbye.",
    nobody="This number is not in service.",
    busy="All our lines are taken. Please call again in a few minutes.",
    cut="We have to interrupt this call. We will call you back as soon as possible.",
    cut_short="We have to interrupt this call. Please call us again in a few minutes.",
    goodbye="Thank you for calling. Goodbye.",
    unclear="Somebody will help you.",
    held="Please stay on the line.",
    calling="We are calling the person.",
    was_busy="The line is busy. Another call is planned.",
    did_not_answer="Nobody answers. Another call is planned.",
    closed_now="Our offices are closed at this hour.",
    full_now="Too many people are waiting already: we could not answer you in time.",
    offer_message="To leave a message instead, press 3.",
    leave_message="Leave your message after the tone, in three minutes at most. Say your name and your request. "
    "When you have finished, press the hash key.",
    review_message="To send this message, press 1, or hang up. To listen to it, press 2. To start again, press 3.",
    message_kept="Your message is recorded. Somebody will answer you. Goodbye.",
    no_emergency="Emergency numbers cannot be called from here: use another telephone.",
    cap_reached="This call was not made: what calls may cost is spent. Write to the person, or ask your supervisor to have the cap raised.",
    not_allowed="This call was not made: the rules of your organisation do not let this number be called. Write to the person, or talk to "
    "your supervisor.",
    listened="A supervisor may listen to your call, to improve our answers.",
    recorded="Your conversation may be recorded, {purpose}. The recording is erased after {days} days. To refuse, press the star key, now "
    "or during the conversation, or tell the person who answers you.",
    not_recorded="Noted: your conversation is not recorded.",
    offer_answer="To get this answer by SMS, press 5.",
    answer_sent="It is on its way.",
    answer_not_sent="This SMS cannot be sent.",
    trial="This is Guichet’s test call. If you hear this, press 1.",
    trial_done="The key is received. All is well. Goodbye.",
    for_training="to train our agents",
    for_quality="to improve our answers",
    for_proof="to keep a proof of what is agreed",
)
MOST_BEFORE = 30
STEPS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Minutes: a range is widened to these, so that what was true stays true."""
PIECES = ("for_training", "for_quality", "for_proof", "window")
"""Parts of sentences, never said alone."""
FILLED_IN = ("{slot}", "{purpose}", "{count}", "{low}", "{high}", "{name}", "{key}", "{text}", "{number}")
SENTENCES = {"fr": FRENCH, "en": ENGLISH}


def get_sentences(language: str) -> Sentences:
    """Those of a language, in French where the telephone does not speak it."""
    return SENTENCES.get(language, FRENCH)


def tell_wait(sentences: Sentences, wait: Wait) -> list[str]:
    """The place and the range as they are known, and nothing that is not."""
    told = [tell_place(sentences, wait.position - 1)]
    if wait.from_minutes is not None:
        low, high = widen(wait.from_minutes, wait.to_minutes)
        if high is None:
            told.append(sentences.wait_long.format(low=low))
        elif high > 1:
            told.append(sentences.wait_range.format(low=low, high=high))
    return told


def tell_slot(sentences: Sentences, slot: Slot) -> str:
    """A window in which somebody is called back, as it is said."""
    with translation.override(sentences.language):
        day = date_format(slot.start, "l j F")
    return sentences.window.format(day=day, low=_tell_hour(sentences, slot.start), high=_tell_hour(sentences, slot.end))


def _tell_hour(sentences: Sentences, at: datetime) -> str:
    if sentences.language == "fr":
        return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"
    return f"{at.hour}:{at.minute:02}"


def tell_recording(sentences: Sentences, purpose: str, days: int) -> str:
    """What a caller hears before anything is recorded: what for, for how long, and how to refuse."""
    purposes = {"training": sentences.for_training, "quality": sentences.for_quality, "proof": sentences.for_proof}
    return sentences.recorded.format(purpose=purposes[purpose], days=days)


def tell_refusal(sentences: Sentences, code: str) -> str:
    """Why a call of an agent may not leave, by the code of what refused it."""
    match code:
        case "no-emergency-way":
            return sentences.no_emergency
        case "day-cap" | "month-cap":
            return sentences.cap_reached
        case _:
            return sentences.not_allowed


def tell_place(sentences: Sentences, before: int) -> str:
    if before <= 1:
        return sentences.one_before if before == 1 else sentences.next
    shape = sentences.some_before if before <= MOST_BEFORE else sentences.many_before
    return shape.format(count=min(before, MOST_BEFORE))


def widen(low: int, high: int | None) -> tuple[int, int | None]:
    """The range among `STEPS` that holds this one; the second is None where it is open."""
    least = max((step for step in STEPS if step <= low), default=STEPS[0])
    return least, None if high is None else next((step for step in STEPS if step >= high), None)


def list_waits(sentences: Sentences) -> Iterator[str]:
    """All that is ever said of a place and of a wait."""
    yield from (tell_place(sentences, before) for before in range(MOST_BEFORE + 2))
    yield from (sentences.wait_range.format(low=low, high=high) for low, high in combinations(STEPS, 2))
    yield from (sentences.wait_long.format(low=low) for low in STEPS)


def list_fixed(sentences: Sentences) -> Iterator[tuple[str, str]]:
    """Each sentence in which nothing is filled in, by its name."""
    for field in fields(sentences):
        text = str(getattr(sentences, field.name))
        if field.name not in {"language", *PIECES} and not any(place in text for place in FILLED_IN):
            yield field.name.replace("_", "-"), text


def spell_number(number: str) -> str:
    """A number in groups of two, as it is said in French."""
    digits = f"0{number[3:]}" if number.startswith("+33") else number
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
