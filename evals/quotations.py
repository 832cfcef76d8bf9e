"""Quotations held against labelled ones: spans, speakers, and both together, by construction.

Spans are compared without outer marks, white space and closing punctuation; a found span is a
labelled one's where their characters overlap by half of what both cover. Names agree when what is
left of them without titles does ("Sen. Brandvold" and "Erik Brandvold").
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

LEAST_OVERLAP = 0.5
EDGE = frozenset("\"'`‘’‚‛“”„‟«»‹› \t\r\n\u00a0,.;:!?…-–—[]()")
PRONOUNS = frozenset("he she they it i we you who one that this".split())
TITLES = frozenset(
    """mr mrs ms miss dr sir dame lord lady professor president vice prime minister senator sen
    representative rep governor gov mayor secretary judge justice chief general rev former the a an
    his her their republican democrat democratic conservative labour candidate""".split()
)
CUT = re.compile(r"(?<=\w)\s(?:who|which|that|of|for|from|with|at|in|on|to|by)\s")
"""What ends the naming words of a description ("a former president of the country")."""
UNKNOWN = "?"
"""The speaker of words whose speaker the text does not tell."""
NOTHING = "-"
"""The speaker of a labelled stretch that is no speech: a title, a term, words on a sign."""
LABEL = re.compile(r"\{(?P<speaker>[^|{}]+)\|(?P<kind>[\w-]+): (?P<words>[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch that somebody labelled, or that was found, with its speaker."""

    start: int
    end: int
    speaker: str
    kind: str = ""
    mention: str = ""
    others: tuple[str, ...] = ()
    """Other names that are right as well."""

    @property
    def is_speech(self) -> bool:
        """Whether it is somebody's words at all."""
        return self.speaker != NOTHING


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its labelled stretches, in order."""

    name: str
    text: str
    quotes: tuple[Labelled, ...]
    title: str = ""


def labelled_texts(path: Path) -> list[Text]:
    """The texts of a file in which each quotation stands as ``{Speaker|construction: “words”}``."""
    texts = []
    for piece in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, body = piece.partition("\ntext:\n")
        name, _, title = head.partition("\ntitle:")
        texts.append(_unlabelled(name.strip(), title.strip(), body.strip()))
    return texts


def _unlabelled(name: str, title: str, body: str) -> Text:
    text, quotes, at = "", [], 0
    for match in LABEL.finditer(body):
        text += body[at : match.start()]
        start, at = len(text), match.end()
        text += match["words"]
        speaker = "" if match["speaker"] == UNKNOWN else match["speaker"]
        quotes.append(Labelled(start, len(text), speaker, match["kind"]))
    return Text(name, text + body[at:], tuple(quotes), title)


def from_lines(path: Path) -> Iterator[Text]:
    """The texts of JSON Lines: ``doc_id``, ``text`` and ``quotes`` (``start, end, speaker``)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                given = json.loads(line)
                quotes = tuple(map(_from_json, given.get("quotes") or ()))
                yield Text(given["doc_id"], given.get("text") or "", quotes)


def _from_json(quote: dict[str, Any]) -> Labelled:
    names = [quote.get("speaker_resolved") or "", *(quote.get("speaker_aliases") or ())]
    return Labelled(
        start=quote["start"],
        end=quote["end"],
        speaker=quote.get("speaker") or "",
        kind=quote.get("kind") or "",
        mention=quote.get("mention") or "",
        others=tuple(name for name in names if name),
    )


def to_line(text: Text) -> str:
    """A text and its quotations as a JSON line."""
    quotes = [
        {
            "quote": text.text[quote.start : quote.end],
            "start": quote.start,
            "end": quote.end,
            "speaker": quote.speaker,
            "mention": quote.mention,
            "kind": quote.kind,
        }
        for quote in text.quotes
        if quote.is_speech
    ]
    return json.dumps(
        {"doc_id": text.name, "text": text.text, "quotes": quotes}, ensure_ascii=False
    )


