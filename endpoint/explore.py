"""The page /explore: from thing to thing, counted before it is opened; and what is on screen as Turtle."""

from flask import Request, Response, render_template
from pyoxigraph import Literal, NamedNode, Triple

from endpoint import (
    addresses,
    dates,
    labels,
    outlook,
    prologue,
    reading,
    responses,
    scene,
    sources,
    things,
    titles,
    writing,
)
from endpoint.desk import Desk
from endpoint.formats import TURTLE
from endpoint.outlook import Outlook
from endpoint.problems import Problem
from endpoint.settings import Settings
from endpoint.terms import show
from ontology import BASE, LICENCE, THINGS, name_layer

_STARTS = (
    "camp/99",
    "directorate/gupvi",
    "division/tudor-vladimirescu",
    "act/nkvd-order-0308",
    "person/friedrich-paulus",
    "place/karaganda-oblast",
)
_NAMED = """CONSTRUCT { ?node a ?class ; skos:prefLabel ?name } { VALUES ?node { %s }
  { ?node a ?class } UNION { ?node skos:prefLabel ?name } }"""
_EVIDENCE = """CONSTRUCT { ?node ?property ?value } { VALUES ?claim { %s }
  { ?claim ?property ?value BIND(?claim AS ?node) } UNION { ?claim gupvi:evidence ?node . ?node ?property ?value } }"""


def respond(desk: Desk, settings: Settings, request: Request) -> str:
    """Show what is asked to be on screen; without a thing, where to start."""
    asked = _read(desk, settings, request)
    if not asked.things:
        names = [NamedNode(THINGS + key) for key in _STARTS]
        words = titles.find(desk, names)
        starts = [(key, show(name, words)) for key, name in zip(_STARTS, names, strict=True) if name.value in words]
        return render_template("explore.html", outlook=asked, starts=starts)
    return render_template(
        "explore.html",
        outlook=asked,
        scene=scene.build(desk, asked),
        families=scene.FAMILIES,
        kinds=[kind for _, kinds in scene.FAMILIES for kind in kinds] + ["concept", "source", "claim"],
        layers=[(name_layer(name), words) for name, words in things.LAYERS.items()],
        sources=sources.read(desk, desk.edition.version),
        step=outlook.STEP,
        say=dates.say,
    )


def write(desk: Desk, settings: Settings, request: Request) -> Response:
    """Send the triples on screen with names and classes; with `evidence=yes` the claims behind them too."""
    asked = _read(desk, settings, request)
    if not asked.things:
        raise Problem(400, "Name a thing to start from, such as thing=camp/99.")
    found = scene.build(desk, asked)
    query = asked.query + ("&evidence=yes" if request.args.get("evidence") == "yes" else "")
    here = NamedNode(f"{addresses.base(settings, request)}explore.ttl?{query}")
    about = (
        ("rdf:type", writing.term("foaf:Document")),
        ("void:inDataset", NamedNode(f"{BASE}dataset")),
        ("dct:license", NamedNode(LICENCE)),
        ("dcat:version", Literal(desk.edition.version)),
    )
    triples = [Triple(here, writing.term(name), value) for name, value in about]
    triples += [Triple(NamedNode(THINGS + one.thing), one.by, NamedNode(THINGS + one.other)) for one in found.joins]
    asks = [(_NAMED, [node.key for node in found.nodes])]
    if query != asked.query:
        asks.append((_EVIDENCE, sorted({said.claim for one in found.joins for said in one.said})))
    for text, keys in asks:
        named = " ".join(str(NamedNode(THINGS + key)) for key in keys)
        triples += (
            sorted(reading.triples(desk, prologue.read(labels.DECLARED + text % named))[1], key=str) if keys else []
        )
    body = writing.write(list(dict.fromkeys(triples)), TURTLE)
    return Response(body, content_type=TURTLE.media_type, headers={responses.VERSION: desk.edition.version})


def _read(desk: Desk, settings: Settings, request: Request) -> Outlook:
    """Read what is asked for; a thing that is not known is a Problem 404, and a source or layer a Problem 400."""
    asked = outlook.read(request)
    for key in asked.things:
        things.require(desk, settings, things.name(*key.split("/", 1)))
    known = {*map(name_layer, things.LAYERS), *sources.read(desk, desk.edition.version)} if asked.source else set()
    if asked.source and asked.source not in known:
        raise Problem(400, f"There is no source or layer {asked.source}: /sources lists the sources.")
    return asked
