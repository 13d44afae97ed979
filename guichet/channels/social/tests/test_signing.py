"""Signatures of webhooks: what Standard Webhooks' own example says, and nothing that anybody else could write."""

import pytest

from guichet.channels import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""With the two below from the specification's own tests (github.com/standard-webhooks/standard-webhooks)."""
IDENTIFIER, TIMESTAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
HEADERS = {"webhook-id": IDENTIFIER, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": SIGNATURE}


def verify(changes: dict[str, str] | None = None, now: float = TIMESTAMP, body: bytes = BODY) -> bool:
    return signing.verify([SECRET], {**HEADERS, **(changes or {})}, body, now)


def test_a_signature_is_the_one_of_the_specification() -> None:
    assert signing.sign(SECRET, IDENTIFIER, TIMESTAMP, BODY) == HEADERS
    assert verify()


@pytest.mark.parametrize("secret", [SECRET, "un mot de passe", "whsec_pas du base64"])
def test_any_secret_signs_and_verifies(secret: str) -> None:
    headers = signing.sign(secret, "é1", 5, b"\xff")
    assert signing.verify(["autre", secret], headers, b"\xff", 5)
    assert not signing.verify(["autre"], headers, b"\xff", 5)
    assert not signing.verify([], headers, b"\xff", 5)


@pytest.mark.parametrize("now", [TIMESTAMP - 301, TIMESTAMP + 301])
def test_an_old_one_and_one_of_the_future_are_refused(now: int) -> None:
    assert verify(now=TIMESTAMP + 299)
    assert not verify(now=now)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-id": "msg_other"},
        {"webhook-id": ""},
        {"webhook-id": "x" * 201},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "١٦١٤٢٦٥٣٣٠"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": SIGNATURE.removeprefix("v1,")},
        {"webhook-signature": SIGNATURE.replace("v1", "v1a")},
        {"webhook-signature": " ".join(["v1,AAAA"] * 8 + [SIGNATURE])},
        {"webhook-signature": "\ud800é"},
    ],
)
def test_anything_else_is_refused(changes: dict[str, str]) -> None:
    assert not verify(changes)


def test_a_secret_that_is_being_changed_has_two_signatures() -> None:
    assert verify({"webhook-signature": f"v1,AAAA {SIGNATURE}"})
    assert not verify(body=BODY + b" ")
