"""What the pages of the telephone say."""

from django.utils.translation import gettext_lazy as _

from guichet.records.calls.trials import REGISTERS_NOBODY
from guichet.records.calls.words import Reached

LANGUAGES = {"fr": _("French"), "en": _("English")}
"""In which the house can speak on the telephone."""
TRIALS = {
    Reached.THERE: _(
        "Somebody answers there. Without a name and password it cannot be known whether calls are let through: call a number."
    ),
    Reached.KNOWN: _("It works: the other side answers and knows this account."),
    Reached.NO_SUCH_NAME: _("No machine has this name. Check how the address of the trunk is written."),
    Reached.SILENT: _(
        "Nobody answers there. Check the address and the port, that the firewall lets UDP through in both directions, and that the other"
        " side expects calls from this machine’s address."
    ),
    Reached.UNTRUSTED: _(
        "Somebody answers there, but its certificate proves nothing: it is of another name, out of date, or signed by nobody that this"
        " machine knows. Check the name, and ask your operator who signs the certificate."
    ),
    Reached.WRONG_PASSWORD: _(
        "The other side answers and refuses the user name or the password. Type both again; some operators also want the calls to come"
        " from an address that they know."
    ),
    Reached.UNKNOWN_NAME: _("The other side answers and does not know this user name."),
    Reached.BUSY: _("The other side answers that it cannot serve anybody now. Try again in some minutes, then ask your operator."),
    Reached.STRANGE: _("The other side answers something unexpected. Give your operator the code of its answer."),
}
NO_REGISTRAR = _(
    "This server answers, but registers nobody. Untick “This server sends calls only to whoever has registered there” if it is ticked, and"
    " save. Whether it lets calls through is known by a test call alone: “Call me”."
)
GOOD = frozenset({Reached.THERE, Reached.KNOWN})


def say_trial(reached: Reached, code: int) -> str:
    """:param code: what the other side answered last; 0: nothing."""
    return str(NO_REGISTRAR if reached is Reached.STRANGE and code in REGISTERS_NOBODY else TRIALS[reached])
