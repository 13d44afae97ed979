"""Where the product is reached: what links in mails lead to."""

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from starlette.types import Scope

from guichet.doors.bodies import get_header
from guichet.doors.refusals import MalformedError


def find_site(scope: Scope) -> str:
    """Where the product is reached, as the browser said it, when that is one of our names.

    :raises MalformedError: it is not: a link in a mail never leads to somebody else's site.
    """
    host = get_header(scope, b"host")
    domain, _port = split_domain_port(host)
    if not validate_host(domain, settings.ALLOWED_HOSTS):
        raise MalformedError(detail="an unknown host")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"
