"""Nothing is dialled outside the allow-list or beyond a cap, however calls follow one another; emergency numbers always pass."""

from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import shortnumberinfo

from guichet.decisions.dialling.deciding import check_caps, decide, estimate_cost, find_full, list_uncounted
from guichet.decisions.dialling.emergency import BETWEEN, EMERGENCY, read_emergency
from guichet.decisions.dialling.words import USUAL_ZONES, Destination, Money, Prices, Rules, Spent, Tariff, Verdict, Zone

money = st.integers(0, 50_000).map(Money)
maybe = st.none() | money
digits = st.text("0123456789", min_size=5, max_size=14).map(lambda text: f"+{text}")
destinations = st.builds(Destination, digits, st.sampled_from(Zone), st.sampled_from(Tariff), st.booleans())
rules = st.builds(
    Rules,
    st.frozensets(st.sampled_from(Zone)),
    st.lists(st.text("0123456789", min_size=1, max_size=4).map(lambda text: f"+{text}"), max_size=3).map(tuple),
    st.frozensets(digits, max_size=2),
    st.builds(Prices, maybe, maybe, maybe),
    maybe,
    maybe,
)
spent = st.builds(Spent, money, money)


@given(st.sampled_from(sorted(EMERGENCY)), st.sampled_from(Zone), st.booleans(), digits, rules, spent)
def test_an_emergency_number_passes_every_rule(number: str, zone: Zone, dear: bool, caller: str, rules: Rules, spent: Spent) -> None:
    assert decide(Destination(number, zone, Tariff.ABROAD, dear), caller, rules, spent) is Verdict.ALLOWED


@given(destinations, digits, rules, spent)
def test_what_is_dialled_is_in_the_list_within_the_caps_and_shows_a_number_that_is_allowed(
    destination: Destination, caller: str, rules: Rules, spent: Spent
) -> None:
    if decide(destination, caller, rules, spent) is not Verdict.ALLOWED:
        return
    assert not destination.is_dear
    assert destination.zone is not Zone.NOWHERE
    assert destination.zone in rules.zones or any(destination.number.startswith(prefix) for prefix in rules.prefixes)
    assert not rules.callers or caller in rules.callers
    price = rules.prices.get(destination.tariff)
    assert not price or rules.day_cap is None or spent.day + price <= rules.day_cap
    assert not price or rules.month_cap is None or spent.month + price <= rules.month_cap


@given(st.lists(st.tuples(destinations, st.floats(0, 60)), max_size=30), rules)
def test_calls_of_a_minute_never_cost_more_than_the_cap(calls: list[tuple[Destination, float]], rules: Rules) -> None:
    total = Money(0)
    for destination, seconds in calls:
        if decide(destination, "+33199001234", rules, Spent(total, total)) is Verdict.ALLOWED:
            total = Money(total + estimate_cost(rules.prices.get(destination.tariff), seconds))
    for cap in (rules.day_cap, rules.month_cap):
        assert cap is None or total <= cap


@given(rules, spent, st.sampled_from(Tariff))
def test_a_full_cap_holds_back_all_that_is_counted_and_nothing_else(rules: Rules, spent: Spent, tariff: Tariff) -> None:
    price = rules.prices.get(tariff)
    if tariff in list_uncounted(rules):
        assert check_caps(price, rules, spent) is Verdict.ALLOWED
    elif find_full(rules, spent) is not Verdict.ALLOWED:
        assert check_caps(price, rules, spent) is not Verdict.ALLOWED


def test_by_default_france_overseas_and_europe_are_called_and_nothing_beyond() -> None:
    assert Rules().zones == USUAL_ZONES
    assert decide(Destination("+12025550123", Zone.ELSEWHERE, Tariff.ABROAD), "", Rules(), Spent()) is Verdict.OUT_OF_ZONE
    assert decide(Destination("+33145678901", Zone.FRANCE, Tariff.LANDLINE), "", Rules(), Spent()) is Verdict.ALLOWED


def test_a_minute_that_was_begun_counts_whole() -> None:
    assert [estimate_cost(Money(250), seconds) for seconds in (0, 1, 60, 61, 120)] == [250, 250, 250, 500, 500]


@given(st.sampled_from(sorted(EMERGENCY)), st.lists(st.sampled_from(BETWEEN), max_size=4), st.booleans())
def test_an_emergency_number_is_known_however_it_is_spaced_and_after_the_key_of_an_outside_line(
    number: str, gaps: list[str], outside: bool
) -> None:
    typed = "0" * outside + "".join(digit + (gaps[place] if place < len(gaps) else "") for place, digit in enumerate(number))
    assert read_emergency(typed) == number


@given(st.text("0123456789+", max_size=15))
def test_nothing_else_is_taken_for_one(typed: str) -> None:
    found = read_emergency(typed)
    assert found is None or typed in {found, f"0{found}"}


def test_all_that_a_list_of_others_calls_an_emergency_in_france_is_known() -> None:
    numbers = [str(number) for number in range(1, 10_000)]
    assert {number for number in numbers if shortnumberinfo.is_emergency_number(number, "FR")} <= EMERGENCY.keys()
