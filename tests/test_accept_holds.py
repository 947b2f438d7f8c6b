"""Whatever an Accept header says, the choice is one of the offered or none, and keeps the laws of preference."""

from random import Random

from hypothesis import given
from hypothesis import strategies as some

from endpoint.formats import GRAPHS, HTML, ROWS, TRUTHS, TURTLE, WRITTEN, Format, choose, decide, named, pick
from endpoint.problems import Problem

offers = some.sampled_from([ROWS, TRUTHS, GRAPHS, (*ROWS, HTML), (*GRAPHS, HTML), (TURTLE,)])
ranges = some.sampled_from(
    [*(f.media_type for f in (*ROWS, *GRAPHS, HTML)), *(f.essence for f in (*ROWS, *GRAPHS, HTML)), "text/*", "*/*",
     "application/json", "application/xml", "image/png", "text/*;a=b", "TEXT/CSV", "*/csv", "text", ""]
)  # fmt: skip
weights = some.integers(0, 1000).map(lambda q: f";q={q / 1000}") | some.sampled_from(
    ["", ";q=", ";q=x", ";q=-1", ";q=2", ";q=NaN", ";q=1e9", ";q=0;q=1", ';a="b;q=0', ";;"]
)
wishes = some.builds(str.__add__, ranges, weights)
accepts = some.lists(wishes | some.text(max_size=5), max_size=12).map(",".join) | some.text()


@given(accepts, offers)
def test_any_accept_chooses_one_of_the_offered_or_none(accept: str, offered: tuple[Format, ...]) -> None:
    chosen = choose(accept, offered)
    assert chosen is None or chosen in offered
    assert choose(accept, offered) == chosen


plain = some.dictionaries(
    some.sampled_from([*(f.essence for f in (*ROWS, *GRAPHS, HTML)), "text/*", "application/*", "*/*", "image/png"]),
    some.integers(0, 1000),
    min_size=1,
)


def accept_of(qualities: dict[str, int]) -> str:
    return ", ".join(f"{essence};q={quality / 1000}" for essence, quality in qualities.items())


@given(plain, offers)
def test_what_is_excluded_is_never_chosen(qualities: dict[str, int], offered: tuple[Format, ...]) -> None:
    chosen = choose(accept_of(qualities), offered)
    assert chosen is None or qualities.get(chosen.essence) != 0
    assert choose(accept_of(dict.fromkeys(qualities, 0)), offered) is None


@given(plain, offers, some.randoms())
def test_the_order_of_wishes_means_nothing(
    qualities: dict[str, int], offered: tuple[Format, ...], chance: Random
) -> None:
    shuffled = list(qualities.items())
    chance.shuffle(shuffled)
    assert choose(accept_of(qualities), offered) == choose(accept_of(dict(shuffled)), offered)


@given(plain, offers)
def test_who_wants_the_chosen_even_more_gets_it(qualities: dict[str, int], offered: tuple[Format, ...]) -> None:
    chosen = choose(accept_of(qualities), offered)
    if chosen:
        assert choose(accept_of(qualities | {chosen.essence: 1000}), (chosen, *offered)) == chosen
        assert choose(accept_of(qualities), [chosen]) == chosen
        assert (
            choose(accept_of(qualities), [o for o in offered if o is chosen or o.essence not in qualities]) is not None
        )
    else:
        assert all(choose(accept_of(qualities), [offer]) is None for offer in offered)


@given(plain, offers)
def test_strangers_and_letters_change_nothing(qualities: dict[str, int], offered: tuple[Format, ...]) -> None:
    accept = accept_of(qualities)
    assert choose(accept, offered) == choose(accept.upper().replace(";Q=", ";q="), offered)
    assert choose(accept, offered) == choose(f"{accept}, x-strange/x-type;q=1, ,", offered)
    assert choose(accept, offered) == choose(accept.replace(",", " \t,\t ").replace(";", " ; "), offered)


def attempt(form: str, accept: str | None, wanted: str | None) -> Format | Problem:
    """Decide the format, or say why there is none."""
    try:
        return decide(form, accept, wanted)
    except Problem as problem:
        return problem


@given(some.sampled_from(sorted(WRITTEN)), some.none() | accepts, some.none() | some.text())
def test_a_format_is_decided_or_the_offer_is_told(form: str, accept: str | None, wanted: str | None) -> None:
    offered = (*WRITTEN[form], HTML)
    chosen = attempt(form, accept, wanted)
    if isinstance(chosen, Problem):
        assert chosen.status == 406
        assert chosen.members["offered"] == [offer.essence for offer in offered]
        assert (named(wanted, offered) if wanted is not None else choose(accept, offered)) is None
    else:
        assert chosen in offered
        assert wanted is None or named(wanted, offered) is chosen


@given(offers, some.sampled_from(["", " ", "; charset=utf-8"]))
def test_every_offer_can_be_named(offered: tuple[Format, ...], ending: str) -> None:
    for offer in offered:
        for name in (offer.name, offer.essence, offer.essence.upper(), offer.media_type):
            assert named(name + ending, offered) is offer
            assert pick("It", offered, "image/png", name) is offer
