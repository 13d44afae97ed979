"""Reading mails: the usual ones as they are meant, the hostile ones somehow, in bounded time, and never an exception."""

# ruff: noqa: E501 - mails as they travel

import time
import tracemalloc
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.correspondence.pages import clean, to_text
from guichet.records.correspondence.reading import read_address, read_mail, verify
from guichet.records.correspondence.tests.corpus import CORPUS, HEAD
from guichet.records.correspondence.words import Action, MailKind, Problem, Verification
from guichet.records.storable import is_storable


def write(text: str = "Bonjour", **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in {"From": "Zoé <zoe@example.org>", "To": "mairie@ville.example", "Subject": "Été", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_mail_is_read_somehow_and_soon(name: str) -> None:
    raw = CORPUS[name]()
    began = time.perf_counter()
    mail = read_mail(raw)
    verify(raw, mail.sender, "mx")
    assert time.perf_counter() - began < 2.0
    assert all(
        is_storable(text) for text in (mail.subject, mail.sender, mail.sender_name, mail.text, mail.quoted, mail.html, mail.message_id)
    )
    assert "\n" not in mail.subject + mail.sender_name + mail.sender + mail.message_id
    assert len(mail.files) <= 20


@pytest.mark.parametrize("name", ["nested-5000", "ten-thousand-parts", "base64-million", "deep-html"])
def test_a_hostile_mail_takes_memory_in_proportion_to_its_size(name: str) -> None:
    raw = CORPUS[name]()
    tracemalloc.start()
    read_mail(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * len(raw) + 5_000_000


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert is_storable(read_mail(raw).text)


PIECES = (
    b"From: ",
    b"\r\n",
    b"\n",
    b"--x",
    b"--x--",
    b"Content-Type: multipart/mixed; boundary=x",
    b"a@b.c",
    b"<",
    b">",
    b'"',
    b"=?utf-8?q?",
    b"?=",
    b"Content-Transfer-Encoding: base64",
    b"\0",
    b"\xff",
    b"message/rfc822",
    b"Subject:",
    b" ",
    b"> ",
    b"Le 3 a \xc3\xa9crit :",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_any_pieces_of_mails_are_read(raw: bytes) -> None:
    assert is_storable(read_mail(raw).subject)


def test_an_ordinary_mail_is_read_as_it_is_meant() -> None:
    mail = read_mail(
        write(
            "Où en est mon dossier ?\n\nZoé",
            Message_ID="<m1@example.org>",
            In_Reply_To="<p1@ville.example>",
            References="<p0@ville.example> <p1@ville.example>",
        )
    )
    assert (mail.kind, mail.subject, mail.sender, mail.sender_name) == (MailKind.LETTER, "Été", "zoe@example.org", "Zoé")
    assert (mail.message_id, mail.references) == ("<m1@example.org>", ("<p1@ville.example>", "<p0@ville.example>"))
    assert (mail.text, mail.problems, mail.asks_no_reply) == ("Où en est mon dossier ?\n\nZoé", (), False)


def test_of_two_alternatives_the_plain_one_is_read_and_the_page_kept() -> None:
    message = EmailMessage()
    message["From"] = "zoe@example.org"
    message.set_content("en clair")
    message.add_alternative("<p>en <b>page</b></p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Bail été.pdf")
    mail = read_mail(message.as_bytes())
    assert (mail.text, mail.html.strip()) == ("en clair", "<p>en <b>page</b></p>")
    assert [(file.name, file.content) for file in mail.files] == [("Bail été.pdf", b"%PDF-1.7")]


def test_a_page_alone_is_read_as_text_and_says_where_links_lead() -> None:
    page = "<style>p{}</style><p>Bonjour</p><script>x()</script><p>voir <a href='https://mechant.example/x'>mairie.fr</a></p>"
    assert to_text(page) == "Bonjour\nvoir mairie.fr (https://mechant.example/x)"


@pytest.mark.parametrize(
    "page",
    [
        "<img src=https://x.example/p.png>",
        "<script>a()</script>",
        "<a href=javascript:a()>x</a>",
        "<p style='background:url(//x)'>x</p>",
        "<svg onload=a()>",
        "<form action=/live><input></form>",
        "<iframe src=//x></iframe>",
        "<link rel=stylesheet href=//x>",
        "<meta http-equiv=refresh content=0>",
        "<p onclick=a()>x",
    ],
)
def test_a_page_can_do_nothing_and_fetches_nothing(page: str) -> None:
    cleaned = clean(page)
    assert not any(
        word in cleaned for word in ("src", "script", "style", "onload", "onclick", "form", "input", "iframe", "link rel", "meta")
    )


def test_a_page_that_is_too_deep_is_read_as_text() -> None:
    mail = read_mail(CORPUS["deep-html"]())
    assert (mail.text, Problem.HEAVY_HTML in mail.problems) == ("x", True)


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        ("Merci !\n\nLe lun. 3 mars 2025 à 10:12, Mairie <m@v.fr> a écrit :\n> Bonjour\n> Voici", "Merci !"),
        ("Merci !\n\nLe lun. 3 mars 2025 à 10:12, Mairie de la Ville\n<mairie@ville.example> a écrit :\n\n> Bonjour", "Merci !"),
        ("Thanks\nOn Mon, 3 Mar 2025 Town wrote:\n> hello", "Thanks"),
        ("Merci\n\n-----Message d'origine-----\nDe : Mairie\nBonjour", "Merci"),
        ("Merci\n________________________________\nDe : Mairie\nEnvoyé : lundi 3 mars\nÀ : Zoé\n\nBonjour", "Merci"),
        (
            "Oui\n> La pièce manque-t-elle ?\nNon, la voici.\n> Et le bail ?\nLà.",
            "Oui\n> La pièce manque-t-elle ?\nNon, la voici.\n> Et le bail ?\nLà.",
        ),
        ("On m'a écrit : votre dossier est clos", "On m'a écrit : votre dossier est clos"),
        ("> tout est cité", "> tout est cité"),
        ("De : la mairie, j'attends une réponse\nmerci", "De : la mairie, j'attends une réponse\nmerci"),
    ],
)
def test_what_is_repeated_is_folded_and_nothing_new_is(text: str, fresh: str) -> None:
    mail = read_mail(write(text))
    assert mail.text == fresh
    assert "".join((mail.text + mail.quoted).split()).replace("_", "") == "".join(text.split()).replace("_", "") or "____" in text


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, MailKind.AUTO_REPLY),
        ({"Auto_Submitted": "auto-generated"}, MailKind.GENERATED),
        ({"Auto_Submitted": "no"}, MailKind.LETTER),
        ({"Precedence": "bulk"}, MailKind.GENERATED),
        ({"Precedence": "auto_reply"}, MailKind.AUTO_REPLY),
        ({"List_Id": "<a.example.org>"}, MailKind.GENERATED),
        ({"X_Autoreply": "yes"}, MailKind.AUTO_REPLY),
        ({"Subject": "Absence du bureau : vacances"}, MailKind.AUTO_REPLY),
        ({"Subject": "Réponse automatique: Été"}, MailKind.AUTO_REPLY),
        ({"Subject": "Absence de réponse depuis un mois"}, MailKind.LETTER),
    ],
)
def test_automatic_mails_are_recognised(headers: dict[str, str], kind: MailKind) -> None:
    mail = read_mail(write(**headers))
    assert (mail.kind, mail.asks_no_reply) == (kind, kind is not MailKind.LETTER)


