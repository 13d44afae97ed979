"""Calls from addresses that nobody named: our edge refuses them, and says by which number they asked for us when it is asked."""

import socket
from pathlib import Path
from typing import Any

import msgspec

HERE = "strangers.sock"
PATIENCE = 2.0
LARGEST = 65_000
ASK = b'{"jsonrpc": "2.0", "method": "htable.dump", "params": ["strangers"], "id": 1}'
FORGET = b'{"jsonrpc": "2.0", "method": "htable.flush", "params": ["strangers"]}'


def read_strangers(edge: Path) -> list[tuple[str, str]]:
    """Those since it was last asked: from which address, and what was dialled. :raises OSError: the edge does not answer."""
    here = edge.with_name(HERE)
    here.unlink(missing_ok=True)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.bind(str(here))
            line.settimeout(PATIENCE)
            line.connect(str(edge))
            line.send(ASK)
            found = read_table(line.recv(LARGEST))
            if found:
                line.send(FORGET)
            return found
    finally:
        here.unlink(missing_ok=True)


def read_table(answer: bytes) -> list[tuple[str, str]]:
    """Whatever is missing or strange is left out."""
    try:
        told: Any = msgspec.json.decode(answer)
    except msgspec.DecodeError:
        return []
    entries = told.get("result") if isinstance(told, dict) else None
    slots = [slot for entry in _list(entries) if isinstance(entry, dict) for slot in _list(entry.get("slot"))]
    pairs = [(slot.get("name"), slot.get("value")) for slot in slots if isinstance(slot, dict)]
    return [(name, value) for name, value in pairs if isinstance(name, str) and isinstance(value, str)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
