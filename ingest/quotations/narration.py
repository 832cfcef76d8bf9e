"""What the writer says around the quotations: parsed with a short stand-in for each of them.

A quotation of a hundred words hides from a parser who said it. In a frame, whole sentences within
marks are replaced by "It is so" and fragments that the writer's own sentence needs ("called it “a
disaster”") are kept. Every character of a frame knows where in the text it comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.quotations.cues import LEMMAS, WRITTEN, is_saying
from ingest.quotations.english import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from spacy.tokens import Doc, Span, Token

    from ingest.quotations.marks import Stretch
    from ingest.quotations.paragraphs import Paragraph

STAND_IN = "It is so"
SENTENCE_END = frozenset(".!?’'")
FRAGMENT_WORDS = 12
FRAGMENT_KEPT = 8
FRAME_CHARACTERS = 1500
"""Paragraphs longer than this are parsed in pieces, cut between sentences."""
FRAME_LIMIT = 6000
PARSED_WHOLE = 40_000
"""Up to so many characters of narration are parsed; of a longer text, what bears on speech."""
PARSED_AT_MOST = 300_000

BETWEEN_SENTENCES = re.compile(r"[.!?][)\]]?\s+(?=[A-Z])")
ENDLESS = re.compile(r"\S{80,}")
WORD = re.compile(r"[\w'’-]+")
SMALL = frozenset(
    """
