"""Mails that are hostile or broken, each as it could arrive. Made here: no mail of anybody."""

import base64
from collections.abc import Callable

HEAD = b"From: Zoe <zoe@example.org>\r\nTo: mairie@ville.example\r\nSubject: Bonjour\r\nMessage-ID: <a1@example.org>\r\n"


def multipart(boundary: bytes, *parts: bytes, ends: bool = True) -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n" + body + (b"--" + boundary + b"--\r\n" if ends else b"")
    )


def nested(depth: int) -> bytes:
    body = b"\r\n\r\nau fond"
    for level in range(depth):
        line = f"b{level}".encode()
        body = b"Content-Type: multipart/mixed; boundary=" + line + b"\r\n\r\n--" + line + b"\r\n" + body + b"\r\n--" + line + b"--"
    return HEAD + body


def page(content: str) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + content.encode()


CORPUS: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one-byte": lambda: b"\xff",
    "one-line": lambda: b'From: "',
    "undisclosed": lambda: b"To: undisclosed-recipients:;<\r\n\r\nBonjour",
    "no-head": lambda: b"Bonjour,\r\nje voudrais un rendez-vous.",
    "head-alone": lambda: HEAD,
    "nul": lambda: HEAD + b"\r\nav\0ant\0",
    "nul-in-head": lambda: b"From: z\0oe@example.org\r\nSubject: a\0b\r\n\r\nx",
    "binary": lambda: bytes(range(256)) * 400,
    "bare-lf": lambda: HEAD.replace(b"\r\n", b"\n") + b"\nBonjour",
    "bare-cr": lambda: HEAD.replace(b"\r\n", b"\r") + b"\rBonjour",
    "million-character-line": lambda: HEAD + b"\r\n" + b"x" * 1_000_000,
    "million-character-head": lambda: b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\nx",
    "folded-head": lambda: b"Subject: a\r\n" + b" b\r\n" * 100_000 + b"\r\nx",
    "hundred-thousand-heads": lambda: b"X-A: b\r\n" * 100_000 + b"\r\nx",
    "nested-100": lambda: nested(100),
    "nested-5000": lambda: nested(5_000),
    "ten-thousand-parts": lambda: multipart(b"x", *[b"\r\ny"] * 10_000),
    "no-end": lambda: multipart(b"x", b"\r\ny", ends=False),
    "empty-boundary": lambda: HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx',
    "no-boundary": lambda: HEAD + b"Content-Type: multipart/mixed\r\n\r\nx",
    "own-boundary-inside": lambda: multipart(b"x", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\ny\r\n--x--"),
    "regular-expression-boundary": lambda: multipart(b'"(a+)+$"', b"\r\ny"),
    "lying-charset": lambda: HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xe9t\xe9",
    "unknown-charset": lambda: HEAD + b"Content-Type: text/plain; charset=klingon\r\n\r\nx",
    "charset-that-unpacks": lambda: HEAD + b"Content-Type: text/plain; charset=zlib_codec\r\n\r\nx\x9c",
    "charset-punycode": lambda: HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 50_000,
    "charset-idna": lambda: HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"xn--a" * 50_000,
    "charset-escape": lambda: HEAD + b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800\\x00",
    "charset-nul": lambda: HEAD + b'Content-Type: text/plain; charset="utf-8\0"\r\n\r\nx',
    "surrogates": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
    "broken-base64": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n====A!!!",
    "base64-million": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * 1_000_000,
    "broken-quoted": lambda: HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=",
    "uuencode": lambda: HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n#",
    "encoded-words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nx",
    "broken-encoded-word": lambda: b"Subject: =?utf-8?b?!!!?= =?x?q??= =?\r\nFrom: =?utf-8?b?w?= <z@e.org>\r\n\r\nx",
    "crlf-in-encoded-word": lambda: b"Subject: =?utf-8?q?a=0D=0ABcc:_x@example.org?=\r\n\r\nx",
    "quotes-in-parameters": lambda: HEAD + b'Content-Type: text/plain; name="' + b'"' * 100_000 + b"\r\n\r\nx",
    "rfc2231": lambda: HEAD + b"Content-Disposition: attachment; filename*0*=x''%ff; filename*99999999999=a\r\n\r\nx",
    "rfc2231-charset": lambda: HEAD + b"Content-Type: text/plain; name*=zlib_codec''%00\r\n\r\nx",
    "parentheses": lambda: b"From: " + b"(" * 100_000 + b"\r\n\r\nx",
    "addresses": lambda: b"To: " + b"<" * 100_000 + b"@" * 1_000 + b"\r\nFrom: " + b"a@" * 50_000 + b"\r\n\r\nx",
    "ids": lambda: b"References: " + b"<a@b" * 100_000 + b"\r\nMessage-ID: " + b"<" * 50_000 + b"\r\n\r\nx",
    "names": lambda: multipart(b"x", b'Content-Disposition: attachment; filename="../../etc/passwd\0\xe2\x80\xaegpj.exe"\r\n\r\nMZ'),
    "deep-html": lambda: page("<div>" * 90_000 + "x"),
    "html-less-than": lambda: page("<" * 300_000),
    "html-comments": lambda: page("<!--" * 100_000),
    "html-scripts": lambda: page("<script>" * 60_000 + "x"),
    "html-links": lambda: page('<a href="' * 50_000),
    "html-entities": lambda: page("&#0;&#xd800;&#99999999999;" * 10_000),
    "quotations": lambda: HEAD + b"\r\n" + b"> " * 300_000 + b"\r\n" + b">\r\n" * 100_000,
    "wrote": lambda: HEAD + b"\r\n" + b"Le lundi 3 mars\r\n" * 60_000,
    "wrote-on-a-line": lambda: HEAD + b"\r\nLe " + b"a \xc3\xa9crit" * 100_000,
    "report-without-report": lambda: (
        HEAD + b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\xff:\xff\r\n--x--"
    ),
    "mail-in-mail": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" + HEAD * 10,
    "bomb": lambda: multipart(
        b"x",
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\n"
        + base64.b64encode(b"PK\x03\x04" * 1_000),
    ),
    "results": lambda: b"Authentication-Results: " + b"mx; dkim=pass header.d=" * 5_000 + b"\r\nFrom: z@e.org\r\n\r\nx",
}
