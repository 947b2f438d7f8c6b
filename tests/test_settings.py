"""Settings come from flags and GUPVI_ variables alike; a mistake ends the start with one sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from endpoint.settings import Settings, read


def test_defaults_flags_and_variables() -> None:
    assert read({}, []) == Settings()
    assert read({"GUPVI_PORT": "81", "PATH": "/bin"}, []) == Settings(port=81)
    assert read({"GUPVI_PORT": "81"}, ["--port", "82", "--dataset", "a.ttl"]) == Settings(
        port=82, dataset=Path("a.ttl")
    )
    assert read({"GUPVI_DATASET": "", "GUPVI_HOST": ""}, []) == Settings()


def test_every_setting_is_a_flag_a_variable_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read({}, ["--help"])
    assert ended.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    for known in fields(Settings):
        words = known.metadata["help"]
        assert f"--{known.name.replace('_', '-')} " in text
        assert words in text
        assert not words.endswith(".")
        choices = known.metadata["choices"]
        value = choices[-1] if choices else "77" if isinstance(known.default, int) else "here"
        assert getattr(read({f"GUPVI_{known.name.upper()}": value}, []), known.name) in (77, value, Path("here"))


@pytest.mark.parametrize(
    ("environ", "arguments", "word"),
    [
        ({"GUPVI_PROT": "81"}, [], "GUPVI_PROT"),
        ({"GUPVI_PORT": "many"}, [], "many"),
        ({"GUPVI_PORT": "65536"}, [], "between 0 and 65535"),
        ({}, ["--page-rows", "0"], "at least 1"),
        ({}, ["--prot", "81"], "--prot"),
        ({}, ["--por", "81"], "--por"),
        ({}, ["file.ttl"], "file.ttl"),
    ],
)
def test_a_mistake_ends_the_start_with_one_sentence(
    environ: dict[str, str], arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read(environ, arguments)
    assert ended.value.code == 2
    message = capsys.readouterr().err
    assert word in message
    assert message.count("\n") == 1


def test_a_program_may_not_set_nonsense_either() -> None:
    with pytest.raises(ValueError, match="threads is 0; it must be at least 1"):
        Settings(threads=0)


def test_what_the_platform_cannot_do_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="store_mode is 'memory', which readers share only when they are forked"):
        Settings(start="spawn", store_mode="memory")
    monkeypatch.setattr("endpoint.settings.CAN_FORK", False)
    assert not Settings().forks
    with pytest.raises(ValueError, match="start is 'fork', which this platform cannot"):
        Settings(start="fork")
