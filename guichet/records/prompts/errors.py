"""What this room refuses, and what to do next."""

from django.utils.translation import gettext_lazy as _

from guichet.language.errors import SoundTrouble
from guichet.records.errors import OutsideError, RefusedError


class NoVoiceError(OutsideError):
    code = "no-voice"
    message = _("Nothing can speak here. Install a voice: `guichet doctor --install telephone`.")


class LexiconRefusedError(RefusedError):
    code = "lexicon-unreadable"
    message = _(
        "Line %(line)d of the words to say cannot be used. Write what is written, an equals sign, then what is said: ANTAI = antaï."
    )


class ChoiceMovedError(RefusedError):
    code = "voice-moved"
    message = _("Somebody else has changed the voice meanwhile. Look at it as it is now, then decide.")


class UnknownVoiceError(RefusedError):
    code = "voice-unknown"
    message = _("This voice is not installed any more. Choose another one.")


class NotSaidError(RefusedError):
    code = "prompt-not-said"
    message = _("This text is not said any more: it has changed meanwhile. Look at the list as it is now.")


class RecordingRefusedError(RefusedError):
    code = "recording-refused"
    message = _("This file cannot be used: %(reason)s")


REASONS = {
    SoundTrouble.NOT_A_SOUND: _("it is no WAV, MP3, Ogg or WebM sound, whatever its name says."),
    SoundTrouble.TOO_LARGE: _("it is larger than 10 MB."),
    SoundTrouble.TOO_LONG: _("it is longer than three minutes (ten for music)."),
    SoundTrouble.SILENT: _("nothing can be heard in it. Record it again, closer to the microphone."),
    SoundTrouble.TOO_HEAVY: _("reading it takes too long. Save it as an MP3 and try again."),
}
