"""What one visit said of answers. Only a cookie that ends with the visit tells visits apart; it is set when somebody first speaks."""

from uuid import UUID, uuid5

from django.http import HttpRequest

from guichet.records.knowledge.noting import get_verdict
from guichet.records.knowledge.queries import Answer

COOKIE = "guichet_visit"


def read_visit(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None


def find_verdict(request: HttpRequest, organisation_id: int, answer: Answer) -> bool | None:
    """What this visit said of an answer; None: nothing yet."""
    visit = read_visit(request)
    return None if visit is None else get_verdict(organisation_id, make_verdict_id(visit, answer.article, answer.version))


def make_verdict_id(visit: UUID, article: str, version: int) -> UUID:
    """One voice for each visit and each version of an article."""
    return uuid5(visit, f"{article} {version}")
