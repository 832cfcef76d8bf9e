"""Indirect quotations: what somebody is reported to have said, in the writer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.quotations.cues import LEMMAS, REPORTING
from ingest.quotations.grammar import is_passive, subject_of
from vectorstore.records import Form, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from ingest.quotations.mentions import Mentions
    from ingest.quotations.narration import Sentence

LEAST_TOKENS = 3
EDGE = frozenset([",", ".", ";", ":", "—", "–", "-"])
UNSAID = frozenset("not n't n’t never if whether unless".split())


def indirect(sentences: Sequence[Sentence], mentions: Mentions) -> list[Quotation]:
    """Reports of speech in sentences that quote nothing."""
    found = []
    for sentence in sentences:
        if sentence.quoted:
            continue
        said = _according(sentence, mentions) or _reported(sentence, mentions)
        if said:
            found.append(said)
    return found


def _reported(sentence: Sentence, mentions: Mentions) -> Quotation | None:
    """'The minister said that …', '…, the minister said'."""
    for verb in sentence.span:
        if LEMMAS.get(verb.lower_) not in REPORTING or not verb.tag_.startswith("VB"):
            continue
        head = subject_of(verb)
        content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        if head is None or content is None or is_passive(verb) or _is_unsaid(verb):
            continue
        words = _words(content, verb, head)
        if words:
            return _quotation(words, head, (verb, verb), sentence, mentions)
    return None


def _is_unsaid(verb: Token) -> bool:
    """Whether it is not said: "did not say", "would say if"."""
    return any(c.dep_ == "neg" or c.lower_ in UNSAID for c in verb.children if c.i < verb.i)


def _words(content: Token, verb: Token, head: Token) -> list[Token]:
    """The tokens of the reported clause: one run beside the verb, without "that" and end marks."""
    doc = verb.doc
    first, last = content.left_edge.i, content.right_edge.i
    if first > verb.i:
        while first < last and doc[first].lower_ == "that":
            first += 1
    elif last > min(verb.i, head.left_edge.i):
        last = min(verb.i, head.left_edge.i) - 1
    while last >= first and doc[last].text in EDGE:
        last -= 1
    return list(doc[first : last + 1]) if last - first + 1 >= LEAST_TOKENS else []


def _according(sentence: Sentence, mentions: Mentions) -> Quotation | None:
    """'According to the ministry, …' and '…, according to the ministry'."""
    doc = sentence.span.doc
    for token in sentence.span[:-2]:
        if token.lower_ != "according" or token.nbor().lower_ != "to":
            continue
        to = token.nbor()
        head = next((c for c in to.children if c.dep_ == "pobj"), None)
        if head is None:
            continue
        first, last = sentence.span.start, token.i - 1
        if token.i == first:
            first, last = head.right_edge.i + 1, sentence.span.end - 1
        while first <= last and doc[first].text in EDGE:
            first += 1
        while last >= first and doc[last].text in EDGE:
            last -= 1
        if last - first + 1 >= LEAST_TOKENS:
            return _quotation(list(doc[first : last + 1]), head, (token, to), sentence, mentions)
    return None


def _quotation(
    words: Sequence[Token],
    head: Token,
    cue: tuple[Token, Token],
    sentence: Sentence,
    mentions: Mentions,
) -> Quotation | None:
    speaker = mentions.speaker(head, sentence)
    if not speaker.name:
        return None
    start, end = sentence.frame.span(words[0], words[-1])
    return Quotation(
        start=start,
        end=end,
        parts=((start, end),),
        form=Form.INDIRECT,
        speaker=speaker.name,
        mention=speaker.mention,
        cue=sentence.frame.span(*cue),
        role=speaker.role,
    )