a an and as at but by for from in into of on or the to vs with our is it's
""".split()
)
RUNS_ON = re.compile(
    r"[,\s—–-]*(?:[a-z]|(?:[A-Z][\w.'’-]+,?\s+){1,6}(?:\([^)]{1,30}\)\s+)?"
    r"(?:(?<=,\s)[^,.!?“”\"]{2,120},\s+)?(?P<verb>[a-z]+)"
    r"(?:\s(?P<next>[a-z]+))?)"
)
"""After a question or an exclamation: the writer's sentence goes on with a verb of saying."""
SAID_AFTER = re.compile(
    r"[,\s—–-]*(?:[Tt]he\s|[Aa]n?\s|[Oo]ne\s)?(?:[\w.’'-]+\s){1,7}?"
    r"(?:said|says|asked|asks|wrote|tweeted|shouted|yelled|told|replied|added|exclaimed)\b"
    r"(?!\s(?:that|the|a|an|he|she|they|it|his|her|their|there|we|i|no|not|all|some|many)\b)"
)
"""The same, where the speaker is a longer phrase ("the senator's spokesman Bo Lind asked in …")."""
CONTENT = frozenset(
    "that the a an he she they it his her their there we i no not all some many".split()
)
"""What follows a verb of saying that has content of its own, and so opens a new sentence."""
STOPPED = re.compile(
    r"[,\s—–-]*(?:(?:said|says|added|he|she|they|told|wrote)\b"
    r"|(?:[A-Z][\w.'’-]+\s+){1,4}(?:said|says|added|tweeted|wrote|concluded|continued)[.,])"
)
"""After a full stop within the marks, which should have been a comma."""
REPORTS = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|according to|argued|argues|"
    r"insisted|claimed|claims|warned|warns"
    r"|tweeted|wrote|announced|stated|noted|declared|acknowledged|admitted|promised|vowed|suggested)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Quoted:
    """A stretch with what decides whether it is speech."""

    stretch: Stretch
    text: str
    before: str
    """What stands before its opening mark, up to 80 characters of the paragraph."""
    after: str
    words: int = 0

    def __post_init__(self) -> None:
        self.words = len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Whether these words stand as a sentence of their own."""
        if self.stretch.continues or self.stretch.goes_on:
            return True
        if not self.before.strip() and not self.after.strip() and self.text[-1:] in SENTENCE_END:
            return True
        lead = self.text.lstrip("[(…. '‘“\"*$£€#@¿¡")
        if not lead[:1].isupper() and not lead[:1].isdigit():
            inner = re.search(r"[.?!…]\s+[A-Z]", self.text) is not None
            alone = not self.before.strip() and not self.after.strip()
            return inner or alone or self.text.startswith(("…", "..."))
        if self.is_title:
            return False
        return self.words >= 4 or self.is_remark

    @property
    def stands_alone(self) -> bool:
        """Whether no sentence of the writer's takes it in: it begins and ends where one can."""
        before, after = self.before.rstrip(), self.after.lstrip(" ")
        begins = not before or before[-1] in '.!?”"'
        ends = self.text[-1:] in set(".!?") and not after[:1].islower()
        return begins and ends and not after.startswith((",", "—", "-"))

    @property
    def is_remark(self) -> bool:
        """A short stretch, punctuated as speech, where speech may stand ("Yes," he said)."""
        ends = self.text[-1:] in set(",.!?…—") or self.after[:1] == ","
        starts = not self.before.strip() or self.before.rstrip()[-1:] in set(',:.!?—”"')
        return ends and starts

    @property
    def is_title(self) -> bool:
        """Words that all have capitals, with no end of their own: a programme, a book."""
        if self.words > 9 or (self.text[-1:] in set(".!?…—") and self.words < 2):
            return False
        if self.stands_alone:
            return False
        words = [w for w in WORD.findall(self.text) if w.lower() not in SMALL]
        first = WORD.findall(self.text)[:1]
        capital = all(w[0].isupper() or w[0].isdigit() for w in [*words, *first])
        shouting = len(words) > 1 and all(w.isupper() for w in words)
        return bool(words) and capital and not shouting

    @property
    def is_on_a_thing(self) -> bool:
        """Words on a sign or a shirt."""
        return WRITTEN.search(self.before) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` characters of a frame from ``at``, taken from the text at ``source``."""

    at: int
    source: int
    literal: bool


@dataclass(slots=True)
class Frame:
    """A paragraph, or a piece of one, in the form that is parsed."""

    paragraph: int
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    quoted: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The span within the frame, marks included, of each stretch (by its number)."""
    ends: dict[int, bool] = field(default_factory=dict)
    """By the frame's offset after a stretch: whether a sentence ends there."""

    def put(self, text: str, source: int, *, literal: bool = True) -> None:
        """Add characters that come from ``source`` on."""
        self.pieces.append(Piece(len(self.text), source, literal))
        self.text += text

    def source(self, offset: int) -> int:
        """Where in the text the character at ``offset`` of the frame comes from."""
        piece = self.pieces[bisect_right(self.pieces, offset, key=lambda p: p.at) - 1]
        return piece.source + (offset - piece.at if piece.literal else 0)

    def span(self, start: Token, end: Token) -> tuple[int, int]:
        """The span in the text of the tokens from ``start`` to ``end``, both included."""
        last = end.idx + len(end) - 1
        return self.source(start.idx), self.source(last) + 1


@dataclass(slots=True)
class Sentence:
    """A sentence of narration with the stretches in it; ``number`` counts through the document."""

    number: int
    frame: Frame
    span: Span
    quoted: list[tuple[int, int, int]]
    """Number of the stretch, and the tokens of the document that it takes: first, past the last."""

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands inside a stretch."""
        return any(first <= token.i < end for _, first, end in self.quoted)


def quoted_stretches(
    text: str, paragraphs: Sequence[Paragraph], stretches: Sequence[Stretch]
) -> list[Quoted]:
    """Each stretch with its words and surroundings."""
    found = []
    for stretch in stretches:
        paragraph = paragraphs[stretch.paragraph]
        before = text[max(paragraph.start, stretch.outer[0] - 80) : stretch.outer[0]]
        after = text[stretch.outer[1] : min(paragraph.end, stretch.outer[1] + 80)]
        found.append(Quoted(stretch, text[stretch.start : stretch.end], before, after))
    return found


def narrate(
    text: str,
    paragraphs: Sequence[Paragraph],
    quoted: Sequence[Quoted],
    *,
    without: Set[int] = frozenset(),
) -> list[Sentence]:
    """The sentences of the narration, parsed, in order; ``without``: paragraphs that are speech."""
    frames = [f for f in _frames(text, paragraphs, quoted, without) if _has_narration(f)]
    frames = _worth_parsing(frames)
    nlp = english()
    docs = nlp.pipe((_marked(nlp.make_doc(f.text), f) for f in frames), batch_size=32)
    sentences: list[Sentence] = []
    for frame, doc in zip(frames, docs, strict=True):
        ranges = _token_ranges(doc, frame)
        for span in doc.sents:
            here = [r for r in ranges if span.start <= r[1] < span.end or r[1] <= span.start < r[2]]
            sentences.append(Sentence(len(sentences), frame, span, here))
    return sentences


def _frames(
    text: str, paragraphs: Sequence[Paragraph], quoted: Sequence[Quoted], without: Set[int]
) -> Iterator[Frame]:
    numbered: dict[int, list[int]] = {}
    for number, quote in enumerate(quoted):
        numbered.setdefault(quote.stretch.paragraph, []).append(number)
    for index, paragraph in enumerate(paragraphs):
        if index in without:
            continue
        frame = Frame(index)
        at = paragraph.start
        for number in numbered.get(index, []):
            start, end = quoted[number].stretch.outer
            for piece, ends in _cut(text, at, start, len(frame.text)):
                _put_narration(frame, text, *piece)
                if ends:
                    yield frame
                    frame = Frame(index)
            _put_quoted(frame, number, quoted[number])
            at = end
        for piece, ends in _cut(text, at, paragraph.end, len(frame.text)):
            _put_narration(frame, text, *piece)
            if ends:
                yield frame
                frame = Frame(index)
        if frame.text:
            yield frame


def _cut(text: str, start: int, end: int, length: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """Spans of narration; the flag says that the frame is full after one."""
    at = start
    while end - at + length > FRAME_CHARACTERS:
        least = at + max(0, FRAME_CHARACTERS - length)
        cut = BETWEEN_SENTENCES.search(text, min(least, end), min(end, least + FRAME_LIMIT))
        stop = cut.end() if cut else least + FRAME_LIMIT
        if stop >= end:
            break
        yield (at, stop), True
        at, length = stop, 0
    if at < end:
        yield (at, end), length > FRAME_LIMIT
    elif length > FRAME_LIMIT:
        yield (at, at), True


def _put_narration(frame: Frame, text: str, start: int, end: int) -> None:
    at = start
    for endless in ENDLESS.finditer(text, start, end):
        frame.put(_plain(text[at : endless.start()]), at)
        frame.put("it", endless.start(), literal=False)
        at = endless.end()
    if at < end:
        frame.put(_plain(text[at:end]), at)


def _plain(text: str) -> str:
    """The same number of characters without line breaks."""
    return re.sub(r"\s", " ", text)


def _put_quoted(frame: Frame, number: int, quote: Quoted) -> None:
    """The stand-in of a stretch, within marks."""
    start = len(frame.text)
    frame.put("“", quote.stretch.outer[0], literal=False)
    runs_on = _runs_on(quote)
    if quote.is_sentence:
        end = "" if quote.text[-1:].isalnum() else "." if not runs_on else ","
        frame.put(STAND_IN + end, quote.stretch.start, literal=False)
    else:
        words = quote.text.split()
        kept = quote.text
        if len(words) > FRAGMENT_WORDS:
            kept = " ".join(words[:FRAGMENT_KEPT]) + (
                words[-1][-1] if words[-1][-1] in ".," else ""
            )
        frame.put(_plain(kept), quote.stretch.start, literal=False)
    frame.put("”", quote.stretch.end, literal=False)
    frame.quoted[number] = (start, len(frame.text))
    if quote.is_sentence or not runs_on:
        frame.ends[len(frame.text)] = not runs_on


def _runs_on(quote: Quoted) -> bool:
    """Whether the writer's sentence goes on after the stretch."""
    last, after = quote.text[-1:], quote.after
    if after.lstrip(" ")[:1] in {",", ";"} or last == ",":
        return True
    if last == ".":
        return STOPPED.match(after) is not None
    follows = RUNS_ON.match(after.lstrip("*_)] "))
    if last in set("?!…—–-"):
        if last in "?!" and SAID_AFTER.match(after):
            return True
        if follows and follows["verb"]:
            return is_saying(follows["verb"]) and follows["next"] not in CONTENT
        return follows is not None
    return bool(after.strip()) and after.lstrip()[:1] not in {".", "!", "?"}


def _has_narration(frame: Frame) -> bool:
    held = sum(end - start for start, end in frame.quoted.values())
    if not frame.quoted:
        return any(c.isalpha() for c in frame.text)
    if held == len(frame.text):
        return False
    outside, at = "", 0
    for start, end in frame.quoted.values():
        outside += frame.text[at:start]
        at = end
    return any(c.isalpha() for c in outside + frame.text[at:])


def _worth_parsing(frames: list[Frame]) -> list[Frame]:
    if sum(len(f.text) for f in frames) <= PARSED_WHOLE:
        return frames
    kept, characters = [], 0
    for index, frame in enumerate(frames):
        quotes = frame.quoted or (index + 1 < len(frames) and frames[index + 1].quoted)
        if quotes or REPORTS.search(frame.text):
            characters += len(frame.text) + 60
            if characters > PARSED_AT_MOST:
                break
            kept.append(frame)
    return kept


def _marked(doc: Doc, frame: Frame) -> Doc:
    """Tell the parser where sentences end around quotations; elsewhere it decides."""
    for number, first, end in _token_ranges(doc, frame):
        for token in doc[first + 1 : end]:
            token.is_sent_start = False
        before = frame.text[: frame.quoted[number][0]].rstrip()[-1:]
        if first and first < len(doc):
            doc[first].is_sent_start = before in {".", "?", "!"} or doc[first - 1].text == "”"
        ends = frame.ends.get(frame.quoted[number][1])
        if ends is not None and end < len(doc):
            doc[end].is_sent_start = ends and not doc[end].is_punct
    return doc


def _token_ranges(doc: Doc, frame: Frame) -> list[tuple[int, int, int]]:
    ranges = []
    at = 0
    for number, (start, end) in frame.quoted.items():
        while at < len(doc) and doc[at].idx + len(doc[at]) <= start:
            at += 1
        first = at
        while at < len(doc) and doc[at].idx < end:
            at += 1
        ranges.append((number, first, at))
    return ranges


def is_verb(token: Token) -> bool:
    """Whether a token is a form of a cue verb, used as a verb."""
    form = token.lower_
    return form in LEMMAS and (token.tag_.startswith("VB") or form in {"said", "says", "told"})
