"""The pass of somebody in a script: a signed word that opens one session to the browser, or the number, that began it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

COOKIE = "guichet_script"
SALT = "guichet.scripts.pass"


def sign_pass(organisation_id: int, session: UUID) -> str:
    """Return the cookie's value."""
    return Signer(salt=SALT).sign(f"{organisation_id}:{session}")


def read_pass(value: str) -> tuple[int, UUID] | None:
    """Return the organisation and the session that the pass opens; None when it is not one of ours."""
    try:
        organisation, _, session = Signer(salt=SALT).unsign(value).partition(":")
        return int(organisation), UUID(session)
    except (BadSignature, ValueError):
        return None
