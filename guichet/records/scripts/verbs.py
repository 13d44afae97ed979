"""What a script may have done: look up, send a link, ask for a callback, identify. A verb that fails says so, and the script goes on."""

from uuid import UUID, uuid5

from guichet.decisions.dialogue.inputs import WorkDone, WorkFailed
from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.words import Identify, LookUp, Medium, RequestCallback, SendLink
from guichet.decisions.routing.words import Channel, ContactState
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import Wish, ask_callback, to_instant, turn_into_callback
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import read_number
from guichet.records.errors import RefusedError
from guichet.records.scripts.handing_over import give_context
from guichet.records.scripts.models import ScriptLink
from guichet.records.scripts.proofs import check, give_proof, send
from guichet.records.scripts.runs import Run
from guichet.records.scripts.sources import look_up
from guichet.records.scripts.words import CALL_NUMBER, Part, Piece


def carry_out(run: Run, session: Session, arguments: dict[str, str]) -> WorkDone | WorkFailed:
    """Do what the present step waits for."""
    match run.script.get(session.step):
        case LookUp(source=source):
            return look_up(run.organisation.pk, source, arguments)
        case SendLink(link=link):
            return send_link(run, session, link)
        case RequestCallback():
            return request_callback(run, session)
        case Identify():
            code = arguments.get("code")
            return send(run, arguments.get("address", ""), session.language) if code is None else check(run, code)
        case _:
            return WorkFailed()


def send_link(run: Run, session: Session, key: str) -> WorkDone | WorkFailed:
    """Say the address where it can be read. A voice cannot."""
    link = ScriptLink.objects.of(run.organisation.pk).current().filter(key=key).first()
    if link is None or session.medium is Medium.VOICE:
        return WorkFailed()
    label = link.get_label(session.language)
    text = f"{label}\n{link.address}" if session.medium is Medium.SMS else label
    run.pieces.append(Piece(part=Part.LINK, text=text, address=link.address))
    return WorkDone()


def request_callback(run: Run, session: Session) -> WorkDone | WorkFailed:
    """Have the number called that was asked for, else the one that the medium knows; as soon as possible, at the rank of who began."""
    found = run.find_arrival(session)
    if found is None or Channel.CALLBACK not in found[1].channels:
        return WorkFailed()
    arrival, queue = found
    key = uuid5(run.row.pk, "callback")
    try:
        wish = Wish(read_number(session.list_values().get(CALL_NUMBER) or run.caller))
        if run.row.contact is not None and run.row.contact.state == ContactState.WAITING:
            turn_into_callback(run.row.contact, key, wish, run.now)
            contact = run.row.contact
        else:
            arrived_at = to_instant(run.row.created_at)
            opening = Opening(key=key, channel=Channel.CALLBACK, language=session.language, arrived_at=arrived_at)
            opened = ask_callback(opening, arrival, queue, wish, run.now)
            contact = Contact.objects.of(run.organisation.pk).get(pk=UUID(opened.contact))
    except RefusedError:
        return WorkFailed()
    run.row.callback = contact
    give_proof(run, contact)
    give_context(run, session, contact, None)
    return WorkDone()
