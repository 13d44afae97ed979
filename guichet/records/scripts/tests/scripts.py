"""A script for tests that names nothing outside itself, and its publication."""

from datetime import UTC, datetime

from msgspec.structs import replace

from guichet.decisions.dialogue.paths import find_reached
from guichet.decisions.dialogue.words import (
    Ask,
    Choose,
    End,
    Free,
    HandOver,
    Language,
    LookUp,
    Medium,
    Number,
    Option,
    RequestCallback,
    Script,
    SendLink,
    StepId,
    Steps,
    Texts,
    Wording,
)
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.scripts.actions import Details, Policy, create_script, publish, submit
from guichet.records.scripts.models import ScriptVersion

FRENCH = Language("fr")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def french(text: str) -> Texts:
    return {FRENCH: Wording(text=text)}


def make_document(**steps: Steps) -> Script:
    """Somebody asks about a payment. `steps` replace or add some, with `_` for `-`."""
    known: dict[str, Steps] = {
        "topic": Choose(
            name="topic",
            text=french("Que souhaitez-vous savoir ?"),
            options=(
                Option(name="date", text=french("La date de mon paiement"), next=StepId("rooms")),
                Option(name="help", text=french("Je suis sans ressources"), next=StepId("end"), vulnerable=True),
            ),
        ),
        "rooms": Ask(name="rooms", text=french("Combien de pièces ?"), kind=Number(most=20), next=StepId("end")),
        "end": End(text=french("Merci, bonne journée.")),
        "person": HandOver(text=french("Une personne vous répond, avec vos réponses.")),
    }
    given = {StepId(name.replace("_", "-")): step for name, step in {**known, **steps}.items()}
    return Script(languages=(FRENCH,), start=StepId("topic"), person=StepId("person"), steps=given)


def with_work(work: Steps) -> Script:
    """The question about rooms leads to this step; `failed` and `missing` lead to ends of their own, where it leads to them."""
    rooms = Ask(name="rooms", text=french("Combien de pièces ?"), kind=Number(most=20), next=StepId("work"))
    ends = {"failed": End(text=french("Cela n’a pas marché."), settled=False), "missing": End(text=french("Rien trouvé."), settled=False)}
    document = make_document(rooms=rooms, work=work, **ends)
    return replace(document, steps={name: document.steps[name] for name in document.steps if name in find_reached(document)})


LOOK_UP = LookUp(source="payments", arguments=("rooms",), found=StepId("end"), missing=StepId("missing"), failed=StepId("failed"))
LINK = SendLink(link="account", next=StepId("end"), failed=StepId("failed"))
CALLBACK = RequestCallback(done=StepId("end"), failed=StepId("failed"))


def with_callback() -> Script:
    """The number is asked for first."""
    number = Ask(name="telephone", text=french("À quel numéro ?"), kind=Free(), next=StepId("call"))
    rooms = Ask(name="rooms", text=french("Combien de pièces ?"), kind=Number(most=20), next=StepId("number"))
    failed = End(text=french("Cela n’a pas marché."), settled=False)
    return make_document(rooms=rooms, number=number, call=CALLBACK, failed=failed)


def make_writers(organisation: Organisation) -> tuple[Account, Account]:
    """Two administrators."""
    return factories.make_account(organisation, Role.ADMINISTRATOR), factories.make_account(organisation, Role.ADMINISTRATOR)


def publish_script(
    organisation: Organisation, reason_key: str, document: Script | None = None, policy: Policy | None = None
) -> ScriptVersion:
    details = Details("Mes paiements", tuple(Medium), {reason_key: policy or Policy()})
    version = create_script(organisation, "payments", details, Editing(None, NOW), document or make_document())
    return publish(submit(version, Editing(None, NOW)), Editing(None, NOW))


def say_otherwise(document: Script, text: str) -> Script:
    """Another wording of its end."""
    return replace(document, steps={**document.steps, StepId("end"): End(text=french(text))})
