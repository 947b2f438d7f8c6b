"""What a reconciliation client sends becomes queries: JSON is read, and every fault is named with its place.

Reconciliation Service API 0.2, sections 4.1 (queries) and 7.5 (data extension).
"""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from endpoint.problems import Problem
from ontology import NAMESPACE, PREFIXES

QUERIES_MOST = 50
IDS_MOST = 200
_LISTED_MOST = 20  # types, properties, values
_CANDIDATES_MOST, _CANDIDATES = 50, 10
_STRICTNESS = ("any", "all", "should")


class Wish(NamedTuple):
    """A reconciliation query: a name, the IRIs of types, of which all or any are wanted, properties with values."""

    text: str
    types: tuple[str, ...]
    needs_all: bool
    most: int
    properties: tuple[tuple[NamedNode, tuple[str, ...]], ...]


class Column(NamedTuple):
    """A property to fetch: at most so many values a thing if not 0, of one language if any, with sources or without."""

    id: str
    iri: NamedNode
    most: int
    language: str
    has_sources: bool


def read_queries(text: str) -> dict[str, Wish]:
    """Read a batch of reconciliation queries; a Problem 400 names what is wrong, 413 is for too many."""
    batch = _record(_parse(text, "queries"), "queries")
    if len(batch) > QUERIES_MOST:
        raise Problem(413, f"A batch may have {QUERIES_MOST} queries, not {len(batch)}.", limit="batchSize")
    return {
        name: _wish(_record(query, f"queries.{name[:40]}"), f"queries.{name[:40]}") for name, query in batch.items()
    }


def _wish(query: dict[str, Any], place: str) -> Wish:
    if "query" not in query and not query.get("properties"):
        raise Problem(400, f"{place} needs a query, or properties.")
    most, strictness = query.get("limit", _CANDIDATES), query.get("type_strict", "should")
    if isinstance(most, bool) or not isinstance(most, int | float) or most < 1:
        raise Problem(400, f"{place}.limit must be a whole number from 1.")
    if strictness not in _STRICTNESS:
        raise Problem(400, f"{place}.type_strict must be one of {', '.join(_STRICTNESS)}.")
    types = query.get("type", [])
    properties = []
    for number, one in enumerate(_listed(query.get("properties", []), f"{place}.properties")):
        where = f"{place}.properties[{number}]"
        pair = _record(one, where)
        value = pair.get("v")
        values = [_value(v, f"{where}.v") for v in _listed(value if isinstance(value, list) else [value], f"{where}.v")]
        properties.append((expand(_text(pair.get("pid"), f"{where}.pid"), f"{where}.pid"), tuple(values)))
    return Wish(
        _text(query.get("query", ""), f"{place}.query"),
        tuple(
            expand(_text(one.get("id") if isinstance(one, dict) else one, f"{place}.type"), f"{place}.type").value
            for one in _listed(types if isinstance(types, list) else [types], f"{place}.type")
        ),
        strictness == "all",
        int(min(most, _CANDIDATES_MOST)),
        tuple(properties),
    )


def read_extension(text: str) -> tuple[list[str], list[Column]]:
    """Read a data extension query: the ids of things, and properties with their settings."""
    asked = _record(_parse(text, "extend"), "extend")
    ids = asked.get("ids")
    if not isinstance(ids, list):
        raise Problem(400, "extend.ids must be a list.")
    if len(ids) > IDS_MOST:
        raise Problem(413, f"A data extension may ask for {IDS_MOST} things, not {len(ids)}.", limit="ids")
    columns = []
    for number, one in enumerate(_listed(asked.get("properties"), "extend.properties")):
        place = f"extend.properties[{number}]"
        column = _record(one, place)
        name, settings = _text(column.get("id"), f"{place}.id"), _record(column.get("settings") or {}, place)
        most = str(settings.get("limit") or "0")
        if not (most.isascii() and most.isdigit() and len(most) < 10):
            raise Problem(400, f"{place}.settings.limit must be a whole number; 0 is no limit.")
        language = _text(settings.get("language") or "", f"{place}.settings.language")
        sources = settings.get("sources") in (True, "true", "on")
        columns.append(Column(name, expand(name, f"{place}.id"), int(most), language.lower(), sources))
    return list(dict.fromkeys(_text(one, "extend.ids") for one in ids)), columns


def expand(name: str, place: str) -> NamedNode:
    """Make the IRI that an id names: `gupvi:Camp`, `Camp`, or an IRI as it is."""
    prefix, colon, local = name.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else name if colon else NAMESPACE + name
    try:
        return NamedNode(iri if name else "")
    except ValueError:
        raise Problem(400, f"{place} is no id: give one that /reconcile/suggest proposes.") from None


def _parse(text: str, place: str) -> object:
    try:
        parsed: object = json.loads(text, parse_constant=_refuse)
        json.dumps(parsed, ensure_ascii=False).encode()  # halves of surrogate pairs are no text
    except RecursionError:
        raise Problem(400, f"{place} is nested too deeply.") from None
    except UnicodeEncodeError:
        raise Problem(400, f"{place} holds half a character (a lone surrogate).") from None
    except json.JSONDecodeError as error:
        words = f"{place} is no JSON: {error.msg}."
        raise Problem(400, words, line=error.lineno, column=error.colno) from None
    except ValueError:
        raise Problem(400, f"{place} holds a number that is none, or too long.") from None
    return parsed


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _record(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Problem(400, f"{place} must be an object.")
    return value


def _listed(value: object, place: str) -> Iterable[Any]:
    if not isinstance(value, list):
        raise Problem(400, f"{place} must be a list.")
    if len(value) > _LISTED_MOST:
        raise Problem(400, f"{place} may have {_LISTED_MOST} entries, not {len(value)}.")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise Problem(400, f"{place} must be a text.")
    return value


def _value(value: object, place: str) -> str:
    """Read a property value: a text, number or truth value, or the id of a thing."""
    if isinstance(value, dict):
        return _text(value.get("id"), f"{place}.id")
    if value is None or isinstance(value, list):
        raise Problem(400, f"{place} must be a text, a number, a truth value or a thing with an id.")
    return str(value).lower() if isinstance(value, bool) else str(value)