@dataclass(slots=True)
class Tally:
    """Counts over labelled texts, and the shares that follow from them."""

    labelled: int = 0
    found: int = 0
    spans: int = 0
    exact: int = 0
    named: int = 0
    names: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled."""
        return self.spans / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found."""
        return self.spans / self.labelled if self.labelled else 0.0

    @property
    def name_accuracy(self) -> float:
        """Of the spans found whose speaker is known, the share with the right name."""
        return self.names / self.named if self.named else 0.0

    @property
    def both(self) -> float:
        """F1 of the quotation and its speaker both right."""
        total = self.found + self.labelled
        return 2 * self.names / total if total else 0.0


def score(labelled: Sequence[Text], found: Sequence[Text]) -> tuple[Tally, dict[str, Counter[str]]]:
    """The tally over all texts, and for each construction how many were found and named."""
    tally = Tally()
    kinds: dict[str, Counter[str]] = {}
    by_name = {text.name: text for text in found}
    for text in labelled:
        here = by_name[text.name].quotes if text.name in by_name else ()
        _score_text(text, here, tally, kinds)
    return tally, kinds


def _score_text(
    text: Text, found: Sequence[Labelled], tally: Tally, kinds: dict[str, Counter[str]]
) -> None:
    pairs = _pairs(text, found)
    speech = [quote for quote in text.quotes if quote.is_speech]
    tally.labelled += len(speech)
    tally.found += len(found)
    for number, quote in enumerate(text.quotes):
        counts = kinds.setdefault(quote.kind, Counter())
        counts["labelled"] += 1
        other = found[pairs[number]] if number in pairs else None
        words = text.text[quote.start : quote.end][:90]
        if not quote.is_speech:
            counts["found"] += other is None
            counts["named"] += other is None
        elif other is None:
            tally.errors.append(f"missed   {text.name} [{quote.kind}] {words} | {quote.speaker}")
        else:
            right = agrees(quote, other)
            counts["found"] += 1
            counts["named"] += right
            tally.spans += 1
            tally.exact += _trim(text.text, quote) == _trim(text.text, other)
            tally.named += bool(quote.speaker)
            tally.names += right
            if quote.speaker and not right:
                tally.errors.append(
                    f"speaker  {text.name} [{quote.kind}] {words} | {quote.speaker} | "
                    f"{other.speaker} ({other.mention})"
                )
    hit = {pairs[n] for n, quote in enumerate(text.quotes) if quote.is_speech and n in pairs}
    for number, other in enumerate(found):
        if number not in hit:
            words = text.text[other.start : other.end][:90]
            tally.errors.append(f"invented {text.name} {words} | {other.speaker}")


def _pairs(text: Text, found: Sequence[Labelled]) -> dict[int, int]:
    """One-to-one pairs of labelled and found stretches, those that overlap most first."""
    ours = [_trim(text.text, quote) for quote in text.quotes]
    theirs = [_trim(text.text, quote) for quote in found]
    near = [
        (overlap, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (overlap := _overlap(one, other)) >= LEAST_OVERLAP
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(near, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _trim(text: str, quote: Labelled) -> tuple[int, int]:
    start, end = quote.start, quote.end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def agrees(quote: Labelled, found: Labelled) -> bool:
    """Whether a found speaker is the labelled one by name; a pronoun is nobody's name."""
    names = [quote.speaker, *quote.others]
    if not found.speaker or found.speaker.lower() in PRONOUNS:
        return False
    return any(_same(name, found.speaker) for name in names if name.lower() not in PRONOUNS)


def _same(one: str, other: str) -> bool:
    ours, theirs = _naming(one), _naming(other)
    if not ours or not theirs:
        return False
    if ours[-1] == theirs[-1] or set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return True
    return (len(ours) == 1 or len(theirs) == 1) and bool(set(ours) & set(theirs))


def _naming(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s\b", "", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).split(",")[0]
    plain = CUT.split(plain, maxsplit=1)[0]
    words = [word.strip(".-").lower() for word in re.findall(r"[\w.-]+", plain)]
    return [word for word in words if word and word not in TITLES] or words


def lines_of(texts: Iterable[Text]) -> str:
    """Texts as JSON Lines."""
    return "".join(f"{to_line(text)}\n" for text in texts)