@pytest.mark.parametrize(
    ("raw", "path"), [(write(), ""), (write(From="no-reply@x.example"), None), (write(X_Auto_Response_Suppress="All"), "z@e.org")]
)
def test_nothing_automatic_answers_who_wants_none(raw: bytes, path: str | None) -> None:
    assert read_mail(raw, path).asks_no_reply


def report(action: str, status: str = "5.1.1") -> bytes:
    return (
        b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nDesole\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; zoe@example.org\r\nAction: "
        + action.encode()
        + b"\r\nStatus: "
        + status.encode()
        + b"\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <out1@ville.example>\r\n--x--\r\n"
    )


@pytest.mark.parametrize(("said", "action"), [("failed", Action.FAILED), ("delayed", Action.DELAYED), ("relayed", Action.DELIVERED)])
def test_a_delivery_report_says_what_became_of_which_mail(said: str, action: Action) -> None:
    bounce = read_mail(report(said)).bounce
    assert bounce is not None
    assert (bounce.action, bounce.status, bounce.message_ids) == (action, "5.1.1", ("<out1@ville.example>",))


def test_a_report_of_an_old_server_is_one_too() -> None:
    raw = b"From: mailer-daemon@old.example\r\n\r\nNot delivered:\r\nMessage-ID: <out1@ville.example>\r\n"
    bounce = read_mail(raw, "").bounce
    assert bounce is not None
    assert bounce.message_ids == ("<out1@ville.example>",)


RESULTS = [
    ("mx.ville.example; dmarc=pass header.from=example.org", Verification.VERIFIED),
    ("mx.ville.example; dkim=pass header.d=example.org", Verification.VERIFIED),
    ("mx.ville.example; dkim=pass header.d=mechant.example", Verification.UNKNOWN),
    ("mx.ville.example; spf=pass smtp.mailfrom=zoe@example.org", Verification.VERIFIED),
    ("mx.ville.example; dmarc=fail", Verification.FAILED),
    ("mx.mechant.example; dmarc=pass", Verification.UNKNOWN),
    ("mx.ville.example.mechant.example; dmarc=pass", Verification.UNKNOWN),
    ("mx.ville.example; none", Verification.UNKNOWN),
]


@pytest.mark.parametrize(("said", "wanted"), RESULTS)
def test_a_sender_is_verified_by_the_trusted_server_alone(said: str, wanted: Verification) -> None:
    assert verify(write(Authentication_Results=said), "zoe@example.org", "mx.ville.example") == wanted
    assert verify(write(Authentication_Results=said), "zoe@example.org", "") == Verification.UNKNOWN


def test_only_the_topmost_word_of_the_trusted_server_counts() -> None:
    raw = b"Authentication-Results: mx; dmarc=fail\r\nAuthentication-Results: mx; dmarc=pass\r\n" + HEAD + b"\r\nx"
    assert verify(raw, "zoe@example.org", "mx") == Verification.FAILED


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Zoé <Zoe@Example.org>", ("Zoé", "zoe@example.org")),
        ("zoe@example.org", ("", "zoe@example.org")),
        ('"a@b.c" <z@e.org>', ("", "a@b.c")),
        ("", ("", "")),
    ],
)
def test_a_sender_has_a_name_and_an_address(value: str, wanted: tuple[str, str]) -> None:
    assert read_address(value) == wanted
