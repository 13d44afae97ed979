"""What this room holds about people: what citizens said, and what was noted about it.

A contact leads to its citizen by one link, which is cut; what was said is emptied. The row stays: each contact is counted once (R7).
"""

from datetime import timedelta

from guichet.records.contacts import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

KEPT = timedelta(days=2 * 365)
"""As long as a decision that followed can be contested."""
NUMBER_KEPT = timedelta(days=90)
"""A number or an address given for one answer serves that answer; for this long one can still see why it was used."""
DRAFT_KEPT = timedelta(days=30)
"""Nobody sends after a month what he did not send before."""

declare(
    models.Contact,
    "id organisation key channel queue reason language written_in territory state agent offered_to offered_until arrived_at rank_at step"
    " into priority_minutes put_off_ms requirement first_answer_at ended_at closed_at wrap_up_until outcome why last_number seq",
    about="citizen_id",
    keep=KEPT,
    since="closed_at",
    citizen=Personal(PersonalClass.IDENTITY, None),
    citizen_name=Personal(PersonalClass.IDENTITY, ""),
)
declare(
    models.Message,
    "organisation contact number key author agent kind answer created_at",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    text=Personal(PersonalClass.CONTENT, ""),
)
declare(
    models.File,
    "organisation id contact key media_type size created_at",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    name=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.FilePart,
    "organisation file place",
    about="file__contact__citizen_id",
    keep=KEPT,
    since="file__contact__closed_at",
    content=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.Callback,
    "organisation contact wanted_from wanted_until attempts",
    about="contact__citizen_id",
    keep=NUMBER_KEPT,
    since="contact__closed_at",
    number=Personal(PersonalClass.ADDRESS, ""),
)
declare(
    models.ReplyAddress,
    "organisation contact site promised_at told_number",
    about="contact__citizen_id",
    keep=NUMBER_KEPT,
    since="contact__closed_at",
    email=Personal(PersonalClass.ADDRESS, ""),
    number=Personal(PersonalClass.ADDRESS, ""),
)
declare(models.AnswerChannel, "organisation id contact number channel agent")
declare(models.Asking, "organisation id contact agent reason since_number asked_at until due_at ended_at")
declare(
    models.WrapUp,
    "organisation contact agent reason outcome created_at",
    about="contact__citizen_id",
    keep=KEPT,
    since="created_at",
    note=Personal(PersonalClass.CONTENT, ""),
)
declare(
    models.Link,
    "organisation contact purpose created_at expires_at used_at",
    about="contact__citizen_id",
    keep=timedelta(0),
    since="expires_at",
    digest=Personal(PersonalClass.CONNECTION, Gone),
)
declare(
    models.Draft,
    "organisation agent contact kind screen updated_at",
    about="contact__citizen_id",
    keep=DRAFT_KEPT,
    since="updated_at",
    text=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.SearchEntry,
    "organisation contact agents",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    words=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.RealTimeText,
    "organisation contact opened_at code_until",
    about="contact__citizen_id",
    keep=NUMBER_KEPT,
    since="contact__closed_at",
    kind=Personal(PersonalClass.SENSITIVE, Gone),
    code=Personal(PersonalClass.CONNECTION, None),
)
declare(models.TakenLine, "organisation taken taken_number origin number")
declare(models.Snippet, "id organisation agent title text reason channel updated_at")
declare(models.SearchMark, "organisation seq")
declare(models.AgentPresence, "organisation agent presence reason since seq")
declare(models.Desk, "organisation agent seen_at")
declare(models.QueueState, "organisation queue is_open reason seq")
