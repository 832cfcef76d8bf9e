"""Whose words they are, as the sources have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.attribution import dated
from assistant.people import same_person
from assistant.quotes.verdict import Finding, Verdict
from vectorstore.records import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.place import Placed

LONG_ENOUGH = 5
"""Words from which on it says something that two people are quoted with the same ones."""

INNER = re.compile(
    r"“(?P<a>[^“”]{2,600})”|(?<!\w)‘(?P<b>[^‘]{2,600}?)’(?!\w)|\"(?P<c>[^\"]{2,600})\""
    r"|(?<!\w)'(?P<d>[^'\n]{2,600}?)'(?!\w)"
)
"""Marks inside a quotation: somebody else's words, read out."""

NAME = r"(?:[A-Z][\w’'-]+(?: (?:of|the|for|and|[A-Z][\w’'-]+))*)"
READING = re.compile(
    rf"(?:\b(?:I|we) quote|\bto quote(?: {NAME})?|\bin the words of (?:the )?{NAME}|\bquote"
    rf"|\b(?:[Aa]s )?(?:(?:[Tt]he|[Aa]|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur) (?:[\w’'-]+ ){{1,4}}?|{NAME} "
    r"|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Pp]eople|[Cc]ritics|[Ss]ome|[Ii]t) )"
    r"(?:once |famously |then |also |himself |herself |even |has |have |had )?"
    r"(?:said|says?|saying|told (?:me|us|you|him|her|them|the \w+|\w+)|tells? (?:me|us|you)"
    r"|wrote|writes?|written|put it|argued?s?|claim(?:ed|s)?|called it|promised|warned|reads?"
    r"|asked|insists?|insisted|states?|stated|declared))"
    r"(?: to (?:me|us))?(?: that)?\s*[,:;–—]?\s*[“\"‘']?\s*$"
)
"""What leads over to somebody else's words in a speech, up to those words."""

OWN = re.compile(r"\b(?:I|we|We) (?:have |had )?(?:said|say|told|promised)\b[^.]*$")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘])|\n")
NOT_NAMES = frozenset("I As The He She They It And But In To We You So That This".split())
LEAD = 140
ROLE_WORDS = re.compile(r"[^\W\d_]+")
SMALL = frozenset("the a an of for and uk us mr mrs ms".split())


def spoken_by(placed: Placed, speaker: str) -> bool:
    """Whether the source puts the words there in the mouth of ``speaker``."""
    return bool(placed.said) and named(placed, speaker)


def named(placed: Placed, speaker: str) -> bool:
    """Whether ``speaker`` names the one who is quoted at a place, by the name or by the office."""
    said = placed.said
    if said is None:
        return False
    return (
        same_person(said.speaker, speaker)
        or _called(said.speaker, speaker)
        or _same_office(said.role, speaker)
        or (bool(said.speaker) and said.speaker.casefold() == speaker.casefold())
    )


def _called(name: str, speaker: str) -> bool:
    """Whether one is the other with what the person is: "Interior Minister Ana Ruiz"."""
    ours, theirs = (
        [word.casefold() for word in ROLE_WORDS.findall(one.split(",")[0])]
        for one in (name, speaker)
    )
    short, long = sorted((ours, theirs), key=len)
    return len(short) > 1 and long[-len(short) :] == short


def _same_office(role: str, speaker: str) -> bool:
    """Whether a speaker is given by the office alone: "the security minister"."""
    ours, theirs = (
        [w for w in map(str.casefold, ROLE_WORDS.findall(t)) if w not in SMALL]
        for t in (role, speaker)
    )
    return bool(ours) and ours == theirs


