"""Any directory that holds together, for property tests."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from guichet.decisions.routing.words import Channel
from guichet.records.directory.calendars import HOLIDAYS, Span
from guichet.records.directory.exchange import words

keys = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
texts = st.text(alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12) | st.sampled_from(
    [
        "null",
        "~",
        "true",
        "12",
        "0x1F",
        "1e3",
        "2026-01-01",
        "no",
        "- a",
        "a: b",
        "a #b",
        "&x",
        "*x",
        "!t",
        "{}",
        "'",
        '"',
        "a\u00a0!",
        "l’été",
    ]
)
labels = st.fixed_dictionaries({"fr": texts}, optional={"en": texts, "ar": texts})
seconds = st.sampled_from([1, 20, 59, 60, 90, 3_600, 7_200, 86_400, 604_800])
flags = st.booleans()
openings = st.lists(st.integers(0, 288), min_size=2, max_size=4, unique=True).map(
    lambda slots: tuple(Span(a * 5, b * 5) for a, b in zip(sorted(slots)[::2], sorted(slots)[1::2], strict=False))
)


def some(values: list[str], at_most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=at_most, unique=True) if values else st.just([])


def maybe(values: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values) if values else st.none()


def sections(names: list[str], build: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict.fromkeys(names, build))


@st.composite
def directories(draw: st.DrawFn) -> words.Directory:
    def names(least: int = 0) -> list[str]:
        return draw(st.lists(keys, min_size=least, max_size=3, unique=True))

    def build(kind: type[Any], **fields: Any) -> Any:
        return st.builds(kind, **fields)

    skills, commitments, calendars, capacities, queues = names(1), names(1), names(1), names(1), names(1)
    teams, reserves, pauses, outcomes, agents, reasons, areas, places = (names() for _ in range(8))
    levels = some(skills).flatmap(lambda chosen: st.fixed_dictionaries({skill: st.integers(1, 5) for skill in chosen}))
    territories = {f"n-{key}": words.TerritoryEntry(kind="nation", name=draw(texts)) for key in areas}
    for key in places:
        parent = draw(maybe(list(territories)))
        territories[f"s-{key}"] = words.TerritoryEntry(
            kind="site", name=draw(texts), parent=parent if (parent or "n").startswith("n") else None
        )
    site_territories = [key for key, entry in territories.items() if entry.kind == "site"]
    site_entry = build(
        words.SiteEntry,
        name=texts,
        territory=st.sampled_from(site_territories) if site_territories else st.nothing(),
        calendar=maybe(calendars),
        city=st.just("") | texts,
        telephone=st.sampled_from(["", "+33299001122"]),
    )
    sites = draw(sections(site_territories, site_entry))
    trees = {
        key: draw(
            build(
                words.ReasonEntry,
                label=labels,
                parent=maybe(reasons[:index]),
                queue=st.sampled_from(queues),
                settled_at_distance=flags,
                skills=levels,
            )
        )
        for index, key in enumerate(reasons)
    }
    relaxation = st.lists(st.integers(1, 9), max_size=3, unique=True).map(
        lambda afters: tuple(words.RelaxationEntry(after=after * 30, levels_lowered=1) for after in sorted(afters))
    )
    return words.Directory(
        organisation=words.OrganisationEntry(
            slug="deux-rives", name=draw(texts), time_zone=draw(st.sampled_from(["Europe/Paris", "Indian/Reunion"]))
        ),
        skills=draw(sections(skills, build(words.SkillEntry, label=labels))),
        commitments=draw(sections(commitments, build(words.CommitmentEntry, label=labels, delay=seconds, pauses_for_citizen=flags))),
        calendars=draw(
            sections(
                calendars,
                build(
                    words.CalendarEntry,
                    label=labels,
                    time_zone=st.sampled_from(["Europe/Paris", "America/Guadeloupe"]),
                    holidays=st.sampled_from(["", *HOLIDAYS]),
                    weekly=st.dictionaries(st.sampled_from(words.WEEKDAYS), openings, max_size=3),
                    exceptions=st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 1, 1)), openings | st.just(()), max_size=2),
                ),
            )
        ),
        territories=territories,
        sites=sites,
        teams=draw(sections(teams, build(words.TeamEntry, name=texts))),
        capacities=draw(
            sections(
                capacities,
                build(
                    words.CapacityEntry,
                    label=labels,
                    units=st.integers(1, 9),
                    channels=st.dictionaries(
                        st.sampled_from([channel.value for channel in Channel]),
                        build(words.ChannelEntry, most=st.integers(1, 5), units=st.integers(0, 5)),
                        max_size=3,
                    ),
                ),
            )
        ),
        queues=draw(
            sections(
                queues,
                build(
                    words.QueueEntry,
                    label=labels,
                    commitment=st.sampled_from(commitments),
                    calendar=st.sampled_from(calendars),
                    channels=st.lists(st.sampled_from([channel.value for channel in Channel]), max_size=3, unique=True)
                    .map(sorted)
                    .map(tuple),
                    offer=seconds,
                    priority_minutes=st.integers(-10, 10),
                    most_waiting=st.none() | st.integers(0, 99),
                    reserve_override=st.none() | seconds,
                    relaxation=relaxation,
                ),
            )
        ),
        reserves=draw(
            sections(
                reserves,
                build(words.ReserveEntry, label=labels, count=st.integers(1, 9), skills=levels, territory=maybe(list(territories))),
            )
        ),
        reasons=trees,
        pauses=draw(sections(pauses, build(words.PauseEntry, label=labels, longest_minutes=st.none() | st.integers(1, 99)))),
        outcomes=draw(sections(outcomes, build(words.OutcomeEntry, label=labels, resolved=flags))),
        agents=draw(
            sections(
                agents,
                build(
                    words.AgentEntry,
                    name=texts,
                    capacity=st.sampled_from(capacities),
                    site=maybe(list(sites)),
                    team=maybe(teams),
                    skills=levels,
                    territories=some(sorted(territories)).map(lambda chosen: tuple(sorted(chosen))),
                ),
            )
        ),
    )
