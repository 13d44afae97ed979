"""The line of the demonstration: a number kept for fiction (Arcep, 01 99 00), with the reasons that callers have most often."""

from guichet.records.calls.models import Line
from guichet.records.directory.models import Organisation, Reason

NUMBER = "+33199001234"
MENU = ["payment-date", "file-progress", "housing-claim", "rsa-statement", "birth", "sign-in"]
ANY = "file-progress"
LANGUAGES = ["fr", "en"]


def is_loaded(organisation: Organisation) -> bool:
    return Line.objects.of(organisation.pk).exists()


def load(organisation: Organisation) -> Line:
    return Line.objects.create(
        organisation=organisation,
        number=NUMBER,
        label="Accueil",
        languages=LANGUAGES,
        reason=Reason.objects.of(organisation.pk).current().get(key=ANY),
        menu=MENU,
    )
