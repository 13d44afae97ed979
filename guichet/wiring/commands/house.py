"""How a command that needs the records gets them: the folder prepared, the database up, Django ready."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from guichet.wiring.databases import is_external, open_database
from guichet.wiring.folder import get_folder, prepare
from guichet.wiring.language import get_language
from guichet.wiring.postgres import get_pid, stop_embedded, throw_away_database


@contextmanager
def enter(*, as_owner: bool = False, up_to_date: bool = False, speaks: bool = True) -> Iterator[None]:
    """Work on the installation's own database. An embedded server that did not run before does not run after.

    :param up_to_date: bring the tables up to date first, for commands that may be the first on a new folder.
    :param speaks: what records say is in the language of the command line; a process that serves others chooses for each of them.
    """
    folder = get_folder()
    prepare(folder)
    lend = not is_external() and get_pid(folder.postgres) is None
    try:
        open_database(folder)
        if up_to_date:
            migrate_apart()
        set_up(as_owner=as_owner)
        if speaks:
            activate(get_language())
        yield
    finally:
        if lend:
            stop_embedded(folder.postgres)


@contextmanager
def enter_throw_away(purpose: str, *, is_empty: bool = False) -> Iterator[None]:
    """Work on a database without rows that is gone afterwards. :param is_empty: it has no tables either, and is worked on as its owner."""
    folder = get_folder()
    prepare(folder)
    lend = not is_external() and get_pid(folder.postgres) is None
    try:
        with throw_away_database(open_database(folder), purpose) as address:
            os.environ["DATABASE_URL"] = address
            if not is_empty:
                migrate_apart()
            set_up(as_owner=is_empty)
            yield
            close_connections()
    finally:
        if lend:
            stop_embedded(folder.postgres)


def set_up(*, as_owner: bool = False) -> None:
    """Make Django ready on the database that the environment names."""
    if as_owner:
        os.environ["GUICHET_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.wiring.settings")
    import django

    django.setup()


def activate(language: str) -> None:
    """Have records speak it from now on."""
    from django.utils import translation

    translation.activate(language)


def migrate_apart() -> None:
    """Migrate as the owner in a process of its own: this one works under the product's role."""
    from guichet.wiring.commands.serve import finish

    finish(["migrate", "--quiet"])


def close_connections() -> None:
    from django.db import connections

    connections.close_all()
