"""The product's own public pages, read by HTTP as a citizen's browser reads them, for the nightly questions."""

import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from guichet.records.knowledge.proving import DoorsError

AGENT = "Guichet-Proof/1 (questions of the house itself)"
SECONDS = 15.0
PAUSE = 1.1
"""Between two pages: the doors allow an address one search a second, and citizens come first."""
LARGEST = 2_000_000


class HttpDoors:
    """`Doors` at an address like "http://127.0.0.1:8000". :param pause: seconds before each page."""

    def __init__(self, address: str, *, pause: float = PAUSE) -> None:
        self.address = urlsplit(address)
        self.pause = pause

    def read(self, path: str, language: str) -> str | None:
        time.sleep(self.pause)
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        connection = kind(self.address.netloc, timeout=SECONDS)
        headers = {"User-Agent": AGENT, "Accept-Language": language, "Cookie": f"guichet_language={language}", "Connection": "close"}
        try:
            connection.request("GET", path, headers=headers)
            answer: HTTPResponse = connection.getresponse()
            body = answer.read(LARGEST)
        except (OSError, HTTPException, ValueError) as error:
            raise DoorsError(f"{self.address.geturl()}: {error}") from error
        finally:
            connection.close()
        return body.decode(errors="replace") if answer.status == 200 else None
