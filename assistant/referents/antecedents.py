"""What "it", "they", "its", "the deal" stand for, where the words before leave one answer only.

Rules that can be read, for there is no model of it. What a word stands for must be named before it,
in words that can be shown; two things that fit are none: a wrong name is worse than no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.referents.named import HEADS, NAMED_BODIES, fullest, groups, named
from assistant.referents.persons import PERSONAL, person
from assistant.referents.phrases import (
    ADVERBS,
    BODIES,
    DOCUMENTS,
    INSTRUMENTS,
    LAWS,
    PREPOSITIONS,
    VERBS,
    Phrase,
    opening,
    predicate,
    subject,
)
from assistant.referents.predicates import (
    CALLED,
    CLAUSE,
    LEADERS,
    MODAL,
    NOTHING,
    OF_INSTRUMENTS,
    OF_LEADERS,
    OF_SEVERAL,
    OF_TEXTS,
    PARTS,
    REPEALS,
    SPEECH_AFTER,
    has_rivals,
    has_several,
    is_country,
    is_person,
    suits,
)
from assistant.sentences import shown_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.referents.named import Named

WINDOW = 1500
"""Characters before a sentence in which what it leans on is looked for."""

MOST_BACK = 3
"""Sentences back, across paragraphs, where only an agreement can be meant."""


@dataclass(frozen=True, slots=True)
class Referent:
    """What a word stands for: the word ends at ``at``; ``words`` stand from ``start`` to ``end``.

    All are offsets into the document's text; what only the title names has the span ``(-1, -1)``.
    """

    at: int
    words: str
    start: int
    end: int
    own: bool = False
    """Whether the word is a possessive: "its"."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A sentence before: where it begins in the document, and whether in the same paragraph."""

    start: int
    text: str
    same: bool


OPENING_PRONOUN = re.compile(r"(?P<word>It|it|They|they|Its|Their)\b(?!['’])\s+")
SIGNED_IT = re.compile(
    r"\b(?:sign|signed|ratif(?:y|ied)|renew|renewed|terminate|terminated|(?:may|can|to) end|ended|"
    r"approved|endorsed|voted (?:against|for)|agreed to|calls?|called) (?P<word>it)\b"
)
BARE = re.compile(
    rf"\b(?P<det>[Tt]he|[Tt]his|[Tt]hat) (?P<noun>{'|'.join(sorted(HEADS))}|"
    rf"{'|'.join(sorted(h.capitalize() for h in HEADS))})(?![\w’'–-])"
)
OF_ITSELF = frozenset("note summary retelling report paper release letter review survey".split())
GOES_ON = (
    VERBS | ADVERBS | (PREPOSITIONS - {"of", "on", "between", "with", "for", "to"}) | {"and", "or"}
)
"""What may follow "the deal" that does not say which deal."""


def referents(text: str, title: str, start: int, end: int, *, treaty: bool) -> list[Referent]:
    """What the words of ``text[start:end]`` stand for that lean on something before ``start``.

    ``treaty`` says that the document is itself an agreement: its "Agreement" is the document.
    """
    found: list[Referent] = []
    for first, last in shown_spans(text[start:end]):
        sentence = text[start + first : start + last]
        for one in _of_sentence(text, title, start + first, sentence, treaty=treaty):
            named_here = start <= one.start < end
            known = any(one.words == other.words for other in found)
            if not named_here and not known and not _says(text[start : one.at], one.words):
                found.append(one)
    return sorted(found, key=lambda one: one.at)


def _of_sentence(
    text: str, title: str, start: int, sentence: str, *, treaty: bool
) -> Iterator[Referent]:
    if not _is_whole(sentence):
        return
    begin = opening(sentence)
    pronoun = OPENING_PRONOUN.match(sentence, begin)
    before = _before(text, start)
    if pronoun:
        phrase = _opening(pronoun["word"].lower(), sentence[pronoun.end() :], before, text, title)
        if phrase:
            at = start + pronoun.end("word")
            own = pronoun["word"] in {"Its", "Their"}
            yield Referent(at, phrase.words, phrase.start, phrase.end, own)
    somebody = PERSONAL.match(sentence, begin)
    named_person = person(somebody, [one.text for one in before if one.same], text[:start])
    if somebody and named_person:
        own = somebody["word"] == "His"
        yield Referent(start + somebody.end("word"), named_person, -1, -1, own)
    outside = _outside_quotes(sentence)
    signed = SIGNED_IT.search(outside)
    if signed and not any(_fits_it(one.noun) for one in named(outside[: signed.start()])):
        one = _signed(signed.group(), before, text, title)
        if one:
            yield Referent(start + signed.end("word"), one.words, one.start, one.end)
    yield from _taken_up(text, title, start, outside, treaty=treaty)


