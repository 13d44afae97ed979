"""What people call the things that scripts name by their keys: articles, links, sources and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guichet.decisions.dialogue.words import Answer, HandOver, LookUp, SendLink, Steps
from guichet.records.directory.models import Reason
from guichet.records.scripts.articles import list_articles
from guichet.records.scripts.models import ScriptLink
from guichet.records.scripts.sources import list_sources


@dataclass(frozen=True, slots=True)
class Names:
    """Each by key; what has no title keeps its key."""

    articles: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def name(self, step: Steps) -> str:
        """What a step names, as people call it; empty where it names nothing."""
        match step:
            case Answer(article=key):
                return self.articles.get(key) or key
            case SendLink(link=key):
                return self.links.get(key) or key
            case LookUp(source=key):
                return self.sources.get(key) or key
            case HandOver(reason=reason) if reason is not None:
                return self.reasons.get(reason) or str(reason)
        return ""


def read_names(organisation_id: int) -> Names:
    return Names(
        articles=list_articles(organisation_id),
        links={link.key: link.get_label() for link in ScriptLink.objects.of(organisation_id).current()},
        sources={source.name: str(source.label) for source in list_sources()},
        reasons={reason.pk: reason.get_label() for reason in Reason.objects.of(organisation_id)},
    )
