"""What time alone does to a contact: an offer, an asking or a wrap-up ends, a step is reached, a rest or a hold is over."""

from guichet.decisions.routing.asking import expire_asking
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.moves import close, enter_again, relax
from guichet.decisions.routing.offers import expire
from guichet.decisions.routing.words import ContactState


def wake(floor: Floor, contact: Contact) -> None:
    match contact.state:
        case ContactState.OFFERED:
            expire(floor, contact)
        case ContactState.ASKED:
            expire_asking(floor, contact)
        case ContactState.WRAPPING_UP:
            close(floor, contact, "wrap-up-expired")
        case ContactState.WAITING:
            _go_on_waiting(floor, contact)


def _go_on_waiting(floor: Floor, contact: Contact) -> None:
    rests = tuple(rest for rest in contact.rests if rest.until > floor.now)
    holds = tuple(hold for hold in contact.holds if hold.until > floor.now)
    if not contact.is_promised_for_later(floor.now):
        contact.not_before = None
    enter_again(floor, contact, rests, holds)
    if contact.reach_step(floor.now):
        relax(floor, contact)
