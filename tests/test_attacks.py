"""Every attack ends in an answer or a clear refusal, and nobody else notices it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from attacks import CASES, FAMILIES
from siege import dataset
from siege.campaign import Campaign
from siege.canary import Canary
from siege.live import Live
from siege.witness import Witness, ask

DEADLINE, READERS = 2, 8
ATTACKERS = READERS - 1
PATIENCE = DEADLINE + 4.0
ALL = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass(frozen=True)
class Outcome:
    """What a campaign left behind."""

    live: Live
    canary: Canary
    witness: Witness
    verdicts: dict[str, list[str]]
    quads: int


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """Run all cases that were selected, once, before the first of them is looked at."""
    folder = tmp_path_factory.mktemp("siege")
    (folder / "store").mkdir()
    quads = dataset.publish(folder / "store")
    selected = {item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")}
    cases = {name: case for name, case in CASES.items() if name in selected}
    live = Live(
        folder / "store",
        folder / "log.txt",
        deadline_seconds=DEADLINE,
        memory_mb=512,
        answer_mb=4,
        readers=READERS,
        queue_length=20,
        queue_seconds=DEADLINE,
        stall_seconds=3,
    )
    with Canary(folder) as canary, live:
        campaign = Campaign(live, canary, PATIENCE)
        with Witness(live, campaign.under_way) as witness:
            verdicts = campaign.run(cases, ATTACKERS)
        yield Outcome(live, canary, witness, verdicts, quads)


def test_there_are_attacks_of_every_kind() -> None:
    assert len(CASES) == sum(map(len, FAMILIES.values())) > 500
    assert all(FAMILIES.values())


@pytest.mark.parametrize("name", CASES)
def test_an_attack_ends_in_a_safe_answer(outcome: Outcome, name: str) -> None:
    assert outcome.verdicts[name] == []


def test_the_others_get_right_answers_all_the_while(outcome: Outcome) -> None:
    assert outcome.witness.faults == []
    assert outcome.witness.turned_away == 0
    assert len(outcome.witness.seconds) > 10
    assert outcome.witness.slowest() < DEADLINE


def test_the_server_never_had_to_be_started_again(outcome: Outcome) -> None:
    assert outcome.live.generation == 1
    assert outcome.live.process.poll() is None
    assert outcome.live.answers()


def test_the_server_called_nobody(outcome: Outcome) -> None:
    assert outcome.canary.knocks == 0


def test_the_data_are_as_they_were(outcome: Outcome) -> None:
    reply = ask(outcome.live.port, ALL)
    assert reply.status == 200
    assert f'"{outcome.quads}"'.encode() in reply.body
