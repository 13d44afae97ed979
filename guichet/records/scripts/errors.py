"""What this room refuses, and what to do next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError

if TYPE_CHECKING:
    from guichet.records.scripts.models import ScriptVersion
    from guichet.records.scripts.problems import Trouble


class ScriptKeyTakenError(RefusedError):
    code = "script-key-taken"
    message = _("There is a script of this name already: “%(name)s”. Change that one, or choose another name.")


class VersionMovedError(RefusedError):
    code = "script-version-moved"
    message = _("Somebody else has done something with this version meanwhile. Look at it again, then decide.")


class ChangedMeanwhileError(RefusedError):
    """`current` is the version as it stands now."""

    code = "script-changed-meanwhile"
    message = _("Somebody else has changed this script while you were writing. Nothing is lost: compare both, then save yours or leave it.")

    def __init__(self, current: "ScriptVersion") -> None:
        super().__init__()
        self.current = current


class OwnScriptError(RefusedError):
    code = "own-script"
    message = _("You wrote part of this version: somebody else has to read it before it is published. Ask a colleague.")


class UnfitError(RefusedError):
    """`troubles` are all that block."""

    code = "script-unfit"
    message = _("It cannot be published yet: each problem stands beside its step, with what to do.")

    def __init__(self, troubles: "Sequence[Trouble]") -> None:
        super().__init__()
        self.troubles = tuple(troubles)


class NothingToUndoError(RefusedError):
    code = "nothing-to-undo"
    message = _("There is nothing to undo in this draft.")


class ReasonServedError(RefusedError):
    code = "reason-served"
    message = _("“%(reason)s” is served by the script “%(script)s” already. Take it away there first.")


class UnknownScriptReasonError(RefusedError):
    code = "script-reason-unknown"
    message = _("There is no reason “%(key)s”. Choose one of the list.")


class UnstorableScriptError(RefusedError):
    code = "script-unstorable"
    message = _("This text is too long, or holds characters that cannot be kept. Shorten or remove them and save again.")


class UnusableLinkError(RefusedError):
    code = "link-unusable"
    message = _("This is no address of a page. Write it whole, for example https://www.example.org/my-account.")


class LinkInUseError(RefusedError):
    code = "link-in-use"
    message = _("This link is sent by the script “%(script)s”. Take it out of its steps first.")


class NoScriptError(RefusedError):
    """Also for one that is switched off: the citizen is led to a person."""

    code = "no-script"
    message = _("No script answers here now. Choose to talk to somebody.")


class NoSuchSessionError(RefusedError):
    """Unknown, expired or of another organisation: which one is not said."""

    code = "no-such-session"
    message = _("This dialogue is over. Begin again, or choose to talk to somebody.")
