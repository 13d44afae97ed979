"""How an act reads on each medium: buttons in chat, on a page and at the kiosk, numbered lines by SMS, prompts and keys on the telephone.

Whatever a rendering offers, `understanding.py` reads back as the same choice.
"""

from guichet.decisions.dialogue.acts import Acts, Answered, Asked, Ended, HandedOver, Misunderstood, Said, Understood, WorkWanted
from guichet.decisions.dialogue.phrases import Phrases, get_phrases
from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.understanding import PERSON_KEY, UNABLE, UNABLE_KEY
from guichet.decisions.dialogue.words import Ask, Choose, Identify, Medium, Script, Steps, Texts, Word

CHOICES_OF_A_SCREEN = 3
"""At the kiosk: what a standing or seated person sees at once."""


class Choice(Word, frozen=True):
    """A button or a key. `option` is empty for the one that leads to a person."""

    option: str
    key: str
    label: str


class Prompt(Word, frozen=True):
    """What is shown or spoken. `text` is whole in itself by SMS and on the telephone; elsewhere `choices` stand beside it as buttons.

    `article`: the answer of this article comes here, in its wording for the medium.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    article: str | None = None

    def list_screens(self) -> tuple[tuple[Choice, ...], ...]:
        """The choices as the kiosk shows them, a few at a time; the way to a person is on every screen."""
        options = [choice for choice in self.choices if choice.option]
        person = tuple(choice for choice in self.choices if not choice.option)
        starts = range(0, len(options), CHOICES_OF_A_SCREEN)
        return tuple((*options[start : start + CHOICES_OF_A_SCREEN], *person) for start in starts)


def render(script: Script, session: Session, act: Acts) -> Prompt | None:
    """The act in words, None when it has none."""
    match act:
        case Asked() | Said() | HandedOver() | Ended():
            return _render_step(script.get(act.step), session)
        case Understood(option=option):
            step = script.get(act.step)
            label = next((say(each.text, session) for each in getattr(step, "options", ()) if each.name == option), "")
            return Prompt(text=get_phrases(session.language).understood.format(text=label))
        case Misunderstood():
            return Prompt(text=get_phrases(session.language).mistakes[act.mistake])
        case Answered():
            return Prompt(text="", article=act.article)
        case WorkWanted():
            return None


def _render_step(step: Steps | None, session: Session) -> Prompt:
    match step:
        case Choose():
            return _render_choices(step, session)
        case Ask() if session.medium is Medium.SMS:
            person = f"{PERSON_KEY} {get_phrases(session.language).person}"
            return Prompt(text=f"{say(step.text, session)}\n{person}")
        case Identify():
            return _write_proof(step, session, get_phrases(session.language))
        case _:
            return Prompt(text=say(getattr(step, "text", {}), session))


def _write_proof(step: Identify, session: Session, phrases: Phrases) -> Prompt:
    text = phrases.code if session.awaits_code else say(step.text, session)
    choices = (Choice(option=UNABLE, key=UNABLE_KEY, label=phrases.unable), Choice(option="", key=PERSON_KEY, label=phrases.person))
    match session.medium:
        case Medium.SMS:
            return Prompt(text="\n".join([text, *(f"{choice.key} {choice.label}" for choice in choices)]), choices=choices)
        case Medium.VOICE:
            keys = [phrases.press_if_unable.format(key=UNABLE_KEY), phrases.press_for_person.format(key=PERSON_KEY)]
            return Prompt(text=" ".join([text, *keys]), choices=choices)
        case _:
            return Prompt(text=text, choices=choices)


def say(texts: Texts, session: Session) -> str:
    """A text in the session's language and for its medium, in the first language that there is when that is missing; empty for none."""
    wording = texts.get(session.language) or next(iter(texts.values()), None)
    return wording.on(session.medium) if wording else ""


def _render_choices(step: Choose, session: Session) -> Prompt:
    """Worked out once for a script."""
    place = session.medium, session.language
    prompt: Prompt | None = step.memory.get(place)
    if prompt is None:
        prompt = step.memory[place] = _write_choices(step, session, get_phrases(session.language))
    return prompt


def _write_choices(step: Choose, session: Session, phrases: Phrases) -> Prompt:
    text = say(step.text, session)
    options = [
        Choice(option=option.name, key=str(key), label=say(option.text, session)) for key, option in enumerate(step.options, start=1)
    ]
    choices = (*options, Choice(option="", key=PERSON_KEY, label=phrases.person))
    match session.medium:
        case Medium.SMS:
            lines = [text, *(f"{choice.key} {choice.label}" for choice in choices), phrases.reply]
            return Prompt(text="\n".join(lines), choices=choices)
        case Medium.VOICE:
            keys = [phrases.press.format(text=choice.label, key=choice.key) for choice in options]
            return Prompt(text=" ".join([text, *keys, phrases.press_for_person.format(key=PERSON_KEY)]), choices=choices)
        case _:
            return Prompt(text=text, choices=choices)