def speakers(equal: Sequence[Placed], speaker: str, *, marked: bool = False) -> list[Finding]:
    """What is to be said of the speaker, by the places that bear the words out equally well."""
    if equal[0].others:
        return []  # words of several speeches are nobody's: the finding on the splice names them
    read = _read_out(equal[0])
    if not speaker:
        return [_quoting(equal[0], read, plain=True)] if read is not None else []
    known = {one.speaker: one for one in equal if one.speaker}
    right = [one for one in equal if spoken_by(one, speaker)]
    wrong = [one for name, one in known.items() if not named(one, speaker)]
    if right:
        return [*_confirmed(right, speaker, marked=marked), *_disputed(right, wrong, speaker)]
    if read is not None and same_person(read[0], speaker):
        detail = f"{equal[0].speaker or 'the source'} quotes {read[0]} with these words"
        return [Finding(kind=Verdict.SPEAKER_CONFIRMED, detail=detail)]
    if wrong:
        told = "; ".join(f"{one.speaker} ({_where(one)})" for one in wrong)
        detail = f"these are the words of {told}, not of {speaker}"
        return [Finding(kind=Verdict.MISATTRIBUTED, detail=detail)]
    detail = f"the sources have the words but do not say that {speaker} said them"
    return [Finding(kind=Verdict.SPEAKER_UNKNOWN, detail=detail)]


def _confirmed(right: Sequence[Placed], speaker: str, *, marked: bool) -> list[Finding]:
    best = next((one for one in right if _read_out(one) is None), None)
    if best is None:
        return [_quoting(right[0], _read_out(right[0]), plain=False)]
    quoted = next((o for o in right if o.said and o.said.form is not Form.INDIRECT), None)
    name = (quoted or best).speaker or speaker
    if quoted is not None:
        detail = f"the speaker is {name} ({_where(quoted)})"
        return [Finding(kind=Verdict.SPEAKER_CONFIRMED, detail=detail)]
    detail = f"the speaker is {name}, whose words the source reports without quotation marks"
    found = [Finding(kind=Verdict.SPEAKER_CONFIRMED, detail=detail)]
    if marked:
        detail = f"the source reports this in words of its own; it does not quote {name} with them"
        found.append(Finding(kind=Verdict.PARAPHRASE, detail=detail))
    return found


def _disputed(right: Sequence[Placed], wrong: Sequence[Placed], speaker: str) -> list[Finding]:
    """Others who are quoted with the same words elsewhere."""
    if not wrong:
        return []
    told = "; ".join(f"{one.speaker} in {_where(one)}" for one in wrong)
    ours = f"{right[0].speaker or speaker} in {_where(right[0])}"
    detail = f"sources differ on who said it: {ours}; {told}"
    short = len(right[0].document.text[right[0].start : right[0].end].split()) < LONG_ENOUGH
    return [Finding(kind=Verdict.CONFLICTING, detail=detail, plain=short)]


def _quoting(placed: Placed, read: tuple[str, str] | None, *, plain: bool) -> Finding:
    who, how = read or ("", "")
    whose = f"the words of {who}" if who else "words that are not presented as the speaker's own"
    name = placed.speaker or "the speaker"
    detail = f"{name} reads out or quotes {whose}: “{how}”"
    return Finding(kind=Verdict.SPEAKER_QUOTING, detail=detail, plain=plain)


def _read_out(placed: Placed) -> tuple[str, str] | None:
    """Whom the speaker at a place is quoting with the words, and how that is said; None if nobody.

    The name may be empty where the source gives none.
    """
    said = placed.said
    if said is None or said.form is Form.INDIRECT:
        return None
    text = placed.document.text
    inside = text[said.start : said.end]
    inner = _marked_inside(inside, placed.start - said.start, placed.end - said.start)
    first = placed.start if inner is None else said.start + inner
    lead = SENTENCE.split(text[max(said.start, first - LEAD) : first])[-1]
    led = bool(READING.search(lead)) and not OWN.search(lead)
    long = len(text[placed.start : placed.end].split()) >= LONG_ENOUGH
    if led or (inner is not None and long):
        return _name(lead), f"{lead}{text[first : placed.end]}".strip()
    return None


def _marked_inside(words: str, start: int, end: int) -> int | None:
    """Where the marks open that hold ``words[start:end]`` inside a quotation, if any do."""
    for match in INNER.finditer(words):
        if (
            match.start() <= start
            and end <= match.end()
            and match.end() - match.start() < len(words)
        ):
            return match.start()
    return None


def _name(lead: str) -> str:
    names = [name for name in re.findall(NAME, lead) if name.split()[0] not in NOT_NAMES]
    return names[-1] if names else ""


def _where(placed: Placed) -> str:
    document = placed.document
    return ", ".join(
        part for part in (document.publisher or document.title, dated(document)) if part
    )
