"""Mails signed by DKIM: whoever looks the key up sees that nobody changed them."""

import base64
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from guichet.records.notices.signing import read_keys, sign

PAIR = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
SECRET = PAIR.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
PUBLISHED = base64.b64encode(PAIR.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def look_up(name: bytes, timeout: int = 5) -> bytes:  # noqa: ARG001 - as it is called
    assert name == b"mail._domainkey.ville.example."
    return b"v=DKIM1; k=rsa; p=" + PUBLISHED


@pytest.fixture
def setting(tmp_path: Path) -> str:
    (tmp_path / "key.pem").write_bytes(SECRET)
    return f"mail:Ville.example:{tmp_path / 'key.pem'}"


def write(sender: str = "Mairie <mairie@ville.example>", **more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "zoe@example.org", "Où en est votre dossier ?"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content("Votre dossier est complet.\n.\nÀ bientôt  \n")
    message.add_alternative("<p>Votre dossier est complet.</p>", subtype="html")
    return message


def test_a_signed_mail_is_proved_with_the_published_key(setting: str) -> None:
    content = sign(write(Message_ID="<1@ville.example>", In_Reply_To="<0@example.org>"), read_keys(setting))
    assert dkim.verify(content, dnsfunc=look_up)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"complet", b"refuse!"), (b"zoe@example.org", b"eve@example.org"), (b"\r\nTo:", b"\r\nFrom: eve@example.org\r\nTo:")],
)
def test_whoever_changes_it_is_seen(setting: str, before: bytes, after: bytes) -> None:
    content = sign(write(), read_keys(setting))
    assert before in content
    assert not dkim.verify(content.replace(before, after, 1), dnsfunc=look_up)


def test_a_domain_without_a_key_is_left_to_its_server(setting: str) -> None:
    assert b"DKIM-Signature" not in sign(write("caf@autre.example"), read_keys(setting))
    assert b"DKIM-Signature" not in sign(write(), {})


@pytest.mark.parametrize("wrong", ["mail", "mail:ville.example", ":a:/b", "mail:ville.example:/nowhere/key.pem"])
def test_a_key_that_cannot_be_used_is_said_at_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"selector|nowhere"):
        read_keys(wrong)


def test_a_file_that_is_no_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("not a key")
    with pytest.raises(ValueError, match=r"key\.pem"):
        read_keys(f"mail:ville.example:{tmp_path / 'key.pem'}")


def test_no_secret_is_shown(setting: str) -> None:
    assert "PRIVATE" not in repr(read_keys(setting))
