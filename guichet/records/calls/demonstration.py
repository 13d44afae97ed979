"""The line of the demonstration: a number kept for fiction (Arcep, 01 99 00), with the reasons that callers have most often; and a relay
service that does not exist either, by which deaf people call."""

from guichet.records.calls.lines import list_steered
from guichet.records.calls.models import Line, RelayService
from guichet.records.calls.words import RelayKind
from guichet.records.directory.models import Organisation, Reason

NUMBER = "+33199001234"
DIALLED = "0199001234"
"""The same, as it is typed on a telephone."""
MENU = ["payment-date", "file-progress", "housing-claim", "rsa-statement", "birth", "sign-in"]
ANY = "file-progress"
LANGUAGES = ["fr", "en"]
RELAY = "Relais Signes"
RELAY_CALLS_FROM = ["+33199005001", "+33199005002"]
RELAY_NUMBER = "+33199005010"


def is_loaded(organisation: Organisation) -> bool:
    return Line.objects.of(organisation.pk).exists()


def is_called(organisation: Organisation) -> bool:
    """Whether calls come on it still."""
    return list_steered(organisation.pk).filter(number=NUMBER).exists()


def load(organisation: Organisation) -> Line:
    RelayService.objects.create(
        organisation=organisation,
        name=RELAY,
        kinds=[RelayKind.LSF, RelayKind.LPC, RelayKind.TRANSCRIPTION],
        address="https://relais.example",
        calls_from=RELAY_CALLS_FROM,
        number=RELAY_NUMBER,
    )
    return Line.objects.create(
        organisation=organisation,
        number=NUMBER,
        label="Accueil",
        languages=LANGUAGES,
        reason=Reason.objects.of(organisation.pk).current().get(key=ANY),
        menu=MENU,
    )
