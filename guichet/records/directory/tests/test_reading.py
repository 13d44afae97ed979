from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.routing.words import Channel
from guichet.records.directory.calendars import HOLIDAYS, Span
from guichet.records.directory.exchange import words
from guichet.records.directory.exchange.problems import MOST_KEPT, DirectoryFileError
from guichet.records.directory.exchange.reading import read_directory
from guichet.records.directory.exchange.writing import write_directory
from guichet.records.directory.tests.directories import directories

SMALL = """\
guichet: 1
organisation: {slug: deux-rives, name: Deux-Rives}
skills:
  french: {label: {fr: Français}, language: fr}
  housing: {label: {fr: Logement}}
commitments:
  chat: {label: {fr: Réponse en cinq minutes}, delay: 5 min}
calendars:
  office:
    label: {fr: Heures de bureau}
    time_zone: Europe/Paris
    holidays: metropole
    weekly: {monday: "08:30-12:00, 13:00-17:00"}
    exceptions: {2026-12-24: 08:30-12:00, 2026-12-31: closed}
territories:
  france: {kind: nation, name: France}
  meuse: {kind: departement, name: Meuse, parent: france, code: "055"}
  bar: {kind: site, name: Bar, parent: meuse}
sites:
  bar: {name: Bar, territory: bar, calendar: office}
capacities:
  usual: {label: {fr: Habituelle}, units: 3, channels: {chat: {most: 3, units: 1}}}
queues:
  housing:
    label: {fr: Logement}
    commitment: chat
    calendar: office
    channels: [chat]
    relaxation:
      - {after: 60 s, levels_lowered: 1}
reasons:
  housing: {label: {fr: Logement}, queue: housing, skills: {housing: 2}}
  move: {label: {fr: Déménagement}, parent: housing}
agents:
  claire: {name: Claire Martin, capacity: usual, site: bar, skills: {french: 5, housing: 3}, territories: [meuse]}
"""


