"""Of texts of one agreement in several languages or editions the one for whoever asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.language import detect
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vectorstore.records import Hit

ENGLISH = frozenset(
    "what when who whom whose which why how where does did do the are were has had from with about "
    "should would could".split()
)
"""Words that no other language of these sources has: a question is too short to be classified."""


def language_of(question: str) -> str:
    """The two-letter code of a question's language; "" where it does not tell."""
    words = question.lower().replace("?", " ").split()
    return "en" if ENGLISH.intersection(words) else detect(question)


def originals_first(hits: Iterable[Hit], language: str) -> list[Hit]:
    """The hits, what is a translation of a text that the document has in ``language`` last.

    A document that is only in another language keeps its rank: it says what no other text does.
    """
    listed = [dated_edition(hit) for hit in hits]
    return [hit for hit in listed if not is_translation(hit, language)] + [
        hit for hit in listed if is_translation(hit, language)
    ]


def dated_edition(hit: Hit) -> Hit:
    """Of near-identical texts of one agreement the edition that tells its day, if there is one."""
    if hit.entry.kind is not Kind.AGREEMENT or hit.entry.published:
        return hit
    better = next((twin for twin in hit.twins if twin.entry.published), None)
    if better is None:
        return hit
    others = tuple(twin for twin in hit.twins if twin is not better)
    return replace(better, rank=hit.rank, score=hit.score, twins=(replace(hit, twins=()), *others))


def is_translation(hit: Hit, language: str) -> bool:
    """Whether a passage is in another language than the asker's, in which its document is."""
    spoken = hit.passage.language
    return bool(language) and hit.entry.language == language and spoken not in {"", language}
