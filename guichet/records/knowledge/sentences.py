"""Problems of a content in words: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guichet.records.knowledge.proving import Fault
from guichet.records.knowledge.words import FactKind, Medium, Problem

MEDIA: dict[Medium, str | Promise] = {
    Medium.PAGE: _("Web page"),
    Medium.EASY: _("Easy to read"),
    Medium.CHAT: _("Chat answer"),
    Medium.MAIL: _("Mail text"),
    Medium.SMS: _("SMS text"),
    Medium.SPOKEN: _("Spoken answer"),
    Medium.GUIDE: _("Guide for agents"),
}
KINDS: dict[FactKind, str | Promise] = {
    FactKind.AMOUNT: _("Amount in euros (423.48)"),
    FactKind.DATE: _("Date (2027-01-01)"),
    FactKind.DELAY: _("Delay or age (2 months)"),
    FactKind.HOURS: _("Hours (08:30-17:00)"),
    FactKind.NUMBER: _("Number (3)"),
    FactKind.PERCENT: _("Percentage (66.5)"),
    FactKind.TELEPHONE: _("Telephone number (3230)"),
    FactKind.DOCUMENT: _("Document, in words"),
    FactKind.ADDRESS: _("Address, in words"),
    FactKind.TEXT: _("Other words"),
}
SENTENCES: dict[str, str | Promise] = {
    "no-title": _("The title is missing: write one."),
    "no-wording": _("This wording is missing: write it."),
    "no-question": _("There is no golden question: write at least one that every wording has to answer, and name its facts."),
    "too-many-facts": _("There are %(count)s facts; at most %(most)s can be kept in sight. Split the article."),
    "too-many-questions": _("There are %(count)s golden questions, at most %(most)s are checked. Remove some."),
    "bad-fact": _("The value of {%(name)s} cannot be read. Write it as in: %(kind)s."),
    "fact-not-worded": _("{%(name)s} has no words in this language: add them."),
    "unknown-fact": _("{%(name)s} is named here but is no fact of this article: unknown or misspelt. Add the fact, or correct its name."),
    "stray-brace": _("A brace stands alone. Facts are named as in {amount}; write no other braces."),
    "literal-fact": _("“%(literal)s” is written out. Write {%(name)s} instead, so that it changes everywhere at once."),
    "other-value": _("“%(literal)s” is written out and differs from the facts: %(facts)s. Name the fact, or add one for it."),
    "nameless-fact": _("“%(literal)s” is written out. Make it a fact with a name, and write the name here."),
    "missing-fact": _("It does not say {%(name)s} (%(expected)s), which belongs to the answer of “%(question)s”."),
    "different-fact": _("To “%(question)s” it says %(found)s where the others say %(expected)s. Name {%(name)s} here."),
    "wording-too-long": _("It has %(length)s characters; at most %(most)s fit. Shorten it."),
    "sms-too-long": _("It takes %(segments)s SMS (%(units)s units); at most %(most)s are sent. Shorten it."),
    "sms-costly": _("These characters make every SMS of it dearer: %(characters)s. It takes %(segments)s now."),
    "spoken-address": _("A voice cannot say the e-mail address “%(found)s”. Say where to find it."),
    "spoken-link": _("A voice cannot say the link “%(found)s”. Say what the page is called, or offer to send it."),
    "spoken-digits": _("Nobody can follow “%(found)s” by ear. Make it a fact, which is said in groups."),
    "spoken-symbol": _("A voice cannot say “%(found)s”. Write the word."),
    "spoken-list": _("A list is for the eye: “%(found)s”. Make it a sentence."),
    "easy-long": _("This sentence is too long to be easy to read: “%(sentence)s…”. Say one thing at a time, in %(most)s words at most."),
    "easy-hard": _("“%(found)s” is a word of offices. Say “%(simple)s”, or explain it."),
    "easy-word-long": _("“%(found)s” is a long word. Say it with shorter ones."),
    "easy-abbreviation": _("“%(found)s” is an abbreviation. Write it out, and say what it is."),
    "easy-brackets": _("“%(found)s” stands in brackets. Make it a sentence, or leave it out."),
    "spoken-long": _("This sentence is long for an ear: “%(sentence)s…”. Cut it in two."),
}


def explain(problem: Problem) -> str:
    kind = problem.values.get("kind")
    told = {**problem.values, "kind": KINDS[FactKind(str(kind))]} if kind else problem.values
    return str(SENTENCES[problem.code]) % told


FAULTS: dict[str, str | Promise] = {
    "not-found": _("“%(question)s”: the public search does not show this article."),
    "no-page": _("“%(question)s”: the public page of this article cannot be read."),
    "chat-refused": _("“%(question)s”: nobody can ask this in a chat."),
    "chat-not-found": _("“%(question)s”: asked in a chat, this article is not given to the agent."),
    "chat-fact-missing": _("“%(question)s”: the wording for chats does not say %(expected)s ({%(name)s})."),
    "mail-fact-missing": _("“%(question)s”: the wording for mails does not say %(expected)s ({%(name)s})."),
    "sms-fact-missing": _("“%(question)s”: the wording for SMS does not say %(expected)s ({%(name)s})."),
    "spoken-fact-missing": _("“%(question)s”: the spoken wording does not say %(expected)s ({%(name)s})."),
    "fact-missing": _("“%(question)s”: the public page does not say %(expected)s ({%(name)s})."),
}


def explain_fault(fault: Fault) -> str:
    """What a real door said otherwise than what was published."""
    return str(FAULTS[fault.code]) % {"question": fault.question, "name": fault.name, "expected": fault.expected}
