"""Contacts, what was said in them, and how they ended.

Who holds a contact and in which state it is are written by the engine alone (`projections.py`): a door that wants to change them posts
a fact. What people say is written by the doors themselves and never passes the engine.
"""

from guichet.records.contacts.models.answering import AnswerChannel
from guichet.records.contacts.models.askings import Asking
from guichet.records.contacts.models.callbacks import Callback
from guichet.records.contacts.models.contacts import Contact, Link, WrapUp
from guichet.records.contacts.models.messages import File, FilePart, Message
from guichet.records.contacts.models.replies import ReplyAddress
from guichet.records.contacts.models.searching import SearchEntry, SearchMark
from guichet.records.contacts.models.states import AgentPresence, Desk, QueueState
from guichet.records.contacts.models.taking import TakenLine
from guichet.records.contacts.models.texting import RealTimeText
from guichet.records.contacts.models.writing import Draft, Snippet

__all__ = [
    "AgentPresence",
    "AnswerChannel",
    "Asking",
    "Callback",
    "Contact",
    "Desk",
    "Draft",
    "File",
    "FilePart",
    "Link",
    "Message",
    "QueueState",
    "RealTimeText",
    "ReplyAddress",
    "SearchEntry",
    "SearchMark",
    "Snippet",
    "TakenLine",
    "WrapUp",
]