def problems(text: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(DirectoryFileError) as caught, translation.override("en"):
        read_directory(text.encode() if isinstance(text, str) else text)
    return [(problem.line, problem.path, problem.message) for problem in caught.value.problems]


def one_problem(old: str, new: str) -> tuple[int, str, str]:
    assert SMALL.count(old) == 1, old
    [problem] = problems(SMALL.replace(old, new))
    return problem


def test_a_file_says_what_a_directory_holds() -> None:
    directory = read_directory(SMALL.encode())
    assert directory.calendars["office"].exceptions == {date(2026, 12, 24): (Span(510, 720),), date(2026, 12, 31): ()}
    assert directory.territories["meuse"].code == "055"
    assert directory.queues["housing"].relaxation == (words.RelaxationEntry(after=60, levels_lowered=1),)
    assert directory.agents["claire"].skills == {"french": 5, "housing": 3}
    assert directory.queues["housing"].offer == 20


@given(directories())
def test_what_is_written_is_read_back_as_the_same_directory(directory: words.Directory) -> None:
    text = write_directory(directory)
    again = read_directory(text.encode())
    assert again == directory
    assert list(again.reasons) == list(directory.reasons)
    assert write_directory(again) == text


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message"),
    [
        (
            "delay: 5 min",
            "delay: soon",
            7,
            "commitments.chat.delay",
            "“soon” is not a duration such as 20 s, 5 min, 2 h or 7 d, or is too long.",
        ),
        (
            "delay: 5 min",
            "delay: 9999 d",
            7,
            "commitments.chat.delay",
            "“9999 d” is not a duration such as 20 s, 5 min, 2 h or 7 d, or is too long.",
        ),
        ("housing: 2}", "housing: 6}", 32, "reasons.housing.skills.housing", "“6” is not a whole number from 1 to 5."),
        ("housing: 2}", "housing: two}", 32, "reasons.housing.skills.housing", "“two” is not a whole number from 1 to 5."),
        ("housing: 2}", "housing: ٢}", 32, "reasons.housing.skills.housing", "“٢” is not a whole number from 1 to 5."),
        (
            "[chat]",
            "[chat, pigeon]",
            28,
            "queues.housing.channels",
            "“pigeon” is not one of: voice, callback, video, chat, visit, email, sms, social, letter, message.",
        ),
        ("[chat]", "[chat, chat]", 28, "queues.housing.channels", "The same value is listed twice."),
        ("[chat]", "chat", 28, "queues.housing.channels", "A list is expected here."),
        (
            "time_zone: Europe/Paris",
            "time_zone: Europe/Lutece",
            11,
            "calendars.office.time_zone",
            "“Europe/Lutece” is not a time zone; write for instance Europe/Paris.",
        ),
        (
            '"08:30-12:00, 13:00-17:00"',
            '"08:30-12:00, 11:00-17:00"',
            13,
            "calendars.office.weekly.monday",
            "The hours “08:30-12:00, 11:00-17:00” overlap, touch or are not in order.",
        ),
        (
            '"08:30-12:00, 13:00-17:00"',
            "08:30-25:00",
            13,
            "calendars.office.weekly.monday",
            "“08:30-25:00” is not written as hours such as 08:30-12:00, 13:00-17:00, or closed.",
        ),
        ("2026-12-24", "2026-02-30", 14, "calendars.office.exceptions", "“2026-02-30” is not a date such as 2026-12-24."),
        (
            "monday:",
            "lundi:",
            13,
            "calendars.office.weekly",
            "“lundi” is not one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday.",
        ),
        ("units: 3,", "", 22, "capacities.usual", "“units” is missing."),
        ("units: 3,", "units: 3, colour: red,", 22, "capacities.usual", "“colour” is not known here."),
        (
            "name: Claire Martin",
            'name: "Claire\\0Martin"',
            35,
            "agents.claire.name",
            "“Claire�Martin” is empty, starts or ends with a space, or holds invisible characters.",
        ),
        (
            "name: Claire Martin",
            'name: "Claire \\u202eMartin"',
            35,
            "agents.claire.name",
            "“Claire �Martin” is empty, starts or ends with a space, or holds invisible characters.",
        ),
        ("name: Claire Martin", f"name: {'C' * 201}", 35, "agents.claire.name", f"“{'C' * 59}…” is longer than 200 characters."),
        ("  claire:", "  Claire:", 35, "agents.Claire", "“Claire” is not a key: up to 63 lower-case letters, digits and single hyphens."),
        (
            "parent: france,",
            "parent: bar,",
            17,
            "territories.meuse",
            "These entries are above one another in a circle: meuse > bar > meuse.",
        ),
        ("parent: meuse}", "parent: bar}", 18, "territories.bar", "These entries are above one another in a circle: bar > bar."),
        ("kind: departement", "kind: nation", 17, "territories.meuse", "A territory of kind nation cannot lie in one of kind nation."),
        ("territory: bar,", "territory: meuse,", 20, "sites.bar", "The territory of a site must be of kind site, and meuse is not."),
        ("queue: housing, ", "", 33, "reasons.move", "Neither this reason nor one above it has a queue: nobody would answer."),
        (
            "{label: {fr: Logement}}\n",
            "{label: {fr: Logement}, language: fr}\n",
            5,
            "skills.housing",
            "The language fr is a skill already: french.",
        ),
        (
            "{label: {fr: Habituelle}",
            "{label: {en: Usual}",
            22,
            "capacities.usual",
            "The label is not worded in the organisation's language, fr.",
        ),
        (
            "after: 60 s",
            "after: 0 s",
            24,
            "queues.housing",
            "The steps of relaxation must come one after the other, each later than the one before.",
        ),
        ("  claire: {", "  claire: [", 35, "", "This is not YAML: did not find expected ',' or ']'."),
        ("sites:\n", "places:\n", 19, "", "There is no section “places”."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(old: str, new: str, line: int, path: str, message: str) -> None:
    found = problems(SMALL.replace(old, new))
    assert (line, path, message) in found


def test_a_name_that_is_missing_is_said_once_with_everybody_who_uses_it() -> None:
    _, path, message = one_problem("  usual: {", "  other: {")
    assert (path, message) == ("agents.claire.capacity", "“usual” is not in the section capacities; it is used by agents.claire.capacity.")


def test_an_entry_that_cannot_be_read_is_not_said_to_be_missing_too() -> None:
    assert [path for _, path, _ in problems(SMALL.replace("units: 3,", ""))] == ["capacities.usual"]


def test_a_key_that_is_there_twice_is_said_with_the_line_of_the_first() -> None:
    text = SMALL.replace("  housing: {label: {fr: Logement}}\n", "  french: {label: {fr: Logement}}\n")
    assert (5, "french", "“french” is here twice; it stood on line 4 already.") in problems(text)


def test_problems_are_told_in_the_language_of_whoever_imports() -> None:
    with pytest.raises(DirectoryFileError) as caught, translation.override("en"):
        read_directory(SMALL.replace("5 min", "soon").encode())
    with translation.override("en"):
        assert str(caught.value) == "The file was not imported: 1 problem. Correct them and import it again."


def test_two_thousand_problems_are_counted_and_the_first_are_told_at_once() -> None:
    agents = "".join(
        f"  agent-{number}: {{name: Agent {number}, capacity: missing-{number}, skills: {{french: 9}}}}\n" for number in range(1000)
    )
    with pytest.raises(DirectoryFileError) as caught:
        read_directory((SMALL + agents).encode())
    assert caught.value.count == 2000
    assert len(caught.value.problems) == MOST_KEPT


HOSTILE: dict[str, Any] = {
    "an alias bomb": "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a]\n" for n in range(50)),
    "a merge of itself": "a: &a {<<: *a}",
    "a python tag": "a: !!python/object/apply:os.system [ls]",
    "a tag of YAML": "a: !!binary aGVsbG8=",
    "a thousand levels of lists": "[" * 1000 + "]" * 1000,
    "a hundred thousand open lists": "[" * 100_000,
    "a hundred thousand open mappings": "{a: " * 100_000,
    "a hundred thousand nested lines": "".join(" " * n + "a:\n" for n in range(2000)),
    "question marks": "? " * 100_000,
    "dashes": "- " * 100_000,
    "five megabytes": "a" * 5_000_000,
    "a million values": "[" + "1," * 1_000_000 + "]",
    "a NUL": "a: \0",
    "an escaped half of a character": 'guichet: "\\ud800"',
    "not UTF-8": b"a: \xff\xfe",
    "UTF-16": "a: b".encode("utf-16"),
    "nothing": "",
    "only a comment": "# nothing",
    "two documents": "a: 1\n---\nb: 2",
    "a bare word": "hello",
    "a list": "- a",
    "a list as a name": "{[a, b]: c}",
    "a section that is a list": "guichet: 1\norganisation: {slug: x, name: x}\nagents: [a]",
    "a tab": "a:\n\tb: 1",
    "an unknown format": "guichet: 2\norganisation: {slug: x, name: x}",
    "an unfinished quote": 'a: "b',
    "an unknown escape": 'a: "\\q"',
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_in_bounded_time(name: str) -> None:
    assert problems(HOSTILE[name])


@given(st.text(alphabet="ab:-[]{}&*!|>?,'\"#%@` \n\t\0é\ud800", max_size=60))
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    with pytest.raises(DirectoryFileError):
        read_directory(text.encode(errors="surrogatepass"))


def test_every_channel_and_territory_of_holidays_can_be_written() -> None:
    directory = read_directory(SMALL.encode())
    queue = replace(directory.queues["housing"], channels=tuple(sorted(channel.value for channel in Channel)))
    for territory in HOLIDAYS:
        calendar = replace(directory.calendars["office"], holidays=territory)
        changed = replace(directory, queues={"housing": queue}, calendars={"office": calendar})
        assert read_directory(write_directory(changed).encode()) == changed


@pytest.mark.parametrize(
    "origin",
    ["https://", "http://ville.example", "https://ville.example/", "https://ville.example/contact", "https://*.ville.example", "https://Ville.example",
     "https://user@ville.example", "https://ville.example:0", "javascript:alert(1)", "null", "https://-ville.example", "https://ville..example"],
)  # fmt: skip
def test_a_site_of_the_widget_is_an_origin_as_browsers_name_it(origin: str) -> None:
    old = "{slug: deux-rives, name: Deux-Rives}"
    [(line, path, message)] = problems(SMALL.replace(old, f'{{slug: deux-rives, name: Deux-Rives, widget_origins: ["{origin}"]}}'))
    assert (line, path) == (2, "organisation.widget_origins")
    assert message == f"“{origin}” is not the address of a site such as https://www.example.org, without a path."


def test_the_sites_of_the_widget_and_the_colours_are_read() -> None:
    origins = "['https://ville.example:8443', 'http://localhost:8000']"
    head = f"{{slug: deux-rives, name: Deux-Rives, widget_origins: {origins}, accent_light: '#0d5c63'}}"
    organisation = read_directory(SMALL.replace("{slug: deux-rives, name: Deux-Rives}", head).encode()).organisation
    assert organisation.widget_origins == ("http://localhost:8000", "https://ville.example:8443")
    assert organisation.accent_light == "#0d5c63"
