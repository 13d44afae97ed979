"""Other people's sites: pages on another origin that show the widget by its one tag.

They stand at 127.0.0.1 and the house at localhost: two sites for a browser, with all that it then keeps apart.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg

from guichet.wiring.postgres import get_address
from tests.journeys.conftest import House

SLUG = "allocations-du-val"
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{ color-scheme: light dark; background: Canvas; color: CanvasText; }}
body {{ font: 18px/1.6 Georgia, serif; margin: 0 auto; max-width: 46rem; padding: 2rem; }}
button {{ color: #000 !important; background: hotpink !important; font: 9px monospace !important; }}</style></head>
<body><main><h1>{title}</h1><p>Bienvenue sur le site de la commune de Valmont. La mairie est ouverte du lundi au samedi matin.</p>
<p><a href="/vie-pratique">Vie pratique</a> <a href="/">Accueil</a></p><button type="button">Un bouton du site</button></main>
<script src="{house}/widget/{slug}.js" async></script>
<noscript><nav><a href="{house}/o/{slug}/">Nous écrire</a></nav></noscript></body></html>"""


@dataclass
class Site:
    """A site with two pages. :param origin: as browsers name it."""

    origin: str
    language: str = "fr"
    direction: str = "ltr"


@contextmanager
def open_site(house: House, *, is_allowed: bool = True) -> Iterator[Site]:
    """Serve a site, as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            title = "Vie pratique" if self.path == "/vie-pratique" else "Commune de Valmont"
            page = PAGE.format(title=title, house=house.address, slug=SLUG, language=site.language, direction=site.direction)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if is_allowed:
        allow(house, site.origin)
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def allow(house: House, origin: str) -> None:
    """As an administrator does under Settings, Widget."""
    with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
        connection.execute("update directory_organisation set widget_origins = array_append(widget_origins, %s)", [origin])
