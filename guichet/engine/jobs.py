"""What is done in the background: the effects of decisions, and the upkeep of the journal.

A job may be done twice (its worker died after the work and before saying so): each leaves the same behind the second time.
"""

import time
from collections.abc import Callable, Sequence

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from guichet.decisions.dialling.words import Verdict
from guichet.engine.connections import connect
from guichet.engine.doors import HttpDoors
from guichet.engine.effects import END_LINKS
from guichet.engine.forgetting import forget_expired, forget_sessions
from guichet.engine.process import list_organisations
from guichet.engine.proving import prove_answers
from guichet.engine.replica import make_snapshot
from guichet.language.engines.ocrmypdf import PaperReader
from guichet.language.errors import LanguageError
from guichet.records.calls import conversations, recordings
from guichet.records.calls.disk import sweep
from guichet.records.calls.spending import take_untold
from guichet.records.contacts import asking
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.searching import follow_journal
from guichet.records.contacts.tongues import recognise_some
from guichet.records.correspondence import answering
from guichet.records.correspondence.intake import take_in_late
from guichet.records.directory.models import Organisation
from guichet.records.faults import reach
from guichet.records.knowledge.actions import publish_due
from guichet.records.knowledge.meaning import embed_some, get_choice
from guichet.records.knowledge.proving import DoorsError
from guichet.records.letters.answering import prepare_answers
from guichet.records.letters.intake import has_waiting, read_waiting
from guichet.records.letters.mailed import take_mailed
from guichet.records.messaging import answering as messages
from guichet.records.messaging import intake as messages_in
from guichet.records.messaging import sending as messages_out
from guichet.records.messaging.calling import announce_calls
from guichet.records.notices import answers
from guichet.records.notices.caps import tell_cap
from guichet.records.prompts.making import make_some
from guichet.records.prompts.queries import UNUSED_SECONDS, forget_unused
from guichet.records.qualification.learning import find_embedder, learn_reasons, open_learner
from guichet.records.separation import set_organisation

JOURNAL_MONTHS = 13
"""A year to compare with, and the running month."""
KEY_DAYS = 30
"""A browser that comes back later than that starts anew; until then, posting again is known as a repeat."""
EMBEDDED_AT_ONCE = 20
"""Batches of articles of one organisation, before the next organisation has its turn."""
SILENT_WORKER_SECONDS = 60
"""A worker says that it lives every ten seconds; the jobs of one that fell silent are taken up by others."""

FINISH_LINKS = """
update contacts_link set expires_at = least(expires_at, now())
where organisation_id = %s and purpose = 'resume' and contact_id = any(%s::uuid[])
"""
log = structlog.get_logger(__name__)


def do_for_each(act: Callable[[int], object], trouble: str) -> None:
    """Do it for every organisation; one where it fails, which `trouble` says, does not keep the others from it."""
    for organisation_id in sorted(list_organisations()):
        try:
            act(organisation_id)
        except Exception:
            log.exception(trouble, organisation_id=organisation_id)


@app.task(name=END_LINKS)
def end_links(organisation_id: int, effects: Sequence[dict[str, str]]) -> None:
    """Close the doors through which a citizen could have resumed a conversation that is over; the written trace stays readable."""
    with connect("work", organisation_id) as connection:
        reach("work:before-commit")
        connection.execute(FINISH_LINKS, [organisation_id, [effect["contact_id"] for effect in effects]])
        reach("work:after-commit")