def _signed(deed: str, before: Sequence[_Before], text: str, title: str) -> _Found | None:
    """What somebody "signed", or "calls" something."""
    if not deed.startswith("call"):
        return _instrument(before[:MOST_BACK], text, title, alone=True)
    phrase = subject(before[0].text) if before and before[0].same else None
    fits = phrase and not phrase.plural and phrase.head in INSTRUMENTS
    return _as_found(phrase, before[0], text, title) if phrase and fits else None


def _outside_quotes(sentence: str) -> str:
    """The sentence with what stands in somebody's words blanked: nothing there is touched."""
    return re.sub(r"“[^”]*(?:”|$)|‘[^’]{12,}’|\"[^\"]*\"", lambda m: "_" * len(m.group()), sentence)


@lru_cache(maxsize=64)
def _before(text: str, start: int) -> tuple[_Before, ...]:
    """The sentences before ``start``, the nearest first, up to the last heading."""
    edge = max(0, start - WINDOW)
    found: list[_Before] = []
    same = True
    for first, last in reversed(shown_spans(text[edge:start])):
        following = found[-1].start if found else start
        same = same and "\n" not in text[edge + last : following]
        sentence = text[edge + first : edge + last]
        if not _is_whole(sentence):
            break  # a heading
        found.append(_Before(edge + first, sentence, same))
    return tuple(found)


def _is_whole(sentence: str) -> bool:
    """Whether it is a sentence: a heading ends without a mark."""
    return sentence.rstrip().rstrip("”’\"')").endswith((".", "?", "!", ";", ":"))


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    start: int
    end: int
    content: frozenset[str] = frozenset()


def _opening(
    word: str, rest: str, before: Sequence[_Before], text: str, title: str
) -> _Found | None:
    """What a pronoun stands for that a sentence opens with; ``rest`` follows it."""
    near: Sequence[_Before] = [one for one in before if one.same] or [
        one for one in before[:1] if LABELLED.match(text, one.start)
    ]
    if not near or (word == "it" and NOTHING.match(rest) and not OF_INSTRUMENTS.match(rest)):
        return None
    if word in {"they", "their"}:
        return _several(rest, near, text)
    if word == "it" and OF_INSTRUMENTS.match(rest):
        if SIGNED_IT.search(near[0].text):
            near = before[before.index(near[0]) + 1 :][:MOST_BACK]
            return _instrument(near, text, title, alone=True)
        return _in_force(near, text, title)
    return _one(word, rest, near, text, title)


def _in_force(near: Sequence[_Before], text: str, title: str) -> _Found | None:
    """What has come into force, was signed, and the like: an agreement or a law."""
    phrase = subject(near[0].text)
    if phrase and phrase.head in INSTRUMENTS and REPEALS.match(predicate(near[0].text)):
        return _as_found(phrase, near[0], text, title)
    if phrase and not phrase.plural and phrase.head not in INSTRUMENTS | BODIES:
        somebody = is_person(phrase) or is_country(phrase)
        if not somebody:  # the inquiry, the contract: it may have been concluded as well
            return None
    return _instrument(near, text, title, alone=True)


LABELLED = re.compile(r"\s*(?:\d{1,3}\.|\(\w{1,3}\)|[A-Z]\.)\s")


