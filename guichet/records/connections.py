"""Where hand-written SQL and LISTEN find the database: the address of Django's own connection, role and test database included."""

from django.db import connections
from psycopg.conninfo import make_conninfo


def get_conninfo(alias: str = "default") -> str:
    """The libpq address under which this process works, for direct connections and pools of its own."""
    parameters = connections[alias].get_connection_params()
    return make_conninfo("", **{key: value for key, value in parameters.items() if isinstance(value, str)})
