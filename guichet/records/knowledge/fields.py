"""A column of vectors (extension `vector`). Its values are read and written by hand-written statements."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class VectorField(models.Field):  # type: ignore[type-arg]
    """Of any length: models differ."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        return "vector"
