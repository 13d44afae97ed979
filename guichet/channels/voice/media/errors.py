"""What goes wrong with media."""

from guichet.records.errors import OutsideError


class MediaError(OutsideError):
    """rtpengine did not do what it was asked; `reason` is its own word."""

    code = "media-failed"

    def __init__(self, reason: str = "") -> None:
        super().__init__(permanent=False)
        self.reason = reason


class MediaAwayError(MediaError):
    """rtpengine does not answer."""

    code = "media-away"