def _several(rest: str, near: Sequence[_Before], text: str) -> _Found | None:
    """What "they" stands for: the several of whom the sentence before says something."""
    last = near[0]
    phrase = subject(last.text)
    said = predicate(last.text)
    again = OPENING_PRONOUN.match(last.text, opening(last.text))
    if again and again["word"].lower() in {"they", "their"} and len(near) > 1:
        after = last.text[again.end() :]
        likewise = OF_LEADERS.match(after) and OF_LEADERS.match(rest)
        return None if has_several(after) and not likewise else _several(after, near[1:], text)
    if phrase is None or not (phrase.plural or phrase.text.startswith("A total of ")):
        return None
    parallel = MODAL.match(rest) and MODAL.match(said)
    telling = OF_LEADERS.match(rest) and LEADERS.search(phrase.text)
    if not parallel and not telling and has_several(said):
        return None
    first, *others = phrase.text.split()
    if others[:1] != ["total"] and OF_SEVERAL.search(phrase.text):
        return None
    if phrase.text == first and not re.search(rf"(?<![\w’-]){first.lower()}(?![\w’-])", text):
        return None  # a name that only ends like a plural
    if phrase.text.lower().startswith(("those", "these", "other", "such", "the two", "two of")):
        return None
    return _Found(_shown(phrase.text, text), last.start + phrase.start, last.start + phrase.end)


def _one(word: str, rest: str, near: Sequence[_Before], text: str, title: str) -> _Found | None:
    """What "it" or "its" stands for, by the subject of the sentence before."""
    last = near[0]
    phrase = subject(last.text)
    said = SPEECH_AFTER.sub(".", predicate(last.text))
    if phrase is None or last.text[opening(last.text) :].startswith("Its "):
        again = OPENING_PRONOUN.match(last.text, opening(last.text))
        if again and again["word"].lower() in {"it", "its"} and len(near) > 1:
            after = last.text[again.end() :]
            if not CLAUSE.search(after) and not has_rivals(after, word, rest):
                return _opening(again["word"].lower(), after, near[1:], text, title)
        return None
    if phrase.plural or is_person(phrase):
        if (word == "it" and OF_TEXTS.match(rest)) or (word == "its" and PARTS.match(rest)):
            return _instrument(near[:1], text, title, alone=False)
        return None
    if CLAUSE.search(said) or not suits(phrase, word, rest) or has_rivals(said, word, rest):
        return None
    return _as_found(phrase, last, text, title)


def _instrument(near: Sequence[_Before], text: str, title: str, *, alone: bool) -> _Found | None:
    """The only agreement, law or plan that the sentences before name.

    ``alone``: what is said is said of agreements and laws only, so that nothing else competes.
    """
    things = [
        (one, thing)
        for one in near
        for thing in named(CALLED.split(one.text)[0])
        if _fits_it(thing.noun) and not _is_part_of_another(one.text, thing)
    ]
    nearest = [(one, thing) for one, thing in things if one.same and one is near[0]]
    things = nearest if alone and nearest else things
    if not things or len(groups([thing for _, thing in things])) != 1:
        return None
    papers = DOCUMENTS - INSTRUMENTS
    if not alone and any(thing.kind in papers for one in near for thing in named(one.text)):
        return None
    one, thing = things[0]
    known = _known(thing, text, title, one.start + thing.start)
    if known:
        return known
    best = fullest([thing for _, thing in things])
    where = next(one.start for one, thing in things if thing is best)
    return _Found(f"the {best.text}", where + best.start, where + best.end)


def _fits_it(noun: str) -> bool:
    return noun.lower() in INSTRUMENTS - {"rule", "order", "law", "programme", "strategy"}


def _is_part_of_another(text: str, thing: Named) -> bool:
    """Whether a name goes on after it: "High Court order", "Act of Parliament"."""
    after = text[thing.end :]
    return bool(re.match(r"(?: [A-Z][\w-]+|-|’|')", after))