@app.periodic(cron="* * * * *")
@app.task(name="make_snapshots", queueing_lock="make_snapshots")
def make_snapshots(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Keep rebuilds short."""
    do_for_each(make_snapshot_of, "no snapshot could be made")


def make_snapshot_of(organisation_id: int) -> None:
    with connect("work", organisation_id) as connection:
        make_snapshot(connection, organisation_id)


@app.periodic(cron="* * * * *")
@app.task(name="gather_words", queueing_lock="gather_words")
def gather_words(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Let contacts be found by what was said in them since the last time."""
    do_for_each(gather_words_of, "the words of contacts could not be gathered")


def gather_words_of(organisation_id: int) -> None:
    while gather_some_words(organisation_id):
        pass


@transaction.atomic
def gather_some_words(organisation_id: int) -> bool:
    set_organisation(organisation_id)
    return follow_journal(organisation_id)


@app.periodic(cron="* * * * *")
@app.task(name="recognise_languages", queueing_lock="recognise_languages")
def recognise_languages(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Find the language of what was written and not looked at when it came, where there is an engine."""
    do_for_each(lambda organisation_id: recognise_some(organisation_id, to_instant(timezone.now())), "languages could not be recognised")


@app.periodic(cron="* * * * *")
@app.task(name="note_answers", queueing_lock="note_answers")
def note_answers(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Have contacts come back whose citizens have answered what they were asked."""
    do_for_each(note_some_answers, "answers to what was asked could not be noted")


@transaction.atomic
def note_some_answers(organisation_id: int) -> None:
    set_organisation(organisation_id)
    asking.note_answers(organisation_id, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="tell_answers", queueing_lock="tell_answers")
def tell_answers(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Write to those whose message was answered."""
    do_for_each(tell_some_answers, "nobody could be told of an answer")


@transaction.atomic
def tell_some_answers(organisation_id: int) -> int:
    set_organisation(organisation_id)
    return answers.tell_answers(organisation_id, timezone.now())


@app.periodic(cron="* * * * * */10")
@app.task(name="send_answers", queueing_lock="send_answers")
def send_answers(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Send by mail what agents wrote in contacts that are held by mail."""
    do_for_each(send_some_answers, "answers could not be sent")


@transaction.atomic
def send_some_answers(organisation_id: int) -> None:
    set_organisation(organisation_id)
    answering.send_answers(organisation_id, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="read_late_mails", queueing_lock="read_late_mails")
def read_late_mails(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Read what a process that died left unread, and say which answers did not go out."""
    do_for_each(read_late_mails_of, "late mails could not be read")


def read_late_mails_of(organisation_id: int) -> None:
    take_in_late(organisation_id, timezone.now())
    with transaction.atomic():
        set_organisation(organisation_id)
        answering.tell_troubles(organisation_id, timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(name="put_out_messages", queueing_lock="put_out_messages")
def put_out_messages(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Put out what agents wrote in contacts that are held in short messages, and that citizens are called in a moment."""
    do_for_each(put_out_some_messages, "messages could not be put out")
    do_for_each(announce_some_calls, "calls could not be announced")


@transaction.atomic
def put_out_some_messages(organisation_id: int) -> None:
    set_organisation(organisation_id)
    messages.send_answers(organisation_id, timezone.now())


@transaction.atomic
def announce_some_calls(organisation_id: int) -> None:
    set_organisation(organisation_id)
    announce_calls(organisation_id, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="read_late_messages", queueing_lock="read_late_messages")
def read_late_messages(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Read what a process that died left unread, end what waited too long, and settle what it had in hand."""
    do_for_each(read_late_messages_of, "late messages could not be read")


def read_late_messages_of(organisation_id: int) -> None:
    messages_in.take_in_late(organisation_id, timezone.now())
    messages_out.settle_lost(organisation_id, timezone.now())
    messages_out.wake(organisation_id, timezone.now())


@app.periodic(cron="* * * * * */10")
@app.task(name="read_letters", queueing_lock="read_letters", lock="read_letters")
def read_letters(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Read the scans that wait, one at a time: each takes a core for minutes."""
    do_for_each(read_letters_of, "scanned letters could not be read")


def read_letters_of(organisation_id: int) -> None:
    take_mailed(organisation_id, timezone.now())
    if not has_waiting(organisation_id, timezone.now()):
        return
    try:
        reader = PaperReader()
        reader.check(["fr"])
    except LanguageError as error:
        log.warning("scanned letters wait", organisation_id=organisation_id, code=error.code, reason=str(error))
        return
    read_waiting(organisation_id, reader, timezone.now)


@app.periodic(cron="* * * * * */10")
@app.task(name="prepare_letters", queueing_lock="prepare_letters")
def prepare_letters(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Lay out what agents answered in contacts that are held by letter."""
    do_for_each(prepare_letters_of, "answers could not be laid out")


@transaction.atomic
def prepare_letters_of(organisation_id: int) -> None:
    set_organisation(organisation_id)
    prepare_answers(organisation_id, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="publish_articles", queueing_lock="publish_articles")
def publish_articles(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Publish the versions of articles whose day has come, so that they are found by their words from then on."""
    do_for_each(publish_articles_of, "scheduled articles could not be published")


@transaction.atomic
def publish_articles_of(organisation_id: int) -> None:
    set_organisation(organisation_id)
    publish_due(organisation_id, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="embed_articles", queueing_lock="embed_articles")
def embed_articles(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Let articles be found by their meaning, where there is a model: some at a time, the rest a minute later."""
    choice = get_choice().get()
    if choice is None:
        return
    engine = choice.engine

    def embed(organisation_id: int) -> None:
        try:
            for _batch in range(EMBEDDED_AT_ONCE):
                if not embed_some(organisation_id, engine, timezone.now()):
                    break
        except LanguageError as error:
            log.warning("articles could not be embedded", organisation_id=organisation_id, code=error.code, reason=str(error))

    do_for_each(embed, "articles could not be embedded")


@app.periodic(cron="* * * * *")
@app.task(name="make_prompts", queueing_lock="make_prompts")
def make_prompts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Let callers hear what was published, in the organisation's voice; where there is no telephone, nobody calls."""
    if not settings.TELEPHONE:
        return

    def make(organisation_id: int) -> None:
        try:
            make_some(Organisation.objects.get(pk=organisation_id), timezone.now())
        except LanguageError as error:
            log.warning("prompts could not be made", organisation_id=organisation_id, code=error.code, reason=str(error))

    do_for_each(make, "prompts could not be made")
    forget_unused(time.time() - UNUSED_SECONDS)


@app.periodic(cron="* * * * * */10")
@app.task(name="keep_voice_messages", queueing_lock="keep_voice_messages", lock="keep_voice_messages")
def keep_voice_messages(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Make contacts of what callers said when nobody answered, and seal what was said with agents."""
    if settings.TELEPHONE:
        do_for_each(lambda each: recordings.keep_messages(each, timezone.now()), "messages of callers could not be kept")
        do_for_each(lambda each: conversations.keep_conversations(each, timezone.now()), "recorded conversations could not be kept")


@app.periodic(cron="19 * * * *")
@app.task(name="sweep_recordings", queueing_lock="sweep_recordings")
def sweep_recordings(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Nothing that was said stays on the disk for long."""
    rooms = (recordings, conversations)
    known = {call for organisation_id in list_organisations() for room in rooms for call in room.list_calls(organisation_id)}
    count = sweep(known, time.time())
    if count:
        log.warning("recordings that belonged to nobody were removed", count=count)


@app.periodic(cron="37 3 * * *")
@app.task(name="learn_reasons", queueing_lock="learn_reasons")
def learn_all_reasons(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Learn from what agents confirmed up to today which reason a text has."""
    with open_learner() as learner:

        def learn(organisation_id: int) -> None:
            try:
                learn_reasons(organisation_id, learner, find_embedder(), timezone.now())
            except LanguageError as error:
                log.warning("reasons were not learned", organisation_id=organisation_id, code=error.code)

        do_for_each(learn, "reasons could not be learned")


@app.periodic(cron="7 4 * * *")
@app.task(name="prove_answers", queueing_lock="prove_answers")
def prove_all_answers(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Ask the golden questions at our own doors, in the quiet of the night."""
    doors = HttpDoors(settings.DOORS_ADDRESS)

    def prove(organisation_id: int) -> None:
        try:
            wrong = sum(bool(faults) for _version, faults in prove_answers(organisation_id, doors))
            log.info("answers proved", organisation_id=organisation_id, wrong=wrong)
        except DoorsError as error:
            log.warning("the doors do not answer", organisation_id=organisation_id, reason=str(error))

    do_for_each(prove, "answers could not be proved")


@app.periodic(cron="* * * * *")
@app.task(name="tell_caps", queueing_lock="tell_caps")
def tell_caps(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Tell those who steer, once, that calls are held back because what they may cost is spent."""
    do_for_each(tell_cap_of, "nobody could be told of a cap")


@transaction.atomic
def tell_cap_of(organisation_id: int) -> int:
    set_organisation(organisation_id)
    verdict, ledger = take_untold(organisation_id, timezone.now())
    if verdict is Verdict.ALLOWED:
        return 0
    is_month = verdict is Verdict.MONTH_CAP
    first, spent = (ledger.month, ledger.spent.month) if is_month else (ledger.day, ledger.spent.day)
    return tell_cap(Organisation.objects.get(pk=organisation_id), first, spent, is_month=is_month)


@app.periodic(cron="23 3 * * *")
@app.task(name="keep_journal", queueing_lock="keep_journal")
def keep_journal(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Drop the months that are over, and forget old keys."""
    with connect("work") as connection:
        connection.execute("set statement_timeout = '10min'; set lock_timeout = '5s'")
        dropped = [row[0] for row in connection.execute("select journal_drop_months(%s)", [JOURNAL_MONTHS])]
        connection.execute("select journal_forget_keys(%s)", [KEY_DAYS])
    log.info("journal kept", dropped=dropped)


@app.periodic(cron="41 2 * * *")
@app.task(name="forget", queueing_lock="forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Forget what has outlived its use; an organisation where that fails does not keep the others from it."""
    forget_sessions()
    do_for_each(forget_expired_of, "nothing could be forgotten")


def forget_expired_of(organisation_id: int) -> None:
    log.info("forgotten", organisation_id=organisation_id, counts=forget_expired(organisation_id, timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate's signature
    """Give the jobs of workers that died to those that live."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_WORKER_SECONDS):
        log.warning("a job is retried: its worker fell silent", job_id=job.id, task=job.task_name)
        await manager.retry_job(job)
