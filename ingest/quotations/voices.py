"""Which stretches are speech, whose, and which of them are one quotation."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.quotations.attribution import Cue, cue_of
from ingest.quotations.cues import NO_SPEECH, TITLED, is_saying
from ingest.quotations.grammar import subject_of
from ingest.quotations.mentions import Mentions, Speaker
from ingest.quotations.narration import is_verb
from vectorstore.records import Form, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.quotations.narration import Quoted, Sentence

SIGNED = re.compile(r"\s*(?:[—–]|--?)\s*(?P<name>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,4})\b")
"""A name after a dash: "…” — Abraham Lincoln"."""
LABELLED = re.compile(r"\W*(?P<name>[A-Z][\w.’'&-]*(?:\s[A-Z][\w.’'&-]*){0,4}):[\s*_]*$")
LABEL_REACH = 60
NARRATION_BETWEEN = 220
FRAGMENT_WORDS = 3
LEAST_WORDS = 4
TURNS = 4
"""How many turns back the other of two speakers may have spoken."""
NAME_BEFORE = re.compile(r"[A-Z][\w.’'-]*\s$")
NAME_AFTER = re.compile(r"\s[A-Z][\w’'-]")
"""A stretch of fewer words that no cue attributes is not taken for speech."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """A stretch that is speech: its speaker, and the cue if its own sentence has one."""

    number: int
    quote: Quoted
    speaker: Speaker
    cue: Cue | None
    cue_span: tuple[int, int] | None
    joins: bool = False


class Voices:
    """Goes through the stretches of a document in order and keeps track of who is speaking."""

    def __init__(
        self, quoted: Sequence[Quoted], sentences: Sequence[Sentence], mentions: Mentions
    ) -> None:
        self.quoted = quoted
        self.voiced: list[Voiced] = []
        self.mentions = mentions
        self.sentences = sentences
        self.starts = [s.frame.source(s.span[0].idx) for s in sentences]
        self.within = {n: s for s in reversed(sentences) for n, _, _ in s.quoted}
        self.foreground = {s.sentence: s for s in reversed(mentions.seen) if s.rank <= 0.1}

    def read(self) -> list[Voiced]:
        """The stretches that are speech, in order."""
        for number, quote in enumerate(self.quoted):
            last = self.voiced[-1] if self.voiced else None
            found = self._voice(number, quote, last)
            if found:
                self.voiced.append(found)
        return self.voiced

    def _voice(self, number: int, quote: Quoted, last: Voiced | None) -> Voiced | None:
        if quote.stretch.continues:
            held = last is not None and last.number == number - 1
            if held and last:
                return replace(
                    last, number=number, quote=quote, cue=None, cue_span=None, joins=True
                )
        cue = self._cue(number, quote)
        if cue:
            return self._cued(number, quote, cue, last) if is_speech(quote, cue) else None
        if not quote.is_sentence:
            return self._fragment(number, quote)
        speaker = (
            self._signed(quote) or self._labelled(quote) or self._floating(number, quote, last)
        )
        joins = self._carries_on(quote, last, speaker)
        if not is_speech(quote, None, carries_on=joins):
            return None
        return Voiced(number, quote, speaker, None, self._colon_cue(quote), joins)

    def _fragment(self, number: int, quote: Quoted) -> Voiced | None:
        """A fragment without a cue is speech of the person who does something in its sentence."""
        sentence = self.within.get(number)
        doer = self._doer(sentence, quote.stretch.outer[0]) if sentence else None
        unlikely = quote.is_title or quote.is_on_a_thing or NO_SPEECH.search(quote.before)
        if not doer or unlikely or TITLED.search(quote.before) or quote.words < FRAGMENT_WORDS:
            return None
        return Voiced(number, quote, doer, None, None)

    def _cue(self, number: int, quote: Quoted) -> Cue | None:
        sentence = self.within.get(number)
        return cue_of(quote, number, sentence) if sentence else None

    def _cued(self, number: int, quote: Quoted, cue: Cue, last: Voiced | None) -> Voiced:
        sentence = self.within[number]
        speaker = self.mentions.speaker(cue.speaker, sentence)
        span = sentence.frame.span(cue.token, cue.end)
        broken = bool(
            last
            and last.cue
            and last.cue.token == cue.token
            and last.number == number - 1
            and last.quote.is_sentence
            and last.quote.stretch.end < span[0] < quote.stretch.start
        )
        return Voiced(number, quote, speaker, cue, span, broken)

    def _carries_on(self, quote: Quoted, last: Voiced | None, speaker: Speaker) -> bool:
        """'“…,” he said. “…”': nothing but the attribution stands between the two."""
        if last is None or last.quote.stretch.paragraph != quote.stretch.paragraph:
            return False
        gap = quote.stretch.outer[0] - last.quote.stretch.outer[1]
        after = last.cue_span is None or last.cue_span[0] > last.quote.stretch.start
        near = gap <= NARRATION_BETWEEN and last.number == self._before(quote)
        one = self._sentences_between(last.quote.stretch.outer[0], quote.stretch.outer[0]) <= 1
        return after and near and one and speaker.name == last.speaker.name

    def _before(self, quote: Quoted) -> int:
        """The number of the stretch that stands right before one."""
        return bisect_right(self.quoted, quote.stretch.start - 1, key=lambda q: q.stretch.start) - 1

    def _sentences_between(self, start: int, end: int) -> int:
        return bisect_right(self.starts, end - 1) - bisect_right(self.starts, start)

    def _labelled(self, quote: Quoted) -> Speaker | None:
        """'ABC News: “…”': a name before a colon, and nothing else."""
        name = LABELLED.match(quote.before)
        if not name or len(quote.before) > LABEL_REACH:
            return None
        start = quote.stretch.outer[0] - len(quote.before) + name.start("name")
        person = self.mentions.people.find(name["name"])
        span = (start, start + len(name["name"]))
        return Speaker(person.name if person else name["name"], mention=span, person=person)

    def _signed(self, quote: Quoted) -> Speaker | None:
        name = SIGNED.match(quote.after)
        if (
            not name
            or not quote.is_sentence
            or quote.after[name.end() :].strip(" .,")[:1].islower()
        ):
            return None
        end = quote.stretch.outer[1]
        person = self.mentions.people.find(name["name"])
        span = (end + name.start("name"), end + name.end("name"))
        if person:
            return Speaker(person.name, person.role, span, person)
        return Speaker(name["name"], mention=span)

    def _floating(self, number: int, quote: Quoted, last: Voiced | None) -> Speaker:
        """No cue: the doer of the narration right before it, else whoever spoke last."""
        sentence = self.within.get(number)
        if sentence and (own := self._doer(sentence, quote.stretch.outer[0])):
            return own
        index = bisect_right(self.starts, quote.stretch.outer[0] - 1) - 1
        if sentence and index >= 0 and self.sentences[index] is sentence:
            index -= 1
        if index >= 0 and (last is None or last.quote.stretch.end < self.starts[index]):
            doer = self._doer(self.sentences[index], quote.stretch.outer[0])
            near = quote.stretch.paragraph - self.sentences[index].frame.paragraph <= 1
            doer = doer or self._announced(self.sentences[index])
            if doer and near:
                return doer
        if last and (other := self._answering(quote, last)):
            return other
        if last is None and (named := self._named_after(quote)):
            return named
        return replace(last.speaker, mention=None) if last else Speaker("")

    def _colon_cue(self, quote: Quoted) -> tuple[int, int] | None:
        """The cue of the paragraph before, which ends in it: "She said:"."""
        index = bisect_right(self.starts, quote.stretch.outer[0] - 1) - 1
        if index < 0 or quote.before.strip():
            return None
        sentence = self.sentences[index]
        near = quote.stretch.paragraph - sentence.frame.paragraph == 1
        if not near or sentence.span[-1].text != ":":
            return None
        verbs = [t for t in sentence.span if is_verb(t) and is_saying(t.lower_)]
        return sentence.frame.span(verbs[-1], verbs[-1]) if verbs else None

    def _answering(self, quote: Quoted, last: Voiced) -> Speaker | None:
        """A line alone after a question: whoever spoke before the one who asks."""
        alone = not quote.before.strip() and not quote.after.strip()
        follows = quote.stretch.paragraph - last.quote.stretch.paragraph == 1
        if not (alone and follows and last.cue and last.quote.text.endswith("?")):
            return None
        others = (v.speaker for v in reversed(self.voiced[-TURNS:]))
        other = next((s for s in others if s.name and s.name != last.speaker.name), None)
        return replace(other, mention=None) if other else None

    def _announced(self, sentence: Sentence) -> Speaker | None:
        """'The campaign put out a statement:': whoever the sentence is about."""
        if sentence.span[-1].text != ":":
            return None
        head = subject_of(sentence.span.root)
        if head is None and sentence.span.root.pos_ == "PROPN":
            head = sentence.span.root  # "ABC News: “…”"
        return self.mentions.speaker(head, sentence) if head is not None else None

    def _named_after(self, quote: Quoted) -> Speaker | None:
        """'That is what the director said', after a quotation that an article begins with."""
        index = bisect_right(self.starts, quote.stretch.outer[1])
        for sentence in self.sentences[index : index + 1]:
            verb = next((t for t in sentence.span if is_verb(t) and is_saying(t.lower_)), None)
            if sentence.span[0].lower_ in {"that", "so", "those"} and verb is not None:
                head = subject_of(verb)
                return self.mentions.speaker(head, sentence) if head is not None else None
        return None

    def _doer(self, sentence: Sentence, before: int) -> Speaker | None:
        seen = self.foreground.get(sentence.number)
        if seen is None:
            return None
        token = sentence.span.doc[seen.at]
        if sentence.frame.source(token.idx) > before:
            return None
        return self.mentions.speaker(token, sentence)


def is_speech(quote: Quoted, cue: Cue | None, *, carries_on: bool = False) -> bool:
    """Whether a stretch is somebody's words, not a title, a term or words on a thing.

    Whole sentences are speech unless something says otherwise; a fragment is speech only where a
    cue puts it into somebody's mouth ("one in, one out" alone does not).
    """
    if not any(c.isalnum() for c in quote.text):
        return False
    if quote.words == 1 and NAME_BEFORE.search(quote.before) and NAME_AFTER.match(quote.after):
        return False  # a nickname
    if NO_SPEECH.search(quote.before) or quote.is_on_a_thing:
        return quote.is_sentence and cue is not None and cue.firm and quote.words >= LEAST_WORDS
    if quote.is_title:
        named = TITLED.search(quote.before) is not None or (
            quote.after[1:2].islower() and quote.text[-1:].isalnum()
        )
        return cue is not None and cue.firm and not named
    if quote.is_sentence:
        alone = not quote.before.strip() and not quote.after.strip()
        return cue is not None or carries_on or alone or quote.words >= LEAST_WORDS
    return cue is not None


def quotations(voiced: Sequence[Voiced]) -> list[Quotation]:
    """One quotation for each speech: parts that narration or a new paragraph breaks are joined."""
    groups: list[list[Voiced]] = []
    for voice in voiced:
        if voice.joins and groups:
            groups[-1].append(voice)
        else:
            groups.append([voice])
    return [_quotation(group) for group in groups]


def _parts(group: Sequence[Voiced]) -> tuple[tuple[int, int], ...]:
    """The spans of one speech: lines that no mark parts are one."""
    parts: list[tuple[int, int]] = []
    before = None
    for voice in group:
        stretch = voice.quote.stretch
        unmarked = stretch.continues and stretch.outer[0] == stretch.start
        if before and unmarked and before.goes_on and stretch.paragraph == before.paragraph + 1:
            parts[-1] = (parts[-1][0], stretch.end)
        else:
            parts.append((stretch.start, stretch.end))
        before = stretch
    return tuple(parts)


def _quotation(group: Sequence[Voiced]) -> Quotation:
    parts = _parts(group)
    lead = next((v for v in group if v.cue_span), group[0])
    return Quotation(
        start=parts[0][0],
        end=parts[-1][1],
        parts=parts,
        form=Form.DIRECT if group[0].quote.is_sentence else Form.MIXED,
        speaker=lead.speaker.name,
        mention=lead.speaker.mention,
        cue=lead.cue_span,
        role=lead.speaker.role,
    )
