"""A trial of a trunk says what is wrong, by the answers of a real peer on loopback."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from guichet.records.calls import trials
from guichet.records.calls.trials import Trial, Trunk, split, try_trunk
from guichet.records.calls.words import Reached

Answer = Callable[[str], str | None]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "WAITS", (0.05, 0.3))


@contextmanager
def operator(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """Somebody who answers each request with the first line and headers that `answer` gives; None: with silence."""
    asked: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    request, address = line.recvfrom(8_000)
                except OSError:
                    return
                if request == b"over":
                    return
                asked.append(request.decode())
                said = answer(asked[-1])
                via = re.search(r"^Via:.*$", asked[-1], re.MULTILINE)
                if said is not None and via is not None:
                    line.sendto(f"SIP/2.0 {said}\r\n{via[0].strip()}\r\nContent-Length: 0\r\n\r\n".encode(), address)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield "sip:{}:{}".format(*line.getsockname()), asked
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ending:
                ending.sendto(b"over", line.getsockname())
            thread.join()


def challenge(code: int, name: str, **fields: str) -> Answer:
    """Let in whoever proves that he knows "secret", as RFC 7616 says."""
    make = {"MD5": md5, "SHA-256": sha256}.get(fields.get("algorithm", "MD5"), md5)

    def digest(text: str) -> str:
        return make(text.encode()).hexdigest()

    def answer(request: str) -> str:
        said = dict(re.findall(r'(\w+)="?([^",\r]+)"?', request.partition("uthorization: Digest ")[2].partition("\r\n")[0]))
        if not said:
            shown = ", ".join(f'{key}="{value}"' if key != "algorithm" else f"{key}={value}" for key, value in fields.items())
            return f'{code} Who\r\n{name}: Digest realm="operator", nonce="n1", {shown}'
        middle = f"n1:{said['nc']}:{said['cnonce']}:auth" if "qop" in said else "n1"
        right = digest(f"{digest('us:operator:secret')}:{middle}:{digest('REGISTER:' + said['uri'])}")
        return "200 OK" if said["response"] == right else "403 Forbidden"

    return answer


@pytest.mark.parametrize(
    ("code", "reached"),
    [(200, Reached.THERE), (405, Reached.THERE), (404, Reached.THERE), (501, Reached.THERE), (503, Reached.BUSY)],
    ids=str,
)
def test_without_a_name_it_is_known_whether_somebody_is_there(code: int, reached: Reached) -> None:
    with operator(lambda _: f"{code} x") as (address, asked):
        assert try_trunk(Trunk(address)) == Trial(reached, code)
    assert asked[0].startswith("OPTIONS ")


@pytest.mark.parametrize(
    ("code", "header", "fields"),
    [
        (401, "WWW-Authenticate", {"qop": "auth", "opaque": "o"}),
        (401, "www-authenticate", {"algorithm": "MD5"}),
        (407, "Proxy-Authenticate", {"algorithm": "SHA-256", "qop": "auth"}),
    ],
    ids=["md5-qop", "md5-old", "sha-256-proxy"],
)
def test_the_right_password_is_known_to_be_right_and_the_wrong_one_to_be_wrong(code: int, header: str, fields: dict[str, str]) -> None:
    with operator(challenge(code, header, **fields)) as (address, asked):
        assert try_trunk(Trunk(address, "us", "secret")) == Trial(Reached.KNOWN, 200)
        assert try_trunk(Trunk(address, "us", "wrong")) == Trial(Reached.WRONG_PASSWORD, 403)
    assert not any("secret" in request or "Contact:" in request for request in asked)


@pytest.mark.parametrize(
    ("answered", "reached"),
    [
        ("404 x", Reached.UNKNOWN_NAME),
        ("403 x", Reached.WRONG_PASSWORD),
        ("423 x", Reached.KNOWN),
        ("500 x", Reached.BUSY),
        ("501 x", Reached.STRANGE),
        ("302 x", Reached.STRANGE),
    ],
    ids=["404", "403", "423", "500", "501", "302"],
)
def test_each_refusal_has_its_meaning(answered: str, reached: Reached) -> None:
    with operator(lambda _: answered) as (address, _asked):
        assert try_trunk(Trunk(address, "us", "secret")).reached is reached


def test_an_operator_who_wants_an_unknown_proof_is_not_given_one() -> None:
    with operator(challenge(401, "WWW-Authenticate", algorithm="AKAv1-MD5")) as (address, asked):
        assert try_trunk(Trunk(address, "us", "secret")).reached is Reached.STRANGE
    assert len(asked) == 1


def test_a_lost_packet_is_sent_again() -> None:
    answers = iter([None, "200 OK"])
    with operator(lambda _: next(answers)) as (address, asked):
        assert try_trunk(Trunk(address)) == Trial(Reached.THERE, 200)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_an_answer_on_its_way_is_none_yet() -> None:
    with operator(lambda _: "100 Trying") as (address, _asked):
        assert try_trunk(Trunk(address)).reached is Reached.SILENT


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of 127.0.0.1, signed by itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "operator")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
    shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "operator.pem"
    file.write_bytes(key.private_bytes(*shape) + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def encrypted_operator(certificate: Path, said: str) -> Iterator[str]:
    """Answers the first request on each line, with an answer on its way first; an empty one hangs up."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    with suppress(ssl.SSLError), context.wrap_socket(door.accept()[0], server_side=True) as line:
                        via = re.search(r"^Via:.*$", line.recv(8_000).decode(), re.MULTILINE)
                        if said and via is not None:
                            head = f"\r\n{via[0].strip()}\r\nContent-Length: 0\r\n\r\n"
                            line.sendall(f"SIP/2.0 100 Trying{head}SIP/2.0 {said}{head}".encode())

        threading.Thread(target=serve, daemon=True).start()
        yield f"sip:127.0.0.1:{door.getsockname()[1]};transport=tls"


def test_an_operator_who_encrypts_is_tried_over_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with encrypted_operator(certificate, "200 OK") as address:
        assert try_trunk(Trunk(address)) == Trial(Reached.UNTRUSTED)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert try_trunk(Trunk(address)) == Trial(Reached.THERE, 200)
    with encrypted_operator(certificate, "") as address:
        assert try_trunk(Trunk(address)) == Trial(Reached.SILENT)
    with operator(lambda _: "200 OK") as (address, asked):
        assert try_trunk(Trunk(f"{address};transport=tls")) == Trial(Reached.SILENT)
    assert asked == []


def test_silence_a_closed_port_garbage_and_a_name_that_does_not_exist_are_told_apart_from_an_answer() -> None:
    with operator(lambda _: None) as (address, _):
        assert try_trunk(Trunk(address)).reached is Reached.SILENT
    assert try_trunk(Trunk(address)).reached is Reached.SILENT
    with operator(lambda _: "\0\0 garbage") as (address, _):
        assert try_trunk(Trunk(address)).reached is Reached.SILENT
    assert try_trunk(Trunk("sip:nothing.invalid:5060")).reached is Reached.NO_SUCH_NAME


def test_a_port_may_be_missing() -> None:
    assert (split("sip:sip.operator.example"), split("sip:10.0.0.1:5062")) == (("sip.operator.example", 5060), ("10.0.0.1", 5062))
