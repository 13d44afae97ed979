"""Names in the order in which people look for them: É stands with E, and capitals with small letters."""

from django.db.models import F, Func, TextField
from django.db.models.functions import Lower

BY_NAME = Lower(Func(F("name"), function="unaccent", output_field=TextField()))
