"""A library and an assistant without an index or a model, for tests of the page."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Sentence, Status
from vectorstore.errors import OnRecordError
from vectorstore.records import Document, Entry, Hit, Kind, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.answer import Turn
    from vectorstore.records import Filters

HOSTILE = (
    'The <script>window.hacked = 1</script> office <img src=x onerror="window.hacked = 2"> said '
    "![pixel](http://tracker.example/pixel.png) and [here](javascript:window.hacked=3) "
    "${window.hacked = 4} {{#with value}}{{constructor}}{{/with}} `code` **bold** $$x^2$$ &amp; "
    "</div></article><iframe src=http://tracker.example/frame></iframe>"
)


def make_document(identifier: str, title: str, text: str, **known: object) -> Document:
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    facts = {"kind": Kind.ARTICLE, "path": f"sources/{identifier}.txt", **known}
    return Document(id=identifier, title=title, text=text, digest=digest, **facts)  # type: ignore[arg-type]


def entry_of(document: Document) -> Entry:
    return Entry(**{each.name: getattr(document, each.name) for each in fields(Entry)})


def cite(number: int, document: Document, words: str, locator: str = "paragraph 2") -> Citation:
    start = document.text.index(words)
    return Citation(
        number=number,
        entry=entry_of(document),
        locator=locator,
        start=start,
        end=start + len(words),
        text=words,
    )


FILLER = "\n\n".join(
    f"Paragraph {n} of the report describes how the figures were gathered, which of them are "
    "provisional, and which were revised after the first publication of the series."
    for n in range(1, 25)
)
ARTICLE = make_document(
    "iraq-deal",
    "UK signs returns agreement with Iraq to deter small boat crossings",
    FILLER
    + "\n\nHome Office data show that 1,900 Iraqis arrived by small boat in the year to March "
    "2025, down from 2,600 the year before.\n\nThe agreement, the minister said, is swift.\n\n"
    + FILLER,
    publisher="Evening Standard",
    author="A. Reporter",
    published=date(2025, 8, 20),
    url="https://news.example/politics/iraq-deal",
    language="en",
)
AGREEMENT = make_document(
    "uk-iraq",
    "Agreement between the United Kingdom and the Republic of Iraq on the Readmission of Persons",
    "Article 1\nDefinitions.\n\nArticle 3\n1. Each Party shall readmit its own nationals.\n"
    "2. The requested Party shall answer within 14 days.\n",
    kind=Kind.AGREEMENT,
    publisher="Foreign, Commonwealth & Development Office",
    language="en",
)
TABLE = make_document(
    "arrivals",
    "Detected arrivals by small boat, by nationality",
    "Nationality\tYear ending\tPeople\nIraq\tMarch 2024\t2,600\nIraq\tMarch 2025\t1,900\n",
    kind=Kind.STATISTICS,
    publisher="Home Office",
    published=date(2025, 5, 22),
)
BAD = make_document(
    "bad", f"Hostile {HOSTILE}", HOSTILE, publisher=HOSTILE, url="javascript:alert(1)"
)


@dataclass
class FakeCounts:
    documents: int
    passages: int


@dataclass
class FakeSummary:
    entry: Entry
    passages: int


@dataclass
class FakeLibrary:
    documents: dict[str, Document] = field(default_factory=dict)
    problem: OnRecordError | None = None
    locked: OnRecordError | None = None

    def document(self, document_id: str) -> Document:
        if document_id not in self.documents:
            raise OnRecordError("There is no such source.", "It may have been removed.")
        return self.documents[document_id]

    def passages(self, document_id: str) -> list[Passage]:
        text = self.document(document_id).text
        starts = [0, *(i + 2 for i in range(len(text)) if text.startswith("\n\n", i))]
        ends = [*(start - 2 for start in starts[1:]), len(text)]
        return [
            Passage(start=start, end=end, locator=f"paragraph {n}")
            for n, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]

    def entries(self) -> list[FakeSummary]:
        if self.problem:
            raise self.problem
        return [FakeSummary(entry_of(each), 7) for each in self.documents.values()]

    def languages(self) -> list[str]:
        return sorted({each.language for each in self.documents.values() if each.language})

    def counts(self) -> FakeCounts:
        if self.problem:
            raise self.problem
        return FakeCounts(len(self.documents), 1234 if self.documents else 0)

    # What the page's two callables do

    def add_files(
        self, paths: Sequence[str], progress: Callable[[FakeProgress], None]
    ) -> FakeReport:
        if self.locked:
            raise self.locked
        report = FakeReport()
        for done, path in enumerate(paths):
            progress(FakeProgress(done, len(paths), path))
            time.sleep(0.05)
            name = path.rsplit("/", 1)[-1]
            if name.endswith(".bin"):
                report.failed.append(FakeFailure(path, "This is not text.", "Convert it to PDF."))
                continue
            self.documents[name] = make_document(name, name, Path(path).read_text("utf-8"))
            report.added += 1
        return report

    def remove(self, document_id: str) -> None:
        if self.locked:
            raise self.locked
        del self.documents[document_id]


@dataclass
class FakeProgress:
    done: int
    total: int
    path: str


@dataclass
class FakeFailure:
    path: str
    error: str
    hint: str


@dataclass
class FakeReport:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: list[FakeFailure] = field(default_factory=list)


@dataclass
class FakeAssistant:
    """Answers by a word of the question: Rwanda, hostile, break, crash; anything else is found.

    Asked of a model, it tells that one is reading first.
    """

    library: FakeLibrary
    pause: float = 0.0
    histories: list[Sequence[Turn]] = field(default_factory=list)
    asked: list[tuple[str, Filters]] = field(default_factory=list)

    def stream(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Answer]:
        self.histories.append(tuple(history))
        self.asked.append((question, filters))
        time.sleep(self.pause)
        if "break" in question:
            raise OnRecordError("The model did not answer.", "See that it runs: ollama serve.")
        if "crash" in question:
            raise RuntimeError("a traceback that nobody should see")
        final = answer_to(question)
        if "model" in question:
            yield replace(not_found(question), nearest=(), pending="a model is reading 3 passages")
        for n in range(1, len(final.sentences)):
            yield Answer(
                question=question,
                standalone_question=question,
                status=final.status,
                sentences=final.sentences[:n],
                citations=final.citations,
            )
            time.sleep(self.pause)
        yield final


def answer_to(question: str) -> Answer:
    if "Rwanda" in question:
        return not_found(question)
    if "hostile" in question:
        return Answer(
            question=question,
            standalone_question=HOSTILE,
            status=Status.PARTLY,
            sentences=(Sentence(text=HOSTILE, citations=(1,), attribution=HOSTILE),),
            citations=(cite(1, BAD, HOSTILE, HOSTILE),),
            notes=(HOSTILE,),
            seconds=0.2,
        )
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.ANSWERED,
        sentences=(
            Sentence(
                text="1,900 Iraqis arrived by small boat in the year to March 2025, down from "
                "2,600 the year before.",
                citations=(1, 2),
                attribution="Home Office data, reported by the Evening Standard, 20 August 2025",
            ),
            Sentence(
                text="The requested Party shall answer within 14 days.",
                citations=(3,),
                attribution="Agreement between the United Kingdom and Iraq, Article 3(2)",
            ),
        ),
        citations=(
            cite(
                1,
                ARTICLE,
                "1,900 Iraqis arrived by small boat in the year to March 2025, down from 2,600 the "
                "year before.",
                "paragraph 25",
            ),
            cite(2, TABLE, "Iraq\tMarch 2025\t1,900", "row 3"),
            cite(3, AGREEMENT, "The requested Party shall answer within 14 days.", "Article 3(2)"),
        ),
        notes=("One sentence was left out: its figure does not stand in the words it cited.",),
        seconds=0.42,
    )


def not_found(question: str) -> Answer:
    passage = Passage(start=11, end=70, locator="paragraph 2")
    hit = Hit(
        rank=1,
        score=0.01,
        entry=entry_of(ARTICLE),
        passage=passage,
        text=ARTICLE.text[passage.start : passage.end],
    )
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.NOT_FOUND,
        notes=("Searched 1,234 passages of 4 sources for “Home Secretary”, “Rwanda”.",),
        nearest=(hit,),
        seconds=0.1,
    )


def demo_library() -> FakeLibrary:
    return FakeLibrary({each.id: each for each in (ARTICLE, AGREEMENT, TABLE, BAD)})
