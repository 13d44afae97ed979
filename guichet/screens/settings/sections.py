"""Each section of the directory as a page: its words, the fields of its form in a sensible order, and what its list shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guichet.records.directory.words import CommitmentClock, TerritoryKind
from guichet.screens.settings.controls.simple import Choice, Duration, Number, Pointer, Tick, Wordings, Words
from guichet.screens.settings.controls.tables import Capacities, Dates, Levels, Sites, Steps, Ticks, Week
from guichet.screens.settings.controls.words import Control, Said
from guichet.screens.settings.words import CHANNELS, HOLIDAYS, LANGUAGES, ZONES

NAME = _("Name")


@dataclass(frozen=True, slots=True)
class Section:
    """`columns` are the fields that its list shows beside the title. `empty` says what to do while there is none."""

    name: str
    title: Said
    one: Said
    add: Said
    purpose: Said
    empty: Said
    controls: Mapping[str, Control]
    columns: tuple[str, ...] = ()


REASONS = Section(
    name="reasons",
    title=_("Reasons"),
    one=_("Reason"),
    add=_("Add a reason"),
    purpose=_("Why people write or call. Each reason leads to a queue and says which skills answer it."),
    empty=_("Without a reason nobody can ask anything. Add the first one, or begin from a starter set."),
    controls={
        "label": Wordings(NAME, _("As people would say it: “Declare a birth”, not “Civil status”.")),
        "parent": Pointer(_("Under"), "reasons", _("A reason above this one, that holds several."), nothing=_("No other reason")),
        "queue": Pointer(
            _("Queue"), "queues", _("Where people wait who choose it."), nothing=_("That of the reason it stands under"), parent="parent"
        ),
        "skills": Levels(_("Skills that answer it"), _("Not needed"), _("Only agents who have all of them, at this level or above.")),
        "settled_at_distance": Tick(_("Can be settled at a distance"), _("Visits for it are then counted as avoidable."), usual=True),
    },
    columns=("queue", "skills"),
)
QUEUES = Section(
    name="queues",
    title=_("Queues"),
    one=_("Queue"),
    add=_("Add a queue"),
    purpose=_("How people wait: when it is open, what is promised, how long an agent rings."),
    empty=_("Without a queue nobody is answered. Add one; it needs opening hours and a commitment first."),
    controls={
        "label": Wordings(NAME),
        "calendar": Pointer(_("Opening hours"), "calendars"),
        "channels": Ticks(_("Channels"), _("How people may come into this queue."), choices=CHANNELS),
        "commitment": Pointer(_("Commitment"), "commitments", _("What is promised to those who wait here.")),
        "offer": Duration(_("Rings at an agent for"), _("Then it rings at the next one."), usual="20 s"),
        "wrap_up": Duration(_("Time to note how it ended"), _("After each contact, before the next one."), usual="1 min"),
        "most_waiting": Number(_("Most people waiting"), _("More are told at once that it is full. Empty: no limit."), _("people")),
        "priority_minutes": Number(
            _("Priority"),
            _("People here are served as if they had waited this much longer."),
            _("minutes"),
            least=-10_000,
            most=10_000,
            usual=0,
        ),
        "reserve_override": Duration(_("Deferred work ignores reserves after"), _("Empty: after the time of its commitment.")),
        "relaxation": Steps(
            _("What is let go with time"), _("The longer somebody waits, the more agents may answer. Language is never let go.")
        ),
    },
    columns=("calendar", "channels", "commitment"),
)
COMMITMENTS = Section(
    name="commitments",
    title=_("Commitments"),
    one=_("Commitment"),
    add=_("Add a commitment"),
    purpose=_("What you promise: how soon somebody answers."),
    empty=_("A queue needs a promise. Add one: “Somebody answers you within three minutes”."),
    controls={
        "label": Wordings(_("Promise"), _("As it is published.")),
        "delay": Duration(_("First answer within")),
        "clock": Choice(_("Time counts"), CommitmentClock.choices, usual=CommitmentClock.CONTINUOUS.value),
        "pauses_for_citizen": Tick(_("Time stands still while you wait for the person's answer")),
    },
    columns=("delay", "clock"),
)
AGENTS = Section(
    name="agents",
    title=_("Agents"),
    one=_("Agent"),
    add=_("Add an agent"),
    purpose=_("Who answers, and what each of them can do."),
    empty=_("Without an agent nobody is answered. Add the first one."),
    controls={
        "name": Words(_("First name and name")),
        "skills": Levels(_("Skills"), _("Does not have it"), _("1: begins, 3: confirmed, 5: expert.")),
        "capacity": Pointer(_("Capacity"), "capacities", _("How much at once.")),
        "team": Pointer(_("Team"), "teams", nothing=_("No team")),
        "site": Pointer(_("Site"), "sites", nothing=_("No site")),
        "territories": Ticks(_("Answers people of"), _("Nothing ticked: everywhere."), section="territories", nothing=_("Everywhere")),
    },
    columns=("skills", "capacity", "team"),
)
SKILLS = Section(
    name="skills",
    title=_("Skills"),
    one=_("Skill"),
    add=_("Add a skill"),
    purpose=_("What an agent can do, and the languages your agents speak."),
    empty=_("Skills send each request to somebody who can answer it. Add French first, then what you deal with."),
    controls={
        "label": Wordings(NAME),
        "language": Choice(
            _("Language"), LANGUAGES, _("A language is a skill: people are answered by somebody who speaks theirs."), is_quiet=True
        ),
    },
    columns=("language",),
)
TEAMS = Section(
    name="teams",
    title=_("Teams"),
    one=_("Team"),
    add=_("Add a team"),
    purpose=_("Agents who work together."),
    empty=_("No team yet. You can do without; supervision shows teams first."),
    controls={"name": Words(NAME)},
)
CAPACITIES = Section(
    name="capacities",
    title=_("Capacities"),
    one=_("Capacity"),
    add=_("Add a capacity"),
    purpose=_("How much an agent can have in hand at once, by channel and together."),
    empty=_("An agent needs a capacity. Add one: three chats at once is a good beginning."),
    controls={
        "label": Wordings(NAME, _("For instance: At a distance, Beginner, Counter.")),
        "units": Number(_("Units together"), _("What an agent can carry in all."), least=1, most=1000, usual=3),
        "channels": Capacities(_("By channel"), _("Most at once, and the units that one takes. Empty: this channel never rings.")),
    },
    columns=("units", "channels"),
)
CALENDARS = Section(
    name="calendars",
    title=_("Opening hours"),
    one=_("Opening hours"),
    add=_("Add opening hours"),
    purpose=_("When you are open, week by week, on public holidays and on special days."),
    empty=_("A queue needs opening hours. Add yours."),
    controls={
        "label": Wordings(NAME, _("For instance: Telephone, Town hall.")),
        "weekly": Week(_("Every week"), _("A day without hours is closed.")),
        "holidays": Choice(_("Closed on the public holidays of"), HOLIDAYS),
        "time_zone": Choice(_("Time of"), ZONES),
        "exceptions": Dates(_("Special days"), _("On these dates only these hours hold. Without hours: closed.")),
    },
    columns=("weekly", "holidays"),
)
SITES = Section(
    name="sites",
    title=_("Sites"),
    one=_("Site"),
    add=_("Add a site"),
    purpose=_("The places where you receive people."),
    empty=_("No site yet. Add the places where you receive people; each lies in a territory of kind “site”."),
    controls={
        "name": Words(NAME),
        "address": Words(_("Address"), most=300),
        "postal_code": Words(_("Postal code"), most=10),
        "city": Words(_("Town"), most=100),
        "telephone": Words(
            _("Telephone number installed there"),
            _("As +33123456789. Emergency services know by it where an agent of this site calls from."),
            most=20,
        ),
        "territory": Pointer(_("Territory"), "territories", _("One of kind “site”.")),
        "calendar": Pointer(_("Opening hours"), "calendars", nothing=_("None")),
    },
    columns=("city", "calendar"),
)
TERRITORIES = Section(
    name="territories",
    title=_("Territories"),
    one=_("Territory"),
    add=_("Add a territory"),
    purpose=_("Where people live: nation, region, département, site."),
    empty=_("No territory yet. Begin with the widest one that you serve."),
    controls={
        "name": Words(NAME),
        "kind": Choice(_("Kind"), [("", _("Choose…")), *TerritoryKind.choices]),
        "parent": Pointer(_("Lies in"), "territories", nothing=_("Nothing wider")),
        "code": Words(_("Official code"), _("INSEE, where there is one."), most=10),
    },
    columns=("kind", "code"),
)
PAUSES = Section(
    name="pauses",
    title=_("Pauses"),
    one=_("Pause"),
    add=_("Add a pause"),
    purpose=_("Why agents pause. They choose among these."),
    empty=_("Without any, agents cannot say why they pause. Add “Break” and “Training”."),
    controls={
        "label": Wordings(NAME),
        "longest_minutes": Number(_("Told to supervisors after"), _("Empty: never."), _("minutes"), least=1, most=1440),
    },
    columns=("longest_minutes",),
)
ASKINGS = Section(
    name="askings",
    title=_("What is asked for"),
    one=_("What is asked for"),
    add=_("Add something to ask for"),
    purpose=_("What agents ask people for while a request rests. Each has its time: when nobody has answered, the request comes back."),
    empty=_("Without any, agents cannot let a request rest while they wait for an answer. Add “Document to send” and “Detail to give”."),
    controls={
        "label": Wordings(NAME),
        "days": Number(_("Waited for at most"), _("The person reads this day."), _("days"), least=1, most=365, usual=15),
    },
    columns=("days",),
)
OUTCOMES = Section(
    name="outcomes",
    title=_("Outcomes"),
    one=_("Outcome"),
    add=_("Add an outcome"),
    purpose=_("How a contact ended. Agents choose one each time."),
    empty=_("Without any, agents cannot close a contact. Add “Settled” and “To be continued”."),
    controls={
        "label": Wordings(NAME),
        "resolved": Tick(_("The person need not come back for it"), usual=None),
    },
    columns=("resolved",),
)
RESERVES = Section(
    name="reserves",
    title=_("Reserves"),
    one=_("Reserve"),
    add=_("Add a reserve"),
    purpose=_("Agents kept free of letters and e-mails, for calls and chats that may come."),
    empty=_("No reserve: every free agent may be given letters and e-mails. That is right for most."),
    controls={
        "label": Wordings(NAME),
        "count": Number(_("Agents kept free"), least=1, most=10_000, usual=1),
        "skills": Levels(_("Agents with"), _("Not needed")),
        "territory": Pointer(_("Who cover"), "territories", nothing=_("Everywhere")),
    },
    columns=("count", "skills"),
)
ORGANISATION = Section(
    name="organisation",
    title=_("Your organisation"),
    one=_("Organisation"),
    add="",
    purpose=_("Its name, its main language and its time."),
    empty="",
    controls={
        "name": Words(NAME, _("As people know it: it stands at the head of every page."), "organization"),
        "language": Choice(_("Main language"), LANGUAGES[1:], usual="fr"),
        "time_zone": Choice(_("Time of"), ZONES, usual="Europe/Paris"),
    },
)
WIDGET = Section(
    name="organisation",
    title=_("Widget"),
    one=_("Widget"),
    add="",
    purpose=_("The button that opens a conversation from your own site."),
    empty="",
    controls={
        "widget_origins": Sites(
            _("Sites that may show it"),
            _("One address on each line, such as www.example.org. On any other site the button only opens a sentence that says so."),
        ),
    },
)

SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        REASONS, QUEUES, COMMITMENTS, CALENDARS, AGENTS, SKILLS, TEAMS, CAPACITIES, SITES, TERRITORIES, PAUSES, ASKINGS, OUTCOMES, RESERVES
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    title: Said
    sections: tuple[Section, ...]


GROUPS = (
    Group(_("What people ask"), (REASONS, QUEUES, COMMITMENTS)),
    Group(_("Who answers"), (AGENTS, SKILLS, TEAMS, CAPACITIES)),
    Group(_("When and where"), (CALENDARS, SITES, TERRITORIES)),
    Group(_("Every day"), (PAUSES, ASKINGS, OUTCOMES, RESERVES)),
)
