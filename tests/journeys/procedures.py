"""An online procedure of another administration: a form on another origin, with the help's one tag."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.journeys.conftest import House
from tests.journeys.sites import SLUG, Site, allow

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Demande d’aide au logement</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{ color-scheme: light dark; background: Canvas; color: CanvasText; }}
body {{ font: 18px/1.6 Georgia, serif; margin: 0 auto; max-width: 46rem; padding: 1rem; }}
label, input {{ display: block; font-size: 1rem; }} input {{ width: 100%; box-sizing: border-box; min-height: 44px; }}
button {{ color: #000 !important; background: hotpink !important; font: 9px monospace !important; min-height: 44px; }}</style></head>
<body><main><h1>Demande d’aide au logement</h1>
<form data-guichet-step="Vos ressources">
<p><label for="loyer">Montant du loyer</label><input id="loyer" name="loyer" data-guichet-field="Montant du loyer"></p>
<p><label for="nir">Numéro de sécurité sociale</label><input id="nir" name="nir"></p>
<p><button type="button" id="verifier">Vérifier</button></p>
</form></main>
<script>document.querySelector("#verifier").onclick = () => document.querySelector("#nir").setAttribute("aria-invalid", "true");</script>
<script src="{house}/help/{slug}.js" data-after="{after}" async></script></body></html>"""


@contextmanager
def open_procedure(house: House, *, after: float = 1) -> Iterator[Site]:
    """Serve its one page at every path, as long as the block. :param after: seconds of hesitation."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format(house=house.address, slug=SLUG, after=after).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    allow(house, site.origin)
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
