"""Networks that speak their documented protocol on this machine, and that hang, break off, refuse or repeat when they are told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Said = dict[str, Any]
WRITTEN_AT = int(time.time()) - 60
"""Seconds since 1970: what citizens say is a minute old, so that they may still be answered."""
TOKEN = "jeton-secret"
APP_SECRET = "secret-de-l-application"
NOT_FOUND = (404, {"error": "Record not found"})


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def read(self) -> Said:
        said: Said = json.loads(self.body)
        return said


Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


@dataclass
class Network:
    """What every network can do wrong. `faults` are taken one after the other: (status, body[, headers]), "cut" after the request was
    carried out and before its answer, "refuse" before, or "hang"."""

    address: str = ""
    faults: list[Any] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    streams: list[Any] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def stream(self, request: Request) -> bool:  # noqa: ARG002 - only Mastodon streams
        return False


class Handler(BaseHTTPRequestHandler):
    network: Network
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def serve(self) -> None:
        place = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, place.path, parse_qs(place.query), headers, body)
        with self.network.lock:
            self.network.requests.append(request)
            fault = self.network.faults.pop(0) if self.network.faults else None
        if fault == "refuse":
            self.close_connection = True
            self.connection.close()
            return
        if isinstance(fault, tuple):
            self.write(*fault)
            return
        if self.network.stream(request):
            self.run_stream()
            return
        answered = self.network.answer(request)
        if fault == "cut":
            self.close_connection = True
            self.connection.close()
        elif fault == "hang":
            time.sleep(2)
        else:
            self.write(*answered)

    def write(self, status: int, said: Any, headers: dict[str, str] | None = None) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def run_stream(self) -> None:
        """Server-sent events, for as long as the reader stays and the network wants."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        gate: Any = threading.Event()
        self.network.streams.append((self.wfile, gate))
        self.wfile.write(b":)\n\n")
        self.wfile.flush()
        gate.wait(20)

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def serving(network: Network) -> Iterator[Network]:
    """The network at a free port of this machine."""
    handler = type("Serving", (Handler,), {"network": network})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    network.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield network
    finally:
        for _, gate in network.streams:
            gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class FakeMastodon(Network):
    """An instance with one account of ours, its notifications, what it posted, and the keys that it remembers."""

    posted: dict[str, Said] = field(default_factory=dict)
    notifications: list[Said] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    scopes: list[str] = field(default_factory=lambda: ["read", "write"])
    most_characters: int = 500

    def mention(self, content: str, **changes: Any) -> Said:
        """Somebody mentions us: the notification, as the stream and the list give it."""
        number = str(1_000 + len(self.notifications))
        notification = make_mention(content, number, **changes)
        self.notifications.append(notification)
        return notification

    def push(self, notification: Said) -> None:
        """Tell it on every stream that is open."""
        line = json.dumps(notification)
        for writer, _ in self.streams:
            writer.write(f"event: notification\ndata: {line}\n\n".encode())
            writer.flush()

    def stream(self, request: Request) -> bool:
        return request.path == "/api/v1/streaming/user" and request.headers.get("authorization") == f"Bearer {TOKEN}"

    def answer(self, request: Request) -> Answer:
        if request.path == "/api/v2/instance":
            statuses = {"max_characters": self.most_characters, "characters_reserved_per_url": 23}
            return 200, {"domain": "social.example", "configuration": {"statuses": statuses, "urls": {"streaming": self.address}}}
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}
        match request.method, request.path:
            case "GET", "/api/v1/accounts/verify_credentials":
                return 200, {"id": "1", "username": "mairie", "acct": "mairie", "display_name": "Mairie"}
            case "GET", "/api/v1/apps/verify_credentials":
                return 200, {"name": "Guichet", "scopes": self.scopes}
            case "GET", "/api/v1/notifications":
                return 200, self.list_notifications(request)
            case "POST", "/api/v1/statuses":
                return self.post(request)
        return NOT_FOUND

    def list_notifications(self, request: Request) -> list[Said]:
        """The newest first; with `min_id` those that follow it at once."""
        most = int(request.query.get("limit", ["40"])[0])
        after = request.query.get("min_id", [""])[0]
        if after:
            later = [each for each in self.notifications if int(each["id"]) > int(after)]
            return list(reversed(later[:most]))
        return list(reversed(self.notifications[-most:]))

    def post(self, request: Request) -> Answer:
        asked, key = request.read(), request.headers["idempotency-key"]
        if key in self.posted:
            return 200, self.posted[key]
        if asked.get("in_reply_to_id") in self.deleted:
            return NOT_FOUND
        if len(asked["status"]) > 4 * self.most_characters:
            return 422, {"error": "Validation failed: Text character limit exceeded"}
        self.posted[key] = {"id": str(9_000 + len(self.posted)), **asked}
        return 200, self.posted[key]


