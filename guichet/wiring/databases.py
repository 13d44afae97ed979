"""Which database an installation uses, and whether it can be used: the embedded server of its folder, or the one of `DATABASE_URL`."""

import os

import psycopg

from guichet.wiring.environment import env_secret
from guichet.wiring.folder import Folder
from guichet.wiring.language import gettext as _
from guichet.wiring.postgres import ensure_database, start_embedded

OLDEST = 150_000
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent", "vector")
NEEDS_SUPERUSER = """
select distinct name from pg_available_extension_versions
where name = any(%s) and superuser and not trusted and name not in (select extname from pg_extension)
  and not (select rolsuper from pg_roles where rolname = current_user)
order by name
"""
"""Extensions that are not there yet, and that whoever asks may not create."""
DATABASE = "guichet"


class DatabaseError(Exception):
    """The database cannot be used; the message says what it lacks."""

    code = "database-not-usable"


def is_external() -> bool:
    """Whether an administration brings its own PostgreSQL."""
    return env_secret("DATABASE_URL") is not None


def open_database(folder: Folder) -> str:
    """Start or reach the server, check what it must have, and return the owner's address, also put into the environment.


    :raises DatabaseError: the external server does not answer or lacks something.
    :raises PostgresError: the embedded one does not start.
    """
    external = env_secret("DATABASE_URL")
    if external:
        check(external)
        return external
    os.environ["DATABASE_URL"] = ensure_database(start_embedded(folder.postgres), DATABASE)
    return os.environ["DATABASE_URL"]


def check(address: str) -> None:
    """Refuse a server that is too old, or lacks an extension, with one sentence for everything that is missing."""
    try:
        with psycopg.connect(address, connect_timeout=5, autocommit=True) as connection:
            number = connection.info.server_version
            available = {row[0] for row in connection.execute("select name from pg_available_extensions")}
            reserved = [str(row[0]) for row in connection.execute(NEEDS_SUPERUSER, [list(EXTENSIONS)])]
    except psycopg.OperationalError as error:
        raise DatabaseError(_("PostgreSQL at DATABASE_URL does not answer: %(reason)s") % {"reason": str(error).strip()}) from None
    too_old = _("its version is %(version)s, 15 is the oldest that Guichet works with") % {"version": number // 10_000}
    lacks = [too_old] if number < OLDEST else []
    missing = [name for name in EXTENSIONS if name not in available]
    if missing:
        lacks.append(_("these extensions are not installed on the server: %(names)s") % {"names": ", ".join(missing)})
    if reserved:
        statement = " ".join(f"create extension {name};" for name in reserved)
        lacks.append(_("a superuser must first run there: %(statement)s") % {"statement": statement})
    if lacks:
        raise DatabaseError(_("PostgreSQL at DATABASE_URL cannot be used: %(lacks)s.") % {"lacks": "; ".join(lacks)})
