"""What the page of a test call says: what was found, and what to do next."""

from django.utils.translation import gettext_lazy as _

from guichet.decisions.dialling.trial import Finding

FINDINGS = {
    Finding.ASKED: _("Asked for: the telephone process is about to call."),
    Finding.CALLING: _("Calling: nothing rings there yet."),
    Finding.RINGING: _("It rings. Pick up, listen, and press 1."),
    Finding.ANSWERED: _("It was answered. Listen, and press 1."),
    Finding.HEARD: _("It was answered, and sound arrives from there. Press 1 now."),
    Finding.WELL: _(
        "All is well: calls leave, sound goes both ways, and the key was received. To try calls that come in, call the number of this line"
        " from your telephone."
    ),
    Finding.NOBODY_CALLS: _(
        "Nobody made this call: the telephone process does not run. Whoever runs the machine looks whether GUICHET_SIP is set and what"
        " logs/voice.log says."
    ),
    Finding.LOST: _("The telephone process stopped in the middle of this call. Call again; if it happens again, look into logs/voice.log."),
    Finding.REFUSED: _("This call was not made."),
    Finding.MEDIA_AWAY: _(
        "The media engine (rtpengine) of this machine does not answer: no call has sound. Whoever runs it types “guichet doctor”."
    ),
    Finding.NO_VOICE: _(
        "It was answered, and nothing can speak on this machine. Whoever runs it types “guichet doctor --install telephone”."
    ),
    Finding.SILENT: _(
        "The server of this line does not answer our calls. Check its address and port, that the firewall lets UDP through in both"
        " directions, and that your operator or exchange knows this machine’s address."
    ),
    Finding.NO_SUCH_NAME: _("No machine has the name that this line gives as its server. Check how it is written."),
    Finding.NOT_LET_THROUGH: _(
        "The server refuses our calls. Check the user name and the password; then the number that this line shows, which your operator"
        " must allow; then that he knows this machine’s address."
    ),
    Finding.WRONG_NUMBER: _(
        "The server does not know the number as we write it: +33 and nine digits, or the digits of the exchange. Check the number; if it is"
        " right, ask your operator how numbers must be written, or have the exchange take them so."
    ),
    Finding.BUSY: _(
        "The number that was called is busy, switched off or has refused. The server let the call through: call again, or another number."
    ),
    Finding.NO_ANSWER: _("It rang, and nobody answered. The server let the call through: call again and pick up."),
    Finding.NO_CODEC: _(
        "Both sides have no sound in common. Have your operator or exchange allow G.711 A-law (PCMA) without encryption of media, and"
        " RFC 4733 events (telephone-event)."
    ),
    Finding.CANNOT_SERVE: _(
        "The server answers that it cannot make this call now. Try again in some minutes; then give your operator this code: the"
        " account may be blocked, or all its channels taken."
    ),
    Finding.STRANGE: _("The server answers something unexpected. Tell your operator or installer this code."),
    Finding.ONE_WAY: _(
        "It was answered, and no sound came from there. Open the ports of GUICHET_RTP in UDP in the firewall, in both directions, and check"
        " that the address in GUICHET_SIP is the one by which this machine is reached from there."
    ),
    Finding.HUNG_UP: _(
        "It was hung up before a key was received. Call again, listen to the end and press 1. If you had pressed it: have your operator or"
        " exchange send keys as RFC 4733 events (telephone-event)."
    ),
    Finding.NO_KEY: _(
        "Sound arrives from there, and no key was received. If you pressed 1: have your operator or exchange send keys as RFC 4733 events"
        " (telephone-event), not as tones in the sound."
    ),
}
"""By finding; what was refused by a rule is said in the words of the rule beside."""
