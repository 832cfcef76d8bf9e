"""Which cue goes with a stretch, and so who spoke it: the rules, in the order they are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.quotations.cues import BESIDE_ONLY, LEMMAS, NOUNS, QUOTING, THINKING, is_saying
from ingest.quotations.grammar import agent_of, beside, is_passive, speaker_of
from ingest.quotations.narration import is_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from ingest.quotations.narration import Quoted, Sentence

MARKS = frozenset("“”\"'‘’*_")
NEAR = 30
"""How many tokens a cue may stand after the stretch that it closes."""
NOT_AFTER = frozenset(
    """
and but while as adding which who when after before because although though saying in
""".split()
)


@dataclass(frozen=True, slots=True)
class Cue:
    """The token that reports, the last token of the cue, and the head of the speaker's phrase."""

    token: Token
    end: Token
    speaker: Token
    firm: bool
    """Whether the cue makes words beside it speech whatever they look like."""


def cue_of(quote: Quoted, number: int, sentence: Sentence) -> Cue | None:
    """The cue that governs a stretch, and its speaker; None where the sentence has none."""
    first, end = next((f, e) for n, f, e in sentence.quoted if n == number)
    found = _right_before(first, sentence)
    if found is None and (quote.is_sentence or _opens_sentence(first, sentence)):
        found = _right_after(end, sentence)
    if found is None:
        found = _as_said(end, sentence)
    if found is None:
        found = _before_colon(first, sentence)
    if found or quote.is_title:
        return found
    return (
        _governing(first, end, sentence)
        or _nearest_before(first, sentence)
        or _according(sentence)
        or _noun(first, sentence)
        or _any_after(end, sentence)
    )


def speaking(verb: Token, *, after: bool = False) -> Token | None:
    """The head of the phrase for the speaker: the verb's doer, else the noun beside it."""
    speaker = speaker_of(verb)
    if speaker is None and not is_passive(verb):
        speaker = beside(verb, after=after) or beside(verb, after=not after)
    return speaker


def _cue(verb: Token, *, firm: bool, after: bool = False) -> Cue | None:
    speaker = speaking(verb, after=after) or _headless(verb)
    if speaker is None or speaker.i == verb.i:
        return None
    end = verb
    if verb.i + 1 < len(verb.doc) and verb.nbor().dep_ == "prt":
        end = verb.nbor()
    return Cue(verb, end, speaker, firm)


def _headless(verb: Token) -> Token | None:
    """The doer where the parser took the sentence's only verb for a participle."""
    root = verb.sent.root
    taken = verb.tag_ == "VBN" and verb.dep_ == "acl" and not agent_of(verb)
    return root if taken and root.i < verb.i and root.pos_ in {"NOUN", "PROPN"} else None


def _outside(sentence: Sentence, start: int, end: int) -> Iterator[Token]:
    for token in sentence.span.doc[max(start, sentence.span.start) : min(end, sentence.span.end)]:
        if not sentence.is_quoted(token):
            yield token


def _right_before(first: int, sentence: Sentence) -> Cue | None:
    """'said “…”', 'said: “…”', 'said that “…”', 'told reporters in Iowa, “…”'."""
    doc, at = sentence.span.doc, first - 1
    comma = False
    while at >= sentence.span.start and (doc[at].text in MARKS or doc[at].text in {",", ":", "—"}):
        comma = comma or doc[at].text in {",", ":"}
        at -= 1
    if at >= sentence.span.start and doc[at].lower_ == "that":
        at -= 1
    if at < sentence.span.start or sentence.is_quoted(doc[at]):
        return None
    if is_verb(doc[at]):
        return _cue(doc[at], firm=is_saying(doc[at].lower_))
    if comma and doc[at].lower_ == "it" and doc[at - 1].lower_ == "put":
        return _cue(doc[at - 1], firm=True)
    if not comma:
        return None
    verb = _verb_of_tail(at, sentence)
    return _cue(verb, firm=True) if verb is not None else None


def _verb_of_tail(at: int, sentence: Sentence) -> Token | None:
    """The verb of saying whose addressee or circumstances end at ``at``."""
    token = sentence.span.doc[at]
    for _ in range(6):
        if is_verb(token) and is_saying(token.lower_):
            return token
        if token.head == token or token.head.i > at or sentence.is_quoted(token.head):
            return None
        if token.pos_ in {"VERB", "AUX"}:
            return None
        token = token.head
    return None


def _opens_sentence(first: int, sentence: Sentence) -> bool:
    return not any(t.is_alpha for t in _outside(sentence, sentence.span.start, first))


def _right_after(end: int, sentence: Sentence) -> Cue | None:
    """'“…,” said the minister', '“…,” the minister, who …, told the BBC'."""
    doc = sentence.span.doc
    start = end
    while start < sentence.span.end and (
        doc[start].text in MARKS or doc[start].text in {",", "—", "-", "–"}
    ):
        start += 1
    if start >= sentence.span.end or sentence.is_quoted(doc[start]):
        return None
    if is_verb(doc[start]) and is_saying(doc[start].lower_) and doc[start].tag_ != "VBG":
        return _cue(doc[start], firm=True, after=True)
    if doc[start].lower_ == "as" or doc[start].lower_ not in NOT_AFTER:
        return _clause_after(start, sentence)
    return None


