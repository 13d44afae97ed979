"""All tables at once for an empty database, from a record of what the migrations do; `make tables` takes the record again.

Django draws every model anew for each step of each migration: ten times what PostgreSQL itself needs, at the first start of every
installation. The record names the state of the migrations it was taken from, and serves no other: without it they run one by one.
"""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

RECORD = Path(__file__).with_name("tables.sql")
HEADING = "-- The tables of a new installation, recorded by `make tables` from the migrations of state {state}.\n"
QUESTION = "select"
"""How a statement begins that only asks. Those with parameters, which note the migrations and their kinds of rows, are not kept either."""


def make_at_once() -> bool:
    """Fill an empty database. Returns False, having done nothing, where there are tables or the record is of other migrations."""
    if connection.introspection.table_names() or not RECORD.exists():
        return False
    heading, _line, statements = RECORD.read_text().partition("\n")
    if f"{heading}\n" != HEADING.format(state=get_state()):
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statements)
        applied = MigrationLoader(None).graph.nodes
        MigrationRecorder.Migration.objects.bulk_create(MigrationRecorder.Migration(app=app, name=name) for app, name in applied)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return True


def record() -> str:
    """What all migrations do to an empty database, which is the one connected to."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], statement: Any, parameters: Any, many: bool, context: Any) -> Any:
        text = str(statement).strip()
        if not parameters and not text.lower().startswith(QUESTION):
            statements.append(f"{text.removesuffix(';')};\n")
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        call_command("migrate", interactive=False, verbosity=0)
    return HEADING.format(state=get_state()) + "".join(statements)


def get_state() -> str:
    """A digest of everything that shapes the tables: our migrations, and the versions of those of others."""
    digest = hashlib.sha256()
    for package in ("django", "procrastinate"):
        digest.update(f"{package} {version(package)}\n".encode())
    ours = [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("guichet.")]
    separation = Path(apps.get_app_config("directory").path).parent / "separation.py"
    for file in sorted({separation, *(file for path in ours for file in path.glob("migrations/*.py"))}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def main() -> None:
    from guichet.wiring.commands.house import enter_throw_away

    with enter_throw_away("tables", is_empty=True):
        RECORD.write_text(record())


if __name__ == "__main__":
    main()
