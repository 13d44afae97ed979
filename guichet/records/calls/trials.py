"""The first steps of a call to an operator or an exchange, to say what is wrong: is anybody there (OPTIONS), do they know us (REGISTER)?

REGISTER without a contact asks which ones are known and changes nothing (RFC 3261, 10.2.3). Nobody's telephone rings.
"""

import re
import socket
import ssl
from dataclasses import dataclass
from hashlib import md5, sha256
from secrets import token_hex

from guichet.records.calls.words import Reached

WAITS = (0.5, 1.0, 2.0)
"""Seconds until a request over UDP is repeated, and given up."""
TLS_SECONDS = 4.0
"""Until a machine that encrypts must have answered each time; nothing is lost on such a line."""
SIP_PORT, SIPS_PORT = 5060, 5061
ENCRYPTED = ";transport=tls"
"""At the end of the address of a trunk."""
LARGEST = 8_000
REGISTERS_NOBODY = frozenset({405, 501})
"""What a server answers to a REGISTER that it has no use for, now or later."""
STATUS = re.compile(r"^SIP/2\.0 (\d{3})", re.MULTILINE)
KNOWN = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,"]+))')
HASHES = {"MD5": md5, "SHA-256": sha256}


@dataclass(frozen=True, slots=True)
class Trunk:
    """Where calls leave: `address` as `sip:host:port`, or `sip:host:port;transport=tls`."""

    address: str
    username: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """:param code: what the other side answered last; 0: nothing."""

    reached: Reached
    code: int = 0


class _SilenceError(Exception):
    """Nobody answers."""


def try_trunk(trunk: Trunk) -> Trial:
    host, port = split(trunk.address)
    is_encrypted = trunk.address.endswith(ENCRYPTED)
    kind = socket.SOCK_STREAM if is_encrypted else socket.SOCK_DGRAM
    try:
        [(_family, _, _, _, found), *_others] = socket.getaddrinfo(host, port, socket.AF_INET, kind)
    except OSError:
        return Trial(Reached.NO_SUCH_NAME)
    address = str(found[0]), port
    there = f"{host}:{port}{ENCRYPTED if is_encrypted else ''}"
    try:
        with _reach_encrypted(host, address) if is_encrypted else _reach(address) as line:
            return _Caller(line, trunk, there).ask()
    except ssl.SSLCertVerificationError:
        return Trial(Reached.UNTRUSTED)
    except (_SilenceError, OSError):
        return Trial(Reached.SILENT)


def _reach(address: tuple[str, int]) -> socket.socket:
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.connect(address)
    return line


def _reach_encrypted(host: str, address: tuple[str, int]) -> ssl.SSLSocket:
    """:raises OSError: nobody is there, or he does not encrypt. :raises ssl.SSLCertVerificationError: he may be anybody."""
    line = socket.create_connection(address, TLS_SECONDS)
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise


def split(address: str) -> tuple[str, int]:
    """`sip:host:port`, where the port may be missing."""
    host, _, port = address.removesuffix(ENCRYPTED).removeprefix("sip:").partition(":")
    return host, int(port) if port.isdecimal() else SIPS_PORT if address.endswith(ENCRYPTED) else SIP_PORT


class _Caller:
    def __init__(self, line: socket.socket, trunk: Trunk, there: str) -> None:
        self.line = line
        self.trunk = trunk
        self.there = there
        self.is_encrypted = isinstance(line, ssl.SSLSocket)
        self.here = "{}:{}".format(*line.getsockname())
        self.call = token_hex(12)
        self.tag = token_hex(6)
        self.number = 0

    def ask(self) -> Trial:
        if not self.trunk.username:
            code, _ = self._send("OPTIONS")
            return Trial(Reached.BUSY if code >= 500 and code not in REGISTERS_NOBODY else Reached.THERE, code)
        code, answer = self._send("REGISTER")
        if code in (401, 407):
            challenge = _read_challenge(answer, code)
            if challenge.get("algorithm", "MD5").upper() not in HASHES:
                return Trial(Reached.STRANGE, code)
            code, _ = self._send("REGISTER", self._prove(challenge, code))
        return Trial(judge(code), code)

    def _send(self, method: str, proof: str = "") -> tuple[int, str]:
        """:raises _SilenceError: no final answer. :raises OSError: the other machine refuses the port."""
        self.number += 1
        branch = f"z9hG4bK{token_hex(8)}"
        user = f"{self.trunk.username}@" if self.trunk.username else "guichet@"
        lines = [
            f"{method} sip:{self.there} SIP/2.0",
            f"Via: SIP/2.0/{'TLS' if self.is_encrypted else 'UDP'} {self.here};branch={branch};rport",
            "Max-Forwards: 70",
            f"From: <sip:{user}{self.there}>;tag={self.tag}",
            f"To: <sip:{user}{self.there}>",
            f"Call-ID: {self.call}",
            f"CSeq: {self.number} {method}",
            *([proof] if proof else []),
            "User-Agent: Guichet",
            "Content-Length: 0",
        ]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        for seconds in (TLS_SECONDS,) if self.is_encrypted else WAITS:
            self.line.sendall(request)
            self.line.settimeout(seconds)
            try:
                while True:
                    answer = self.line.recv(LARGEST).decode("utf-8", "replace")
                    if not answer and self.is_encrypted:
                        raise _SilenceError  # it hung up
                    final = next((int(code) for code in STATUS.findall(answer) if int(code) >= 200), None)
                    if final is not None and branch in answer:
                        return final, answer
            except TimeoutError:
                continue
        raise _SilenceError

    def _prove(self, challenge: dict[str, str], code: int) -> str:
        """RFC 7616, which RFC 8760 brings to SIP."""
        name, password, uri = self.trunk.username, self.trunk.password, f"sip:{self.there}"
        make = HASHES[challenge.get("algorithm", "MD5").upper()]

        def digest(text: str) -> str:
            return make(text.encode()).hexdigest()

        realm, nonce, once = challenge.get("realm", ""), challenge.get("nonce", ""), token_hex(8)
        secret, asked = digest(f"{name}:{realm}:{password}"), digest(f"REGISTER:{uri}")
        has_quality = "auth" in challenge.get("qop", "").split(",")
        proof = digest(f"{secret}:{nonce}:00000001:{once}:auth:{asked}" if has_quality else f"{secret}:{nonce}:{asked}")
        fields = [f'username="{name}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{uri}"', f'response="{proof}"']
        fields += [f"algorithm={challenge['algorithm']}"] if "algorithm" in challenge else []
        fields += [f'opaque="{challenge["opaque"]}"'] if "opaque" in challenge else []
        fields += ["qop=auth", "nc=00000001", f'cnonce="{once}"'] if has_quality else []
        return f"{'Authorization' if code == 401 else 'Proxy-Authorization'}: Digest {', '.join(fields)}"


def _read_challenge(answer: str, code: int) -> dict[str, str]:
    header = "www-authenticate" if code == 401 else "proxy-authenticate"
    for line in answer.split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == header:
            return {key.lower(): quoted or bare for key, quoted, bare in KNOWN.findall(value)}
    return {}


def judge(code: int) -> Reached:
    """What a final answer to a REGISTER means."""
    if code < 300 or code == 423:
        return Reached.KNOWN
    if code in (401, 403, 407):
        return Reached.WRONG_PASSWORD
    if code == 404:
        return Reached.UNKNOWN_NAME
    return Reached.BUSY if code >= 500 and code not in REGISTERS_NOBODY else Reached.STRANGE