def make_mention(content: str, number: str = "1", **changes: Any) -> Said:
    """A notification of a mention (docs.joinmastodon.org/entities/Notification)."""
    account = {"id": "77", "username": "zoe", "acct": "zoe@ailleurs.example", "display_name": "Zoé Petit", "bot": False}
    status = {
        "id": f"11{number}",
        "created_at": "2026-11-30T09:00:00.000Z",
        "in_reply_to_id": None,
        "visibility": "public",
        "spoiler_text": "",
        "content": f'<p><span class="h-card"><a href="https://social.example/@mairie" class="u-url mention">@<span>mairie</span></a></span>'
        f" {content}</p>",
        "media_attachments": [],
        "mentions": [{"id": "1", "username": "mairie", "acct": "mairie", "url": "https://social.example/@mairie"}],
        "account": account,
        **changes,
    }
    return {"id": number, "type": "mention", "created_at": "2026-11-30T09:00:01.000Z", "account": status["account"], "status": status}


@dataclass
class FakeGraph(Network):
    """Meta's Graph API with a number of WhatsApp (`42`) and a page of Messenger (`99`)."""

    sent: list[Said] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    on_sent: Callable[[Said], None] = lambda _said: None

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, graph_error(190, "Error validating access token")
        if request.method == "POST" and request.path == "/42/messages":
            said = request.read()
            reference = f"wamid.{len(self.sent)}"
            self.sent.append({**said, "id": reference})
            return 200, {"messaging_product": "whatsapp", "contacts": [{"wa_id": said["to"]}], "messages": [{"id": reference}]}
        if request.method == "POST" and request.path == "/99/messages":
            said = request.read()
            reference = f"m_{len(self.sent)}"
            self.sent.append({**said, "id": reference})
            return 200, {"recipient_id": said["recipient"]["id"], "message_id": reference}
        if request.path == "/42":
            return 200, {"id": "42", "display_phone_number": "+33 1 23 45 67 89", "verified_name": "Mairie"}
        if request.path == "/99":
            return 200, {"id": "99", "name": "Mairie de Ville"}
        if request.path.startswith("/file/"):
            return 200, self.media[request.path.removeprefix("/file/")]
        if (name := request.path[1:]) in self.media:
            return 200, {"url": f"{self.address}/file/{name}", "file_size": len(self.media[name]), "mime_type": "image/jpeg"}
        return 400, graph_error(100, "Unsupported get request", 33)


def graph_error(code: int, message: str = "", subcode: int | None = None) -> Said:
    more = {} if subcode is None else {"error_subcode": subcode}
    return {"error": {"message": message, "type": "OAuthException", "code": code, **more, "fbtrace_id": "A"}}


def write_whatsapp(*messages: Said, statuses: tuple[Said, ...] = (), number: str = "42") -> bytes:
    """A delivery of WhatsApp's webhook."""
    value: Said = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "33123456789", "phone_number_id": number}}
    if messages:
        value["contacts"] = [{"profile": {"name": "Zoé"}, "wa_id": "33612345678"}]
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    entry = {"id": "WABA", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def make_message(said: str = "Bonjour", reference: str = "wamid.IN1", **changes: Any) -> Said:
    return {"from": "33612345678", "id": reference, "timestamp": str(WRITTEN_AT), "type": "text", "text": {"body": said}, **changes}


def write_messenger(*events: Said, page: str = "99") -> bytes:
    return json.dumps({"object": "page", "entry": [{"id": page, "time": WRITTEN_AT * 1000, "messaging": list(events)}]}).encode()


def make_messaging(said: str = "Bonjour", reference: str = "m_IN1", **changes: Any) -> Said:
    message = {"mid": reference, "text": said, **changes}
    return {"sender": {"id": "555"}, "recipient": {"id": "99"}, "timestamp": WRITTEN_AT * 1000, "message": message}


@dataclass
class FakeBridge(Network):
    """What somebody writes in an hour: it takes each `webhook-id` once, and checks the signature as the documentation says."""

    secret: str = ""
    taken: dict[str, Said] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        import base64
        import hashlib
        import hmac

        identifier, timestamp = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{identifier}.{timestamp}.".encode() + request.body
        good = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(good, request.headers["webhook-signature"]):
            return 401, {"error": "signature"}
        if request.read()["type"] == "check":
            return 200, {"name": "Pont de Ville", "most_text": 300}
        self.taken.setdefault(identifier, request.read())
        return 200, {"id": f"bridge-{list(self.taken).index(identifier)}"}
