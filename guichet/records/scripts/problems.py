"""Everything that stands against publishing a script, as a sentence that says what to do and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guichet.decisions.dialogue.checks import MOST_OPTIONS, MOST_QUESTIONS, MOST_SMS, MOST_SPOKEN, MOST_STEPS, Flaw, check
from guichet.decisions.dialogue.words import Answer, Ask, Choose, HandOver, LookUp, Medium, RequestCallback, Script, SendLink
from guichet.records.directory.models import Reason
from guichet.records.scripts.articles import list_articles, list_missing_wordings
from guichet.records.scripts.models import ScriptLink
from guichet.records.scripts.sources import list_sources
from guichet.records.scripts.words import CALL_NUMBER

UNKNOWN_ARTICLE, UNKNOWN_LINK, UNKNOWN_SOURCE = "unknown-article", "unknown-link", "unknown-source"
UNWORDED, UNKNOWN_REASON, NO_NUMBER = "unworded", "unknown-reason", "no-number"

SENTENCES: Mapping[str, str | Promise] = {
    Flaw.NO_LANGUAGE: _("The script speaks no language. Tick at least one."),
    Flaw.LANGUAGE_WITHOUT_PHRASES: _("Guichet has no words of its own in the language “%(detail)s”. Take this language away."),
    Flaw.NO_STEP: _("It leads to the step “%(detail)s”, which does not exist. Choose another one, or add it."),
    Flaw.NO_PERSON: _("There is no step that hands over to a person. Add one and choose it as the way to a person."),
    Flaw.TOO_MANY_STEPS: _("The script has %(detail)s steps. Keep to %(most_steps)s: make two scripts of it."),
    Flaw.NEVER_REACHED: _("Nothing leads to this step. Have another step lead here, or delete it."),
    Flaw.NEVER_ENDS: _("From here nobody ever comes to an end. Have it lead to an answer, an end or a person."),
    Flaw.CIRCLE: _("From here one can go round in circles without getting an answer. Have one of the steps lead to an answer or a person."),
    Flaw.TOO_MANY_QUESTIONS: _(
        "From here %(detail)s questions are asked before an answer. Ask %(most_questions)s at most: answer, or hand over, sooner."
    ),
    Flaw.NO_OPTION: _("Nothing can be chosen here. Add choices."),
    Flaw.TOO_MANY_OPTIONS: _("There are %(detail)s choices. Keep to %(most_options)s, as many as a telephone has keys: group some."),
    Flaw.SAME_OPTION: _("Two choices are kept under the same name, “%(detail)s”. Rename one."),
    Flaw.SAME_WORDS: _("“%(detail)s” fits two choices: nobody could tell which is meant. Use other words for one."),
    Flaw.RESERVED_WORDS: _("“%(detail)s” means something else everywhere (a person, back, repeat). Use other words for this choice."),
    Flaw.MISLEADING_NUMBER: _("“%(detail)s” reads like the number of another choice. Use other words."),
    Flaw.ZERO_MEANS_A_PERSON: _("Zero leads to a person everywhere: no answer can be zero. Let the smallest number be 1."),
    Flaw.NO_ANSWER_FITS: _("No answer could ever fit. Look at the limits, or the shape, that you ask for."),
    Flaw.RESERVED_NAME: _("“%(detail)s” is the name of an address that a code proved. Keep this answer under another name."),
    Flaw.UNKNOWN_ANSWER: _("It uses the answer “%(detail)s”, which no question asks for. Choose another one, or add the question."),
    Flaw.NO_WORDING: _("A text is missing: %(detail)s. Write it."),
    Flaw.TOO_LONG_FOR_SMS: _(
        "Too long by SMS (%(detail)s characters, choices included): %(most_sms)s at most. Write a shorter text for SMS."
    ),
    Flaw.TOO_LONG_TO_HEAR: _(
        "Too long to hear (%(detail)s characters, choices included): %(most_spoken)s at most. Write a shorter text for the telephone."
    ),
    Flaw.UNSPEAKABLE: _(
        "A voice cannot read an address or signs out loud (%(detail)s). Write other words for the telephone, or send a link."
    ),
    Flaw.NO_PATIENCE: _("A person takes over after how many misunderstandings? Give a number, 1 or more."),
    UNKNOWN_ARTICLE: _("The article “%(detail)s” does not exist or is not published. Publish it, or choose another one."),
    UNWORDED: _("The article is not worded for every medium of this script: %(detail)s. Word it there, or switch the script off here."),
    UNKNOWN_LINK: _("There is no link “%(detail)s”. Add it to the links of the scripts, or choose another one."),
    UNKNOWN_SOURCE: _("Nothing of the name “%(detail)s” can be looked up here. Choose another source, or hand over to a person."),
    UNKNOWN_REASON: _("The reason to hand over for does not exist any more. Choose another one."),
    NO_NUMBER: _("Nobody has been asked for a telephone number. Add a question whose answer is kept as “telephone”."),
}
UNCHOSEN: Mapping[str, str | Promise] = {
    Flaw.NO_STEP: _("It leads nowhere yet: choose a step."),
    UNKNOWN_ARTICLE: _("No article is chosen yet: choose one."),
    UNKNOWN_LINK: _("No link is chosen yet: choose one."),
    UNKNOWN_SOURCE: _("It is not said yet where to look: choose a source."),
}
"""Where nothing was chosen there is no name to put into the sentence."""
LIMITS = {
    "most_steps": MOST_STEPS,
    "most_questions": MOST_QUESTIONS,
    "most_options": MOST_OPTIONS,
    "most_sms": MOST_SMS,
    "most_spoken": MOST_SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem with its place: `step` is empty when it is about the whole script."""

    code: str
    step: str = ""
    detail: str = ""

    def explain(self) -> str:
        """The sentence in the language now active."""
        sentence = SENTENCES[self.code] if self.detail else UNCHOSEN.get(self.code, SENTENCES[self.code])
        return str(sentence) % {**LIMITS, "detail": self.detail}


