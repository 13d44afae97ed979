"""A wording with its facts filled in."""

from guichet.records.knowledge.facts import FactError, format_fact
from guichet.records.knowledge.words import PLACE, Content, Medium


def list_named(text: str) -> list[str]:
    """The facts that a wording names, each once, in their order."""
    return list(dict.fromkeys(PLACE.findall(text)))


def render(content: Content, medium: Medium, language: str, text: str | None = None) -> str:
    """The wording as it is given; a fact that is unknown or unusable keeps its braces, to be seen.

    :param text: another text than the stored one, as in a preview.
    """
    wording = content.wordings.get(medium, {}).get(language, "") if text is None else text

    def fill(name: str) -> str:
        try:
            return format_fact(content.facts[name], medium, language)
        except (KeyError, FactError):
            return f"{{{name}}}"

    return PLACE.sub(lambda place: fill(place[1]), wording)
