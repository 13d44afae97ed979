"""Which channels there are: kind -> the package of its folder. Nothing is imported here, because indirect imports count."""

KINDS: dict[str, str] = {
    "callback": "guichet.channels.callback",
    "chat": "guichet.channels.chat",
    "email": "guichet.channels.mail",
    "letter": "guichet.channels.letter",
    "message": "guichet.channels.message",
    "sms": "guichet.channels.sms",
    "social": "guichet.channels.social",
    "voice": "guichet.channels.voice",
}