def find_troubles(organisation_id: int, script: Script, media: Sequence[str] = ()) -> list[Trouble]:
    """Everything that stands against publishing it. `media`: where it is to be switched on."""
    found = [Trouble(problem.flaw.value, problem.step or "", problem.detail) for problem in check(script)]
    return [*found, *_check_names(organisation_id, script), *_check_articles(organisation_id, script, media)]


def _check_names(organisation_id: int, script: Script) -> Iterator[Trouble]:
    """What the script names must exist here."""
    links = set(ScriptLink.objects.of(organisation_id).current().values_list("key", flat=True))
    sources = {source.name for source in list_sources()}
    asks_number = any(isinstance(step, Ask | Choose) and step.name == CALL_NUMBER for step in script.steps.values())
    for name, step in script.steps.items():
        match step:
            case SendLink() if step.link not in links:
                yield Trouble(UNKNOWN_LINK, name, step.link)
            case LookUp() if step.source not in sources:
                yield Trouble(UNKNOWN_SOURCE, name, step.source)
            case RequestCallback() if not asks_number:
                yield Trouble(NO_NUMBER, name)
            case HandOver() if step.reason is not None and not Reason.objects.of(organisation_id).filter(pk=step.reason).exists():
                yield Trouble(UNKNOWN_REASON, name)


def _check_articles(organisation_id: int, script: Script, media: Sequence[str]) -> Iterator[Trouble]:
    """They are published, and worded for whoever may be given them."""
    answers = [(name, step.article) for name, step in script.steps.items() if isinstance(step, Answer)]
    articles = list_articles(organisation_id) if answers else {}
    for name, article in answers:
        if article not in articles:
            yield Trouble(UNKNOWN_ARTICLE, name, article)
        elif missing := list_missing_wordings(organisation_id, article, [Medium(medium) for medium in media], script.languages):
            yield Trouble(UNWORDED, name, ", ".join(missing))
