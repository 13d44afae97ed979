"""What makes people contact us, the most costly first, and what they say of how they were served."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.records.directory.models import Account
from guichet.records.pages.queries import list_costs
from guichet.records.pages.words import Source
from guichet.records.surveys.queries import list_comments, list_opinions
from guichet.screens.settings.knowledge.access import draw_knowledge, editors_only
from guichet.screens.settings.words import CHANNELS

PAGE_SIZE = 100


@editors_only
@require_safe
def costs_page(request: HttpRequest, account: Account) -> HttpResponse:
    now = timezone.now()
    names = dict(CHANNELS)
    opinions = list(list_opinions(account.organisation_id, now))
    page = {
        "costs": [(cost, name_source(cost.source)) for cost in list_costs(account.organisation, now)[:PAGE_SIZE]],
        "opinions": [(each, names.get(each.channel, each.channel) if each.channel else _("Answer read")) for each in opinions],
        "comments": list_comments(account.organisation_id, now),
    }
    return draw_knowledge(request, account, "costs.html", page)


def name_source(source: Source) -> str:
    return {
        Source.PAGE: _("Page of a procedure"),
        Source.ARTICLE: _("Answer read, then contact"),
        Source.LETTER: _("Letter or notice"),
    }[source]