def _as_said(end: int, sentence: Sentence) -> Cue | None:
    """'a “deportation force,” as Mr Lyle put it'."""
    doc = sentence.span.doc
    start = end
    while start < sentence.span.end and (doc[start].text in MARKS or doc[start].text == ","):
        start += 1
    if start >= sentence.span.end or doc[start].lower_ != "as":
        return None
    return _clause_after(start, sentence)


def _clause_after(start: int, sentence: Sentence) -> Cue | None:
    doc = sentence.span.doc
    for token in doc[start : min(start + NEAR, sentence.span.end)]:
        if sentence.is_quoted(token):
            return None
        if not _says(token) or token.tag_ == "VBG":
            continue
        if token.dep_ in {"relcl", "acl"} and token.head.i < token.i:
            if _ends_sentence(token):
                return Cue(token, token, token.head, True)
            continue
        cue = _cue(token, firm=True)
        if cue and cue.speaker.i >= start:
            return cue
    return None


def _ends_sentence(verb: Token) -> bool:
    """Whether a participle is the verb of "“…?” Romney, the nominee, tweeted." after all."""
    after = verb.nbor().text if verb.i + 1 < len(verb.doc) else "."
    apart = verb.nbor(-1).text == ","
    return verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and apart and after in {".", "”"}


def _before_colon(first: int, sentence: Sentence) -> Cue | None:
    """'Mr Jarvis, who was visiting Baghdad, said on Monday: “…”'."""
    doc, at = sentence.span.doc, first - 1
    while at > sentence.span.start and doc[at].text in MARKS:
        at -= 1
    if at < sentence.span.start or doc[at].text != ":":
        return None
    for token in reversed(list(_outside(sentence, sentence.span.start, at))):
        if is_verb(token):
            cue = _cue(token, firm=True)
            if cue:
                return cue
    return None


def _says(verb: Token) -> bool:
    """Whether a token reports speech by itself: "said", "put it"."""
    if verb.lower_ == "put":
        return verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == "it"
    return is_verb(verb) and is_saying(verb.lower_)


def _reaches_far(verb: Token) -> bool:
    """Whether a verb reports speech wherever in its sentence the words stand."""
    return LEMMAS[verb.lower_] not in BESIDE_ONLY


def _governing(first: int, end: int, sentence: Sentence) -> Cue | None:
    """The closest verb of saying or naming that the stretch depends on."""
    inside = [t for t in sentence.span.doc[first:end] if not t.is_punct]
    if not inside:
        return None
    token = inside[0]
    for _ in range(24):
        if token.head == token:
            return None
        token = token.head
        if first <= token.i < end or sentence.is_quoted(token):
            continue
        if is_verb(token) and _reaches_far(token):
            cue = _cue(token, firm=False)
            if cue and not first <= cue.speaker.i < end:
                return _reported_by(cue, sentence) or cue
        if token.lower_ in NOUNS and token.i < first:
            owner = _owner(token)
            if owner is not None:
                return Cue(token, token, owner, False)
    return None


def _reported_by(cue: Cue, sentence: Sentence) -> Cue | None:
    """'Mr Lyle said the government was boasting of “…”': the words are Mr Lyle's."""
    verb = cue.token
    if LEMMAS[verb.lower_] in THINKING:
        for token in reversed(list(_outside(sentence, sentence.span.start, verb.i))):
            reported = _cue(token, firm=False) if _says(token) else None
            if reported:
                return reported
    if LEMMAS[verb.lower_] in QUOTING and verb.tag_ != "VBG":
        return None
    clause = verb
    while clause.dep_ in {"conj", "xcomp"} and clause.head is not clause:
        clause = clause.head
    above = clause.head
    if clause.dep_ != "ccomp" or not is_verb(above) or not is_saying(above.lower_):
        return None
    return _cue(above, firm=False)


def _nearest_before(first: int, sentence: Sentence) -> Cue | None:
    for token in reversed(list(_outside(sentence, sentence.span.start, first))):
        if is_verb(token) and _reaches_far(token):
            cue = _cue(token, firm=False)
            if cue:
                return cue
    return None


def _according(sentence: Sentence) -> Cue | None:
    for token in sentence.span:
        if (
            token.lower_ == "according"
            and token.i + 1 < len(token.doc)
            and not sentence.is_quoted(token)
        ):
            to = token.nbor()
            speaker = next((t for t in to.children if t.dep_ == "pobj"), None)
            if to.lower_ == "to" and speaker is not None:
                return Cue(token, to, speaker, True)
    return None


def _owner(noun: Token) -> Token | None:
    """Whose words they are: "Trump's claim", "a statement from the ministry"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and (
            child.lower_ in {"by", "from"} or (child.lower_ == "of" and noun.lower_ == "words")
        ):
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if owner is not None:
                return owner
    return None


def _noun(first: int, sentence: Sentence) -> Cue | None:
    for token in reversed(list(_outside(sentence, sentence.span.start, first))):
        if token.lower_ in NOUNS:
            owner = _owner(token)
            if owner is not None:
                return Cue(token, token, owner, False)
    return None


def _any_after(end: int, sentence: Sentence) -> Cue | None:
    """'The “swift” return will go ahead, the Home Office said'."""
    for token in _outside(sentence, end, sentence.span.end):
        says = is_verb(token) and is_saying(token.lower_) and token.tag_ != "VBG"
        own = any(c.dep_ in {"dobj", "ccomp"} and c.i > token.i for c in token.children)
        if says and not own and token.dep_ in {"ROOT", "ccomp", "parataxis", "conj"}:
            cue = _cue(token, firm=False)
            if cue:
                return cue
    return None
