"""Every question is answered from the real tables with exactly the rows written down for it, by two engines."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import Graph

from ontology import PREFIXES
from queries import FOLDER, Question, read, read_all

ANSWERS = Path(__file__).parent / "answers"
QUESTIONS = list(read_all())
NUMBER = 75

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def witness(graph: Store) -> Graph:
    """The merged data alone, in rdflib; its Dataset would call what it has itself deprecated."""
    return Graph().parse(data=graph.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()), format="nt")


def expected(question: Question) -> list[list[str]]:
    """The names of the columns, then the rows: IRIs in full, literals as written, nothing where there is no value."""
    with (ANSWERS / f"{question.name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines, strict=True))


def test_no_question_and_no_answer_is_lost() -> None:
    assert len(QUESTIONS) == NUMBER
    assert {question.name for question in QUESTIONS} == {path.stem for path in ANSWERS.iterdir()}


@every_question
def test_a_question_is_asked_in_words(question: Question) -> None:
    assert read(FOLDER / f"{question.name}.rq") == question
    assert "?" in question.words
    assert question.words[0].isupper()


def test_keywords_are_few_and_shared() -> None:
    uses = Counter(keyword for question in QUESTIONS for keyword in question.keywords)
    assert [keyword for keyword, times in uses.items() if times < 2] == []
    assert [question.name for question in QUESTIONS if len(question.keywords) not in range(2, 5)] == []


@every_question
def test_prefixes_are_those_of_the_ontology_and_all_used(question: Question) -> None:
    declared = re.findall(r"^PREFIX ([\w-]+): <(.+)>$", question.text, re.MULTILINE)
    for prefix, namespace in declared:
        assert PREFIXES[prefix] == namespace
        assert re.search(rf"(?<![\w-]){prefix}:\w", question.text), prefix


@every_question
def test_no_question_names_what_is_to_answer_it(question: Question) -> None:
    assert not re.search(r"id/(claim|finding|comparison|silence|name|passage)/", question.text)


def test_what_the_questions_name_evidence_by_is_there_for_every_claim(graph: Store) -> None:
    nameless = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX gupvi: <https://w3id.org/gupvi/ontology#>
    ASK { ?claim gupvi:evidence ?passage
      FILTER NOT EXISTS { ?passage gupvi:locator ?locator ; dct:source/dct:title ?title } }"""
    assert not graph.query(nameless)


def test_no_question_keeps_to_the_core_documents_unless_it_says_so() -> None:
    # only they have paragraphs by number
    core = [question.name for question in QUESTIONS if "gupvi:paragraph" in question.text]
    assert core == ["which-book-does-the-blog-post-quote"]


@every_question
def test_pyoxigraph_gives_the_expected_rows(question: Question, graph: Store) -> None:
    solutions = graph.query(question.text)
    assert isinstance(solutions, QuerySolutions)
    rows = [[cell.value if isinstance(cell, NamedNode | Literal) else "" for cell in row] for row in solutions]
    assert [[variable.value for variable in solutions.variables], *rows] == expected(question)


@every_question
def test_rdflib_gives_the_expected_rows(question: Question, witness: Graph) -> None:
    result = witness.query(question.text)
    assert result.vars is not None
    cells = [[row.get(variable) for variable in result.vars] for row in result.bindings]
    rows = [["" if cell is None else str(cell) for cell in row] for row in cells]
    assert [[str(variable) for variable in result.vars], *rows] == expected(question)
