"""Mentions: things that a text of ours names by their keys, as camp/99, so that a page can show them as links."""

import re

from pyoxigraph import NamedNode

from endpoint import titles
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.terms import Shown, show
from ontology import KINDS, THINGS

_KEY = re.compile(rf"(?<![\w/:.-])((?:{'|'.join(KINDS)})/\w+(?:-\w+)*)(?![\w/-])")


@once(512)
def find(desk: Desk, version: str, text: str) -> tuple[Shown, ...]:
    """Cut a text, once for each version, into words and the things that it names; what has no title stays as it is."""
    parts = _KEY.split(text)
    named = {key: NamedNode(THINGS + key) for key in parts[1::2]}
    words = titles.find(desk, named.values()) if named else {}
    return tuple(
        show(named[part], words) if at % 2 and named[part].value in words else Shown(part)
        for at, part in enumerate(parts)
        if part
    )
