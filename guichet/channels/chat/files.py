"""The citizen's doors for files: his own conversation's, both ways."""

import time

from starlette.types import Receive, Scope, Send

from guichet.channels.chat import settings as limits
from guichet.channels.chat.words import FileSent
from guichet.doors.answers import answer
from guichet.doors.limits import Buckets, Turnstile
from guichet.doors.machinery import get_address
from guichet.doors.passes import find_own
from guichet.doors.seats import check_origin
from guichet.doors.uploads import Stranger, hand_out, take_file
from guichet.records.contacts.words import Author

file_buckets = Buckets(limits.FILES_OF_A_CONTACT)
download_buckets = Buckets(limits.READS_OF_AN_ADDRESS)
arriving = Turnstile(limits.FILES_AT_ONCE)


async def send_file(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/files"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    file_buckets.take(contact, time.monotonic())
    with arriving.enter(contact):
        kept = await take_file(scope, receive, Stranger(organisation, contact, Author.CITIZEN))
    await answer(send, 201 if kept.is_new else 200, FileSent(number=kept.number, at=kept.at, attachment=kept.attachment))


async def get_file(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /chat/contacts/{contact}/files/{file}"""
    download_buckets.take(get_address(scope), time.monotonic())
    organisation, contact = await find_own(scope)
    await hand_out(scope, send, organisation, contact)
