"""What a watcher of the processes asks: alive, ready, and the figures.

`/healthz` says that the process answers; `/readyz` that it can do its work, PostgreSQL included. `/metrics` answers on loopback only:
a collector runs on the machine, or through a tunnel.
"""

import ipaddress

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    try:
        async with request.state.pool.connection(timeout=2) as connection:
            await connection.execute("select 1")
    except (OperationalError, PoolTimeout):
        return PlainTextResponse("PostgreSQL does not answer", status_code=503, headers={"Retry-After": "2"})
    return PlainTextResponse("ready")


async def metrics(request: Request) -> Response:
    if not is_loopback(request.client.host if request.client else "") or "x-forwarded-for" in request.headers:
        return PlainTextResponse("not found", status_code=404)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def is_loopback(host: str) -> bool:
    """Whether the address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
