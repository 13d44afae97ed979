"""Why an input no longer fits what is: stable kebab-case codes, each shown with a sentence of its own.

A function that receives an input returns its refusal, or None when it was carried out. A refused input changes nothing.
"""

from enum import StrEnum


class Refusal(StrEnum):
    UNKNOWN_QUEUE = "unknown-queue"
    UNKNOWN_AGENT = "unknown-agent"
    UNKNOWN_CONTACT = "unknown-contact"
    ALREADY_ARRIVED = "already-arrived"
    ALREADY_ENDED = "already-ended"
    UNCHANGED = "unchanged"  # what is asked for is so already
    OFFER_GONE = "offer-gone"  # expired, withdrawn, or somebody else's
    NOT_WAITING = "not-waiting"  # somebody else is offered it or owns it
    NOT_OWNER = "not-owner"
    NOT_ANSWERED = "not-answered"  # there is no conversation to end yet
    CONVERSATION_OVER = "conversation-over"  # its owner is wrapping it up
    NOT_WRAPPING_UP = "not-wrapping-up"
    WRAP_UP_LIMIT = "wrap-up-limit"
    AGENT_OFFLINE = "agent-offline"
    AGENT_NOT_AVAILABLE = "agent-not-available"
    NOT_ABLE = "not-able"  # a skill, its level or the territory is missing
    NO_ROOM = "no-room"  # the channel or the combined capacity is full
    KEPT_FOR_ANOTHER = "kept-for-another"  # a named agent has it first
    RESERVED = "reserved"  # a reserve keeps this agent free of deferred work
    NOT_BEFORE = "not-before"  # a call promised for later
    NOT_A_CALLBACK = "not-a-callback"
    MERGED = "merged"  # it goes on in another contact
    NOT_MERGED = "not-merged"
    ASKED = "asked"  # the citizen is waited for: it is taken up again first
    NOT_ASKED = "not-asked"  # the citizen is not waited for, or was asked anew
    NOT_DEFERRED = "not-deferred"  # somebody waits in it for an answer at once
    QUEUE_CLOSED = "queue-closed"
    QUEUE_FULL = "queue-full"
