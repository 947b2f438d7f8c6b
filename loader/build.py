"""The whole main job of the loader: tables are read, checked, mapped, inferred from, validated and published."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Store

import ontology
import queries
from loader import (
    citations,
    claims,
    description,
    dumps,
    examples,
    findings,
    gazetteer,
    history,
    index,
    mapping,
    package,
    publish,
    reifiers,
    terms,
)
from loader.checks import check
from loader.known import CLAIMS, GRADES, Known
from loader.progress import tell, track
from loader.shapes import validating
from loader.tables import Row, Tables

TABLES = Path(__file__).parent.parent / "data"
INPUTS = (
    (ontology.FOLDER, "*.ttl"),
    (queries.FOLDER, "*.rq"),
    (ontology.FOLDER, "*.py"),
    (Path(__file__).parent, "*.py"),
    (findings.FOLDER, "*.rq"),
)
Mapping = Callable[[Iterable[Row], dict[str, str]], Iterator[Quad]]
MAPPINGS: dict[str, Mapping] = {
    "sources.csv": citations.sources,
    "passages.csv": citations.passages,
    "further-passages.csv": citations.further_passages,
    "names.csv": mapping.names,
    "links.csv": citations.links,
    "gazetteer.csv": citations.gazetteer,
    "identities.csv": mapping.identities,
}
Manifest = dict[str, dict[str, str | int]]
INFERRED = ("contradictions", "contradictory-dates", "contradictory-stances", "tensions", "agreements")


def build(folder: Path, store: Path) -> str:
    """Publish the tables of a folder as a new version of the store and give that version.

    Faulty tables, or triples that break a shape, are a Faulty; the store in service then stays as it is.
    """
    with publish.workshop(store) as place:
        database = Store(str(place / publish.DATABASE))
        rows = fill(database, folder)
        with validating(database, Tables(folder)):
            tell("describing and packing")
            version, files = finish(database, folder, place)
        index.write(database, place / index.NAME)
        built = publish.built(store, version)
        tell("comparing with the version before")
        changes = history.extend(database, store / (publish.current(store) or ""), place, built)
        manifest = {
            "built": built.isoformat(),
            "quads": len(database),
            "files": files,
            "inputs": inputs(folder),
            "rows": rows,
            "graphs": {graph.value: size(database, graph) for graph in database.named_graphs()},
        }
        database.optimize()
        del database
        gc.collect()  # closes the database before its folder is renamed
        publish.publish(place, store, version, manifest)
    told = f"{manifest['quads']:,} quads from {sum(rows.values()):,} rows, {changes:,} things changed"
    tell(f"published version {version}: {told}")
    return version


def finish(database: Store, folder: Path, place: Path) -> tuple[str, Manifest]:
    """Describe the dataset, and write all that is downloaded; give the version and what is told of the downloads.

    The version is a hash of everything else: the quads, their description before it names a version, and the
    downloads that are more than other forms of the quads.
    """
    downloads = place / publish.DOWNLOADS
    downloads.mkdir()
    package.write(Tables(folder), downloads / dumps.TABLES)
    gazetteer.write(database, downloads / dumps.PLACES)
    reifiers.write(database, downloads / dumps.CLAIMS)
    digest = hashlib.sha256(publish.canonical(database, place / publish.QUADS).encode())
    counts = description.count(database, track(dumps.read(place / publish.QUADS), "counting", "quads"))
    digest.update(description.write(description.describe(database, counts, "")))
    for path in sorted(downloads.iterdir()):
        digest.update(path.read_bytes())
    version = digest.hexdigest()[: publish.DIGITS]
    parts = description.parts(database)
    described = description.describe(database, counts, version)
    publish.write(database, described)
    publish.insert(place / publish.QUADS, description.write(described))
    dumps.pack(place / publish.QUADS, downloads, parts, version)
    return version, dumps.register(downloads, dumps.plan(parts))


def fill(database: Store, folder: Path) -> dict[str, int]:
    """Write everything but the dataset's description into a store; give the rows of each table."""
    tables = Tables(folder)
    tell(f"checking {len(tables.tables)} tables")
    known = check(tables)
    sources = {short: source for source, short in known.sources.items()}
    rows: dict[str, int] = {}

    def read(file: str) -> Iterator[Row]:
        rows[file] = 0
        for row in track(tables.rows(file), file, "rows"):
            rows[file] += 1
            yield row

    publish.write(
        database,
        chain(
            description.define(),
            examples.exemplify(queries.read_all()),
            *(map_rows(read(file), sources) for file, map_rows in map_tables(tables).items()),
            claims.claims(chain(*(read(file) for file in CLAIMS)), sources, known.readings),
            claims.comparisons(read("comparisons.csv")),
            claims.silences(read("silences.csv"), sources),
        ),
    )
    tell("inferring")
    infer(database, known)
    publish.write(database, findings.derive(read("derivations.csv"), database))
    rows["dates.csv"] = len(known.readings)
    rows["refused.csv"] = sum(1 for _ in tables.rows("refused.csv"))
    return rows


def map_tables(tables: Tables) -> dict[str, Mapping]:
    """The function for each table that needs nothing but its own rows; tables of things share one."""
    of_things = {file for file in tables.tables if any(c.name == "printed_in" for c in tables.columns(file))}
    return {file: MAPPINGS.get(file, mapping.things) for file in tables.tables if file in of_things | set(MAPPINGS)}


def infer(database: Store, known: Known) -> None:
    """Add what follows from the claims to the merged graph and to the graph of each source."""
    layers = [terms.layer(grade) for grade in GRADES]
    graphs = [terms.graph(source) for source in known.sources if terms.graph(source) != terms.EDITORS]
    publish.write(database, chain.from_iterable(findings.ground(database, layer) for layer in layers))
    graphs += layers
    direct = (findings.infer(database, "direct", graph) for graph in (None, *graphs))
    publish.write(database, chain.from_iterable(direct))
    for name in INFERRED:
        publish.write(database, (q for link in findings.infer(database, name) for q in findings.by_editors(link)))
    publish.write(database, chain.from_iterable(findings.show(database, graph) for graph in graphs))


def size(database: Store, graph: NamedNode | BlankNode) -> int:
    """The number of triples in a graph."""
    return sum(1 for _ in database.quads_for_pattern(None, None, None, graph))


def inputs(folder: Path) -> str:
    """A hash of everything that a build depends on: the tables, the ontology, the questions and this program."""
    digest = hashlib.sha256()
    for base, pattern in ((folder, "*.csv"), (folder, "*.json"), *INPUTS):
        for path in sorted(base.glob(pattern)):
            digest.update(path.relative_to(base).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path, store: Path) -> bool:
    """Whether the version in service was built from these very inputs."""
    manifest = publish.manifest_of(store)
    return manifest is not None and manifest.get("inputs") == inputs(folder)
