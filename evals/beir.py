"""A retrieval data set in BEIR's layout: what it holds, and what is to be minded of it.

A folder holds ``corpus.jsonl`` (``_id, title, text``), ``queries.jsonl`` (``_id, text``) and
``qrels/*.tsv`` (``query-id, corpus-id, score``), one for each split. Ids are any text.

Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models", NeurIPS 2021.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

USUAL = "test"
"""The split that is taken where several are there and none is named: published figures are of it.
"""

Qrels = dict[str, dict[str, int]]
"""The grades of documents, by query and by document; 0 is not relevant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusDocument:
    """A document of a corpus, as it is to be found."""

    id: str
    title: str
    text: str
    """The title where the document has no other text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A retrieval data set; the corpus is read line by line, it may be large."""

    folder: Path
    split: str
    queries: Mapping[str, str]
    """Those that have a relevant document."""
    qrels: Mapping[str, Mapping[str, int]]
    lines: Mapping[str, int]
    """The line of ``corpus.jsonl``, from 1, that each document stands in."""
    notes: tuple[str, ...] = ()
    """What of it does not count, and why."""

    @property
    def name(self) -> str:
        """What the data set is called: its folder's name."""
        return self.folder.resolve().name

    def documents(self) -> Iterator[CorpusDocument]:
        """The documents of the corpus, in its order."""
        for number, row in _rows(self.folder / "corpus.jsonl"):
            document = _document(row)
            if self.lines.get(document.id) == number:
                yield document


def read(folder: Path, split: str = "") -> DataSet:
    """The data set in ``folder``, read through. Raises RunError, naming file and line of a fault.

    What is only odd (a document without any text, an id that comes twice) is in its notes.
    """
    for name in ("corpus.jsonl", "queries.jsonl", "qrels"):
        if not (folder / name).exists():
            raise RunError(
                f"{folder} is no data set in BEIR's layout: it has no {name}.",
                "It needs corpus.jsonl, queries.jsonl and qrels/*.tsv.",
            )
    judged = _split(folder / "qrels", split)
    grades = _qrels(judged)
    qrels = {query: found for query, found in grades.items() if any(g > 0 for g in found.values())}
    if not qrels:
        raise RunError(f"{judged} names no relevant document.", "Take another split.")
    texts, repeated = _queries(folder / "queries.jsonl")
    if missing := qrels.keys() - texts.keys():
        raise RunError(
            f"{judged} judges the query “{min(missing)}”, which queries.jsonl does not have.",
            "Take the files of one data set.",
        )
    lines, blank, twice = _corpus(folder / "corpus.jsonl")
    found = {document for each in qrels.values() for document, grade in each.items() if grade > 0}
    notes = (
        _note(twice, "id comes", "ids come", "more than once in corpus.jsonl: the last counts"),
        _note(repeated, "id comes", "ids come", "more than once in queries.jsonl: the last counts"),
        _note(blank, "document has", "documents have", "no title and no text and cannot be found"),
        _note(
            sorted(grades.keys() - qrels.keys()),
            "judged query has", "judged queries have", "no relevant document and does not count",
        ),
        _note(
            sorted(found - lines.keys() - set(blank)),
            "relevant document is", "relevant documents are",
            "not in corpus.jsonl and cannot be found",
        ),
    )  # fmt: skip
    return DataSet(
        folder=folder,
        split=judged.stem,
        queries={query: texts[query] for query in qrels},
        qrels=qrels,
        lines=lines,
        notes=tuple(filter(None, notes)),
    )


def _note(which: list[str], one: str, several: str, rest: str) -> str:
    """What is to be minded, with how many and the first; "" where there is none."""
    if not which:
        return ""
    named = f"“{which[0]}”" if len(which) == 1 else f"“{which[0]}” is the first"
    return f"{len(which):,} {one if len(which) == 1 else several} {rest} ({named})."


def _split(folder: Path, split: str) -> Path:
    """The file of judgements to take."""
    files = {file.stem: file for file in sorted(folder.glob("*.tsv"))}
    if not split and len(files) == 1:
        return next(iter(files.values()))
    if (split or USUAL) not in files:
        raise RunError(
            f"{folder} has no {split or USUAL}.tsv.",
            f"Name a split with --split: {', '.join(files)}." if files else "Put one there.",
        )
    return files[split or USUAL]


def _qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    for number, line in _lines(path):
        query, *rest = line.split("\t")
        try:
            document, grade = rest
            value = float(grade)
            if value != int(value):
                raise ValueError  # noqa: TRY301 - trec_eval counts in whole grades
        except (ValueError, OverflowError) as error:
            if number == 1:
                continue  # the header's names
            raise RunError(
                f"{path}, line {number}: it is not a query, a document and a whole grade.",
                "Separate them with tabs.",
            ) from error
        qrels.setdefault(query, {})[document] = int(value)
    return qrels


def _queries(path: Path) -> tuple[dict[str, str], list[str]]:
    """The text of each query, and the ids that come more than once."""
    texts: dict[str, str] = {}
    repeated: dict[str, None] = {}
    for _, row in _rows(path):
        if row["_id"] in texts:
            repeated[row["_id"]] = None
        texts[row["_id"]] = row["text"]
    return texts, [*repeated]


def _corpus(path: Path) -> tuple[dict[str, int], list[str], list[str]]:
    """The line of each document, the ids of those without any text, and those that come twice."""
    lines: dict[str, int] = {}
    blank: dict[str, None] = {}
    twice: dict[str, None] = {}
    for number, row in _rows(path):
        document = _document(row)
        if document.id in lines or document.id in blank:
            twice[document.id] = None
        if document.text:
            lines[document.id] = number
            blank.pop(document.id, None)
        else:
            blank[document.id] = None
            lines.pop(document.id, None)
    if not lines:
        raise RunError(f"{path} holds no documents.", "Check the file.")
    return lines, [*blank], [*twice]


def _document(row: Mapping[str, str]) -> CorpusDocument:
    title, text = row["title"].strip(), row["text"]
    return CorpusDocument(id=row["_id"], title=title, text=text if text.strip() else title)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of a file, each with the number of its line."""
    for number, line in _lines(path):
        try:
            row: Any = json.loads(line, strict=False)
            fields = {name: _text(row.get(name)) for name in ("_id", "title", "text")}
            if not fields["_id"] or "text" not in row:
                raise KeyError  # noqa: TRY301 - told as every other fault of a line
        except (ValueError, KeyError, AttributeError, RecursionError) as error:
            raise RunError(
                f"{path}, line {number}: it is no record with _id and text.", "Correct the line."
            ) from error
        yield number, fields


def _text(value: object) -> str:
    # Half a character, which JSON can spell, can be written nowhere.
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    """The lines that are not blank, numbered from 1, without what ends them."""
    try:
        with path.open("rb") as file:
            for number, data in enumerate(file, start=1):
                line = data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise RunError(f"{path}, line {number}: it is not UTF-8.", "Save it as UTF-8.") from error
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error
