"""What a run keeps of each case, so that it can be scored again without the assistant.

A file of answers is JSON Lines: first a ``RunHeader``, then one record a case, written as soon as
it is there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter

FORMAT = 1


class Kept(BaseModel):
    """One line of a file of answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class RunHeader(Kept):
    """What the answers of a file were made with."""

    record: Literal["run"] = "run"
    format: int = FORMAT
    began: str = ""
    """UTC, ISO 8601."""
    index_digest: str = ""
    """Of the sources, how they were split, and the embedding model."""
    corpus_digest: str = ""
    """Of the bytes of the sources alone: the same on every machine."""
    documents: int = 0
    passages: int = 0
    llm: str = "extractive"
    embedding_model: str = ""
    embedding_fingerprint: str = ""
    settings: dict[str, Any] = {}
    versions: dict[str, str] = {}
    seed: int = 0


class CitedWords(Kept):
    """A citation: the words of a document that a sentence rests on."""

    number: int
    document: str
    path: str = ""
    title: str = ""
    heading: str = ""
    """The headings that the words stand under: a row's is the title of its table."""
    locator: str = ""
    start: int = 0
    end: int = 0
    text: str = ""


class AnswerSentence(Kept):
    """A sentence of an answer with the numbers that it cites."""

    text: str
    citations: tuple[int, ...] = ()


class RetrievedPassage(Kept):
    """A passage that was found for the question, in order of rank."""

    document: str
    path: str = ""
    start: int = 0
    end: int = 0
    score: FiniteFloat = 0.0
    text: str = ""


class StoredAnswer(Kept):
    """What was answered to a question."""

    record: Literal["answer"] = "answer"
    id: str
    asked: str = ""
    """The digest of what was put, to know an answer to a question that was changed since."""
    standalone_question: str = ""
    status: Literal["answered", "partly", "not_found"] = "answered"
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[CitedWords, ...] = ()
    retrieved: tuple[RetrievedPassage, ...] = ()
    notes: tuple[str, ...] = ()
    asked_back: str = ""
    """The question back, where what was asked is open to several readings."""
    confidence: FiniteFloat | None = None
    """The score of the strongest evidence, between 0 and 1; None where nothing gives one."""
    seconds: FiniteFloat = 0.0
    tokens_in: int | None = None
    tokens_out: int | None = None
    memory: int | None = None
    """The most memory the process had held when the answer was there, in bytes."""

    @property
    def text(self) -> str:
        """The sentences in a row, without marks."""
        return " ".join(sentence.text for sentence in self.sentences)


class StoredCheck(Kept):
    """What a check found of a quotation."""

    record: Literal["check"] = "check"
    id: str
    asked: str = ""
    """The digest of what was put, to know an answer to a question that was changed since."""
    verdict: str
    findings: tuple[str, ...] = ()
    explanation: str = ""
    seconds: FiniteFloat = 0.0


class FoundQuotation(Kept):
    """A quotation that was extracted."""

    start: int
    end: int
    text: str
    speaker: str = ""
    form: str = "direct"


class StoredExtraction(Kept):
    """The quotations that were found in a text."""

    record: Literal["extraction"] = "extraction"
    id: str
    asked: str = ""
    """The digest of what was put, to know an answer to a question that was changed since."""
    text: str
    quotations: tuple[FoundQuotation, ...] = ()
    seconds: FiniteFloat = 0.0


class StoredFailure(Kept):
    """A case that ended in an error. It has no scores, and is counted by itself."""

    record: Literal["failure"] = "failure"
    id: str
    asked: str = ""
    """The digest of what was put, to know an answer to a question that was changed since."""
    error: str
    remedy: str = ""
    seconds: FiniteFloat = 0.0


Record: TypeAlias = StoredAnswer | StoredCheck | StoredExtraction | StoredFailure

LINE: TypeAdapter[RunHeader | Record] = TypeAdapter(
    Annotated[
        RunHeader | StoredAnswer | StoredCheck | StoredExtraction | StoredFailure,
        Field(discriminator="record"),
    ]
)
