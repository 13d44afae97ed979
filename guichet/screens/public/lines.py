"""What was said in a conversation, for pages without scripts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.records.contacts.answering import find_judgement
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import GivenAnswer, MessageKind


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """`file` and `file_name` are empty for a message, and for a file that was erased. `has_helped`: what its citizen said of the answer."""

    author: str
    at: datetime
    text: str
    is_file: bool
    file: UUID | None
    file_name: str
    number: int
    answer: GivenAnswer | None
    has_helped: bool | None


def list_lines(contact: Contact) -> list[SpokenLine]:
    """Everything that its citizen may read; never an internal note."""
    files = {file.key: file for file in contact.files.all()}
    return [
        SpokenLine(
            author=message.author,
            at=message.created_at,
            text=message.text,
            is_file=message.kind == MessageKind.FILE,
            file=files[message.key].pk if message.key in files else None,
            file_name=files[message.key].name if message.key in files else "",
            number=message.number,
            answer=message.read_answer(),
            has_helped=find_judgement(contact.organisation_id, contact.pk, message.number) if message.answer else None,
        )
        for message in contact.messages.exclude(kind=MessageKind.NOTE).order_by("number")
    ]
