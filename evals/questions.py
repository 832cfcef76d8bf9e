"""What a question set holds: questions, quotations to check, and texts to find quotations in.

The models here are the format. ``json_schema`` publishes it (``onrecord eval schema``), ``loading``
reads it from YAML, JSON Lines, CSV and XLSX.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads a field's type
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, model_validator

from assistant.quotes.verdict import Verdict  # noqa: TC001 - pydantic reads a field's type
from vectorstore.records import Form

Text = Annotated[str, Field(min_length=1)]


class Written(BaseModel):
    """What somebody wrote down: nothing unknown in it, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Turn(Written):
    """An earlier question of the conversation, and what was answered."""

    question: Text
    answer: str = ""


class Nugget(Written):
    """One thing that a good answer says; ``vital`` when an answer without it is not one."""

    text: Text
    vital: bool = True
    alternatives: tuple[Text, ...] = ()
    """Other ways to say it; any one will do."""


class Number(Written):
    """The figure that is asked for."""

    value: FiniteFloat
    unit: str = ""
    """``%``, a currency sign, a unit of time, or what is counted ("people")."""
    tolerance: Annotated[FiniteFloat, Field(ge=0)] = 0.0
    """How far off an answer may be, in the same unit."""


class Gold(Written):
    """Where the answer stands: a document, and there the exact words."""

    document: Text
    """Its id, its title, or the end of its path ("small-boat-arrivals.xlsx")."""
    locator: str = ""
    """Where in it ("Article 33(2)"): tells one of several places with the same words."""
    span: str = ""
    """The words, white space aside exactly as they stand; empty for the document as a whole."""


class Question(Written):
    """A question, and all that is known of a good answer to it."""

    id: Text
    question: Text
    history: tuple[Turn, ...] = ()
    expected_answer: str = ""
    nuggets: tuple[Nugget, ...] = ()
    number: Number | None = None
    gold_sources: tuple[Gold, ...] = ()
    """Any one of them answers; what an answer must bring together is said by vital nuggets."""
    answerable: bool | Literal["depends"] = True
    """``depends``: it leaves open what it asks for. To answer or not to answer is both right."""
    kind: Text = "fact"
    language: Text = "en"
    as_of: date | None = None
    """The day for which the expected answer holds."""
    tags: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        if self.answerable is False and (self.gold_sources or self.number or self.nuggets):
            raise ValueError(
                "answerable is false, yet there is a gold source, a number or a nugget: "
                "leave those out, or say that it is answerable"
            )
        return self


class QuoteCheck(Written):
    """A quotation as somebody would print it, and what a check should find."""

    id: Text
    quote: Text
    speaker: str = ""
    verdict: Verdict
    findings: tuple[Verdict, ...] = ()
    """Everything that should be found besides, in any order; empty: nothing is claimed of them."""
    kind: Text = "quote"
    language: Text = "en"
    tags: tuple[Text, ...] = ()


class Quoted(Written):
    """Words that a text puts in somebody's mouth."""

    span: Text
    speaker: str = ""
    """The person or body, resolved; empty where nobody can be named."""
    form: Form = Form.DIRECT


class Extraction(Written):
    """A text, and every quotation of the forms named that stands in it."""

    id: Text
    document: str = ""
    text: str = ""
    """The text itself, where it is no document of the index."""
    title: str = ""
    quotations: tuple[Quoted, ...] = ()
    forms: tuple[Form, ...] = (Form.DIRECT, Form.MIXED)
    """The forms that are labelled completely: others found are not counted as wrong."""
    kind: Text = "extraction"
    language: Text = "en"
    tags: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Extraction:
        if bool(self.document) == bool(self.text):
            raise ValueError("give either a document or a text")
        return self


Case: TypeAlias = Question | QuoteCheck | Extraction
"""One row of a set."""

MARKS: dict[str, type[Case]] = {
    "question": Question,
    "quote": QuoteCheck,
    "quotations": Extraction,
}
"""The field that tells what a row is."""


def kind_of(row: dict[str, Any]) -> type[Case]:
    """Which of the three a row is; a Question where nothing tells."""
    return next((model for mark, model in MARKS.items() if mark in row), Question)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a set: a list of rows, each of one of three shapes."""
    schema = TypeAdapter(list[Case]).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "On Record question set",
        **schema,
    }
