"""An operator who sends calls only to whoever has registered with him: he asks for a proof, and keeps contacts for as long as he says."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import md5, sha256
from uuid import uuid4

REALM = "operator"
ADDRESS = "127.0.0.7"
COPIED = ("via", "from", "to", "call-id", "cseq")
HASHES = {"MD5": md5, "SHA-256": sha256}


@dataclass
class Operator:
    """`accounts`: passwords by name. `granted`: seconds that he gives. `refusal`: what he answers instead of yes, when it is set.

    `contacts`: until when, by name and contact; `asked`: the proven requests, with the address from which each came; `all`: every one.
    """

    line: socket.socket
    accounts: dict[str, str]
    granted: int = 20
    code: int = 401
    algorithm: str = "MD5"
    refusal: str = ""
    nonces: set[str] = field(default_factory=set)
    contacts: dict[tuple[str, str], float] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, int]]] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    is_over: bool = False

    @property
    def trunk(self) -> str:
        return "sip:{}:{}".format(*self.line.getsockname())

    def find_contacts(self, name: str) -> list[str]:
        """Where this account is reached now."""
        return [contact for (owner, contact), until in list(self.contacts.items()) if owner == name and until > time.monotonic()]

    def serve(self) -> None:
        while not self.is_over:
            with suppress(TimeoutError):
                data, address = self.line.recvfrom(16_000)
                request = data.decode()
                self.all.append(request)
                lines = [f"SIP/2.0 {self._answer(request, address)}"]
                for name in COPIED:
                    lines += [f"{name}: {value}{';tag=op' if name == 'to' else ''}" for value in read_all(request, name)]
                self.line.sendto("\r\n".join([*lines, "Content-Length: 0", "", ""]).encode(), address)

    def _answer(self, request: str, address: tuple[str, int]) -> str:
        header, title = ("authorization", "WWW-Authenticate") if self.code == 401 else ("proxy-authorization", "Proxy-Authenticate")
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', "".join(read_all(request, header)).removeprefix("Digest ")))
        if given.get("nonce") not in self.nonces:
            nonce = uuid4().hex
            self.nonces.add(nonce)
            shown = f'Digest realm="{REALM}", nonce="{nonce}", algorithm={self.algorithm}, qop="auth"'
            return f"{self.code} Who\r\n{title}: {shown}"
        self.nonces.discard(given["nonce"])
        if not self._is_right(given, request):
            return "403 Forbidden"
        self.asked.append((request, address))
        return self.refusal or self._keep(given["username"], request)

    def _is_right(self, given: dict[str, str], request: str) -> bool:
        def digest(text: str) -> str:
            return HASHES[self.algorithm](text.encode()).hexdigest()

        name = given["username"]
        secret = digest(f"{name}:{REALM}:{self.accounts.get(name, uuid4().hex)}")
        uri = request.split(" ", 2)[1]
        proof = digest(f"{secret}:{given['nonce']}:{given['nc']}:{given['cnonce']}:auth:{digest(f'REGISTER:{uri}')}")
        return given["response"] == proof and given["uri"] == uri

    def _keep(self, name: str, request: str) -> str:
        [contact] = re.findall(r"<(.*?)>", read_all(request, "contact")[0])
        seconds = min(int(read_all(request, "expires")[0]), self.granted)
        self.contacts[name, contact] = time.monotonic() + seconds
        known = [f"Contact: <sip:somebody@192.0.2.9>;expires=3000, <{contact}>;expires={seconds}"] if seconds else []
        return "\r\n".join(["200 OK", *known])


def read_all(message: str, name: str) -> list[str]:
    return re.findall(rf"(?im)^{name}: *(.*?)\r?$", message)


@contextmanager
def operator(**accounts: str) -> Iterator[Operator]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((ADDRESS, 0))
        line.settimeout(0.1)
        made = Operator(line, accounts)
        thread = threading.Thread(target=made.serve)
        thread.start()
        try:
            yield made
        finally:
            made.is_over = True
            thread.join()