def _known(thing: Named, text: str, title: str, before: int) -> _Found | None:
    """The fullest name that the document gives before to what ``thing`` is called there.

    None where it names several of the kind, or none more fully.
    """
    earlier = [
        one
        for one in (named(text) if len(text) < LONG else ())
        if one.end <= before and one.kind == thing.kind and one.content
    ]
    titled = [one for one in named(title) if one.kind == thing.kind and one.content]
    if not (earlier or titled) or (not titled and _is_older(thing, earlier[0], text)):
        return None
    if thing.content:
        itself = replace(thing, start=before, end=before + thing.end - thing.start)
        earlier = [itself, *(one for one in earlier if one.may_be(thing))]
        titled = [one for one in titled if one.may_be(thing)]
    if len(groups([*earlier, *titled])) != 1:
        # Of several the one that the title names is what the document is about.
        earlier = [one for one in earlier if titled and one.may_be(titled[0])]
        if len(groups(titled)) != 1 or thing.noun.lower() not in LAWS:
            return None
    best = fullest([*earlier, *titled])
    if earlier and best not in earlier and len(fullest(earlier).content) >= 1:
        best = fullest(earlier)
    if titled and len(fullest(titled).content) >= len(best.content) + 2:
        best = fullest(titled)
    if not best.is_telling or (best in titled and len(best.content) < LEAST_TITLED):
        return None
    if best in earlier:
        return _Found(_with_the(best.text), best.start, best.end, best.content)
    return _Found(_with_the(best.text), -1, -1, best.content)


def _is_older(thing: Named, full: Named, text: str) -> bool:
    """Whether "the Council" stands before the first full name, so that it may be another."""
    return not thing.content and any(
        text[max(0, one.start - 4) : one.start].lower() == "the "
        for one in named(text)
        if one.end <= full.start and one.noun == thing.noun and not one.content
    )


LEAST_TITLED = 2
"""Telling words of what only a title names: a headline has capitals where there is no name."""

LONG = 60_000
"""Characters of a document beyond which its names are too many to be told apart."""


def _taken_up(
    text: str, title: str, start: int, sentence: str, *, treaty: bool
) -> Iterator[Referent]:
    """What "the deal", "the ministry", "the Act" stands for."""
    for match in BARE.finditer(sentence):
        noun = match["noun"]
        if not _goes_on(sentence[match.end() :].strip(), noun.lower() in NAMED_BODIES):
            continue
        if (treaty and noun[0].isupper()) or (
            match["det"].lower() == "this" and (treaty or noun.lower() in OF_ITSELF)
        ):
            continue
        (thing,) = named(noun)
        known = _known(thing, text, title, start + match.start())
        here = [one.content for one in named(sentence) if one.kind == thing.kind and one.content]
        if known and not any(one <= known.content or known.content <= one for one in here):
            yield Referent(start + match.end("noun"), known.words, known.start, known.end)


def _goes_on(after: str, of_body: bool) -> bool:
    """Whether what follows "the deal" does not say which deal it is."""
    if not after or not after[0].isalnum():
        return after[:1] != "“"
    word, _, rest = after.partition(" ")
    word = word.rstrip(",.;:")
    if word.endswith("ed") and rest.startswith("by "):
        return False
    dated = word in {"on", "for", "with"} and re.match(r"(?:the )?(?:\d|[A-Z][a-z]+day)", rest)
    return word in GOES_ON or word.endswith("ly") or bool(dated) or (of_body and word == "to")


def _as_found(phrase: Phrase, last: _Before, text: str, title: str) -> _Found | None:
    """A subject in the words of a bracket: by its fuller name where the document has one."""
    things = [one for one in named(phrase.text) if one.noun.lower() == phrase.head]
    if things and not things[0].content:
        known = _known(things[0], text, title, last.start + phrase.start)
        if known:
            return known
    return _Found(_shown(phrase.text, text), last.start + phrase.start, last.start + phrase.end)


def _shown(words: str, text: str) -> str:
    """A subject as it stands within a sentence: "the agreement", "spending on asylum"."""
    first, _, rest = " ".join(words.split()).partition(" ")
    low = first.lower()
    articles = {"the", "a", "an", "both", "this", "all"}
    lower = (
        low in articles
        or low.endswith("ing")
        or re.search(rf"(?<![\w’-]){re.escape(low)}(?![\w’-])", text)
    )
    return f"{low if lower else first} {rest}".strip()


def _with_the(words: str) -> str:
    return f"the {' '.join(words.split())}"


def _says(text: str, words: str) -> bool:
    """Whether the words that would be put in brackets stand there already."""
    return words.removeprefix("the ") in " ".join(text.split())
