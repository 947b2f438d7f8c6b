"""Whoever reads the pages can see what they say: colours are tokens, and text stands out from its ground."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "web" / "static"
TOKENS = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
TEXTS = ("ink", "muted", "accent", "link", "good", "warn")
GROUNDS = ("paper", "panel", "tint")
PAIRS = [(text, ground, 4.5) for text in TEXTS for ground in GROUNDS]
PAIRS += [("on-accent", "accent", 4.5), ("ink", "mark", 4.5), ("accent", "mark", 4.5), ("edge", "panel", 3)]
PAIRS += [(f"data-{number}", ground, 3) for number in range(1, 7) for ground in GROUNDS]


def tokens() -> dict[str, tuple[str, str]]:
    sheet = (STATIC / "site.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in TOKENS.findall(sheet)}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, least: float) -> None:
    colours = tokens()
    for scheme in (0, 1):
        lighter, darker = sorted((luminance(colours[name][scheme]) for name in (text, ground)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= least, ("light", "dark")[scheme]


def test_colours_are_named_only_as_tokens() -> None:
    for sheet in STATIC.glob("*.css"):
        for line in sheet.read_text(encoding="utf-8").splitlines():
            is_token = re.match(r"\s+(--|:root)", line)
            assert is_token or not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", line), f"{sheet.name}: {line}"
