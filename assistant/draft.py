"""The sentences of a model's reply as it streams, each with the passages it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.claims import QUOTED
from assistant.markers import Marker, find_markers, find_round, without
from assistant.sentences import shown_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST_QUOTE = 1200
"""Characters for which an open quotation mark holds sentences together."""
END = re.compile(r"[.!?]")
SENTINEL = re.compile(r"\W*\bNOT[ _-]?FOUND\b\W*", re.IGNORECASE)
TOLD = re.compile(r"\bNOT_FOUND\b|\bNOT FOUND\b|^\W*(?i:not[ _-]found)\W*$|\bnot_found\b")
REFUSAL = re.compile(
    r"\b(?:passages?|sources?|documents?|excerpts?|texts?|context|information|materials?)\b"
    r"(?: \w+){0,5}? (?:do(?:es)? not|don[’']t|doesn[’']t|did not|cannot|can[’']t|never)"
    r"(?: \w+)? (?:contain|mention|say|state|provide|answer|include|specify|give|address|discuss|"
    r"indicate|cover|tell|report|identify)"
    r"|\bno (?:\w+ ){0,2}(?:information|mention|answer)\b.{0,60}\b(?:passages?|sources?|context)\b"
    r"|^(?:Sorry, |Unfortunately, )?I (?:cannot|can[’']t|could not|am unable|do not|don[’']t)\b"
    r"|\b(?:is|are|was|were) not (?:\w+ )?(?:in|by|from) the (?:\w+ )?(?:passages|sources)\b",
    re.IGNORECASE,
)
LIST_OF_SOURCES = re.compile(
    r"^[*_\s]*(?:sources|references|citations|footnotes)[*_\s]*:?[*_\s]*$", re.IGNORECASE
)
DECORATION = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # an image
    (re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^)]*\))*\)"), r"\1"),  # a link keeps its label
    (re.compile(r"</?[a-zA-Z][^>\n]*>"), ""),
    (re.compile(r"(\*\*|__|`+)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\*\*|`"), ""),
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """One sentence of a reply: its plain text and the numbers of the passages it cites.

    ``unresolved`` are its markers, as written, that name no passage. ``not_found`` is set where
    the reply says that the passages do not answer, or not all; such a sentence is never shown.
    """

    text: str
    cited: tuple[int, ...] = ()
    unresolved: tuple[str, ...] = ()
    not_found: bool = False


@dataclass(frozen=True, slots=True)
class _Marked:
    """A sentence without its markers, where it ends in its line, and the markers it had."""

    text: str
    end: int
    markers: tuple[Marker, ...]


def draft(pieces: Iterable[str], passages: int) -> Iterator[Drafted]:
    """Each sentence of a reply that comes in ``pieces``, as soon as it is known to be whole.

    ``passages`` is how many were numbered. However the reply is cut into pieces, the sentences are
    those of the whole.
    """
    return _all_drafted(_with_late_markers(_sentences(pieces)), passages)


def draft_stated(stated: Iterable[tuple[str, Sequence[int]]], passages: int) -> Iterator[Drafted]:
    """The same of sentences whose passages are stated beside them: (text, numbers of passages).

    A text that holds several sentences states for each of them what it states for all.
    """
    return _all_drafted(
        (
            replace(sentence, markers=(*_stated_markers(numbers), *sentence.markers))
            for text, numbers in stated
            for sentence in _sentences([text])
        ),
        passages,
    )


def _stated_markers(numbers: Sequence[int]) -> tuple[Marker, ...]:
    return tuple(Marker(0, 0, f"[{number}]", (number,)) for number in numbers)


def _all_drafted(sentences: Iterable[_Marked], passages: int) -> Iterator[Drafted]:
    for sentence in sentences:
        if LIST_OF_SOURCES.match(sentence.text):
            return
        if drafted := _drafted(sentence, passages):
            yield drafted


def _sentences(pieces: Iterable[str]) -> Iterator[_Marked]:
    line, given = "", 0
    for piece in pieces:
        *whole, last = piece.replace("\r", "").split("\n")
        for part in whole:
            yield from _split(line + part)[given:]
            line, given = "", 0
        line += last
        ready = _ready(line)
        yield from ready[given:]
        given = max(given, len(ready))
    yield from _split(line)[given:]


def _with_late_markers(sentences: Iterable[_Marked]) -> Iterator[_Marked]:
    """A marker alone on a line cites the sentence above, so one without markers waits for it."""
    waiting: _Marked | None = None
    for sentence in sentences:
        late = waiting is not None and not sentence.text
        if waiting and late:
            yield replace(waiting, markers=sentence.markers)
        elif waiting:
            yield waiting
        waiting = None if sentence.markers else sentence
        if sentence.markers and not late:
            yield sentence
    if waiting:
        yield waiting


def _ready(line: str) -> list[_Marked]:
    """The sentences of an unfinished line that nothing to come can change.

    Whether a full stop ends a sentence shows by the words that follow, and a marker may follow it:
    three words have to. What may still be a bracket or a quotation waits for its end.
    """
    if not END.search(line) or line.lstrip().startswith("#"):
        return []
    line = line[: _open_bracket(line)]
    # What is cut off may have closed a quotation of the other marks, so cut until none is open.
    while (opens := _open_quote(line)) < len(line):
        line = line[:opens]
    found, bare = _split(line), _bare(_unlisted(line), find_markers(_unlisted(line)))[0]
    while found and len(re.findall(r"\S*\w\S*", bare[found[-1].end :])) < 3:
        found.pop()
    return found


def _split(line: str) -> list[_Marked]:
    """The sentences of one line.

    A marker belongs to the sentence it stands in or after; at the start of a line, to the first.
    """
    if line.lstrip().startswith("#"):
        return []
    line = _unlisted(line)
    markers = find_markers(line)
    bare, places = _bare(line, markers)
    spans = _joined(bare, shown_spans(bare)) or [(0, 0)] * bool(markers)
    owners = [max((i for i, (s, _) in enumerate(spans) if s < at), default=0) for at in places]
    owned = list(zip(owners, markers, strict=True))
    return [
        _Marked(bare[start:end], end, tuple(marker for owner, marker in owned if owner == number))
        for number, (start, end) in enumerate(spans)
    ]


def _unlisted(line: str) -> str:
    return re.sub(r"^\s*(?:[-*•+>]|\d{1,2}[.)])\s+(?=\S)", "", line)


def _bare(line: str, markers: Sequence[Marker]) -> tuple[str, list[int]]:
    """The line without markers, and where in it each one stood."""
    bare, places, position = "", [], 0
    for marker in markers:
        bare = _appended(bare, line[position : marker.start]).rstrip(" \t")
        places.append(len(bare))
        position = marker.end
    return _appended(bare, line[position:]), places


def _appended(bare: str, rest: str) -> str:
    gap = " " if re.search(r"\w[.!?][”\"’)]*$", bare) and re.match(r"[\w“\"‘(]", rest) else ""
    return bare + gap + rest


def _open_bracket(line: str) -> int:
    """Where a bracket opens that may become a marker; the end of the line if none does."""
    match = re.search(r"[\[【［〔⟦(][^\]】］〕⟧)]{0,90}$", line)
    return match.start() if match else len(line)


def _open_quote(text: str) -> int:
    """Where the last quotation opens that is not closed; the end of the text if none is."""
    straight = [match.start() for match in re.finditer('"', text)]
    curly = list(re.finditer("[“”]", text))
    places = [straight[-1]] if len(straight) % 2 else []
    places += [curly[-1].start()] if curly and curly[-1].group() == "“" else []
    return min(places, default=len(text))


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with those put together that one quotation runs through."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _is_quoted_on(text, *joined[-1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_quoted_on(text: str, start: int, end: int) -> bool:
    part = text[start:end]
    opens = _open_quote(part)
    if opens == len(part):
        return False
    mark = "”" if part[opens] == "“" else '"'
    return 0 <= text.find(mark, end) - start < LONGEST_QUOTE


def _drafted(sentence: _Marked, passages: int) -> Drafted | None:
    told = TOLD.search(sentence.text) is not None
    text = plain(SENTINEL.sub(" ", sentence.text) if told else sentence.text)
    cited = [number for marker in sentence.markers for number in marker.numbers]
    if not cited and (closing := find_round(text)) and max(closing.numbers) <= passages:
        cited, text = list(closing.numbers), without(text, [closing])
    if told or REFUSAL.search(QUOTED.sub(" ", text)):
        return Drafted(text, not_found=True)
    if not re.search(r"\w", text) or (not cited and text.endswith(":")):
        return None
    known = range(1, passages + 1)
    return Drafted(
        text=text,
        cited=tuple(dict.fromkeys(number for number in cited if number in known)),
        unresolved=tuple(m.shown for m in sentence.markers if not set(m.numbers) <= set(known)),
    )


def plain(text: str) -> str:
    """``text`` without the marks of Markdown and HTML, links and images among them."""
    for mark, instead in DECORATION:
        text = mark.sub(instead, text)
    return re.sub(r"\s+", " ", text).strip()
