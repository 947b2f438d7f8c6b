"""The questions: each `.rq` file of this folder is a documented example, an editor entry and a test at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """One question in words and in SPARQL.

    The leading comment lines of the file are the question; the line `# keywords: a, b` ends them.
    """

    name: str
    words: str
    keywords: tuple[str, ...]
    text: str


def read(path: Path) -> Question:
    """Read one `.rq` file; a file without a question or keywords is a ValueError that names it."""
    text = path.read_text(encoding="utf-8")
    words: list[str] = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        comment = line.removeprefix("# ").strip()
        if comment.startswith("keywords:"):
            keywords = tuple(k.strip() for k in comment.removeprefix("keywords:").split(",") if k.strip())
            if words and keywords:
                return Question(path.stem, " ".join(words), keywords, text)
            break
        words.append(comment)
    raise ValueError(f"{path.name}: begin with the question in comment lines, then a line '# keywords: a, b'")


def read_all(folder: Path = FOLDER) -> Iterator[Question]:
    """Every question of the folder, by name."""
    for path in sorted(folder.glob("*.rq")):
        yield read(path)
