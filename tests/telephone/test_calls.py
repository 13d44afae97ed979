"""A citizen calls, somebody answers on his telephone, and whoever hangs up ends it for both."""

from guichet.channels.voice.tests.telephones import telephone, wait_for
from tests.telephone.conftest import Town, ask_back, await_callback, take_callback

CITIZEN_TONE, AWA_TONE, BENOIT_TONE = 1000, 440, 600


def test_a_caller_chooses_a_reason_and_speaks_with_somebody(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen, key="2")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE}, "the agent does not hear the caller")
        wait_for(lambda: citizen.heard() == {AWA_TONE}, "the caller does not hear the agent")
        [(reason,)] = town.ask(
            "select labels->>'fr' from directory_reason r join contacts_contact c on c.reason_id = r.id where c.channel = 'voice'"
            " and c.arrived_at >= %s",
            town.began,
        )
        assert reason == "Déclarer une naissance"
        awa.hang_up()
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "the caller is left on the line")
        assert town.contact() == ("voice", "wrapping_up")


def test_on_hold_neither_hears_the_other_and_the_caller_hears_music(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        [(leg,)] = town.ask("select id from calls_leg where side = 'agent' and ended_at is null")
        town.sign(leg, "hold")
        wait_for(lambda: town.states().get("agent") == "held", "nothing is held")
        wait_for(lambda: awa.heard() == set(), "the agent still hears the caller")
        wait_for(lambda: citizen.heard() and AWA_TONE not in citizen.heard(), "the caller hears no music")
        town.sign(leg, "resume")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another again")
        citizen.hang_up()
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "the agent is left on the line")


def test_a_telephone_that_does_not_answer_costs_the_caller_no_time(town: Town) -> None:
    """R5: whoever does not answer is unavailable, and the contact returns with its age."""
    with town.post_of("awa", AWA_TONE, answers=False), town.post_of("benoit", BENOIT_TONE) as benoit, town.caller() as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "offered"), "it is offered to nobody")
        [(arrived_at,)] = town.ask("select arrived_at from contacts_contact where arrived_at >= %s", town.began)
        [(contact,)] = town.ask("select id from contacts_contact where arrived_at >= %s", town.began)
        town.post("OfferAccepted", contact=str(contact), agent=town.find_agent("awa")[0])
        wait_for(lambda: town.contact() == ("voice", "waiting"), "it does not return", 40)
        town.be_present("benoit")
        wait_for(lambda: benoit.heard() == {CITIZEN_TONE} and citizen.heard() == {BENOIT_TONE}, "nobody else answers")
        assert town.ask("select arrived_at from contacts_contact where id = %s", contact) == [(arrived_at,)]
        assert town.ask("select presence, reason from contacts_presence where agent_id = %s", town.find_agent("awa")[0]) == [
            ("paused", "no-answer")
        ]
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "it goes on")


def test_a_caller_who_leaves_while_he_waits_is_withdrawn(town: Town) -> None:
    with town.caller() as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he still waits")
        assert town.states() == {"citizen": "ended"}


def test_a_caller_keeps_his_rank_and_is_called_back(town: Town) -> None:
    """R6, from the queue: 2, then 1 to confirm the number he calls from, then 1 for as soon as his turn comes."""
    with town.caller() as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        rank = town.rank()
        ask_back(citizen)
        wait_for(lambda: town.contact() == ("callback", "waiting"), "no callback is kept")
        assert town.rank() == rank
        assert town.ask("select number from contacts_callback order by contact_id desc limit 1") == [("+33612345678",)]
        wait_for(lambda: town.states() == {"citizen": "ended"}, "he is left on the line")


def test_a_caller_chooses_when_he_is_called_back(town: Town) -> None:
    with town.caller() as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        ask_back(citizen, later=True)
        wait_for(lambda: town.contact() == ("callback", "waiting"), "no callback is kept")
        kept = "select wanted_from > now() and wanted_until > wanted_from from contacts_callback order by contact_id desc limit 1"
        assert town.ask(kept) == [(True,)]
        wait_for(lambda: town.states() == {"citizen": "ended"}, "he is left on the line")


def test_a_callback_rings_the_agent_first_then_the_citizen(town: Town) -> None:
    with town.caller(CITIZEN_TONE, name="+33612345678", answers=True) as citizen:
        town.lead_out(citizen)
        contact = await_callback(town, citizen)
        with town.post_of("awa", AWA_TONE) as awa:
            take_callback(town, contact)
            wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
            citizen.hang_up()
            wait_for(lambda: town.contact() == ("callback", "wrapping_up"), "it goes on")
            wait_for(lambda: not town.ask("select 1 from calls_leg where ended_at is null"), "a leg is left")


def test_a_machine_that_answers_a_callback_is_hung_up_as_soon_as_the_agent_says_so(town: Town) -> None:
    with town.caller(CITIZEN_TONE, name="+33612345679", answers=True) as machine:
        town.lead_out(machine)
        contact = await_callback(town, machine)
        with town.post_of("awa", AWA_TONE) as awa:
            agent = take_callback(town, contact)
            wait_for(lambda: awa.heard() == {CITIZEN_TONE} and machine.heard() == {AWA_TONE}, "they do not hear one another")
            [(later,)] = town.ask("select (extract(epoch from now() + interval '1 hour') * 1000)::bigint")
            town.post("AttemptFailed", contact=contact, agent=agent, reason="voicemail", retry_at=later)
            wait_for(lambda: not town.ask("select 1 from calls_leg where ended_at is null"), "it is played music")
            assert town.contact() == ("callback", "waiting")


def test_a_closed_hour_is_said_and_the_call_ends(town: Town) -> None:
    """R17."""
    [(queue,)] = town.ask("select id from directory_queue")
    town.post("QueueClosed", queue=queue)
    try:
        with town.caller() as citizen:
            town.call(citizen)
            wait_for(lambda: town.contact() == ("voice", "turned_away"), "he is not turned away", 40)
            citizen.await_sound()
            wait_for(lambda: town.states() == {"citizen": "ended"}, "he is left on the line", 40)
    finally:
        town.post("QueueOpened", queue=queue)


def test_a_number_that_is_no_line_is_not_answered(town: Town) -> None:
    with town.caller() as citizen:
        citizen.dial("0199005555")
        wait_for(lambda: "404" in citizen.read_log(), "it is not refused")
        assert town.states() == {}


def test_somebody_with_a_wrong_password_does_not_register(town: Town) -> None:
    with town.post_of("awa", AWA_TONE), telephone(town.folder / "thief", town.edge, "awa", password="guess") as thief:
        wait_for(lambda: "401" in thief.read_log() or "403" in thief.read_log(), "it is not refused")
        assert "200 OK" not in thief.read_log()
    town.ask_edge("htable.flush", "tries")  # else her own telephone, which stands beside the thief's, would wait five minutes
