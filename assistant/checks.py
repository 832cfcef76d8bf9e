"""The checks that a sentence has to pass against the words it cites, one function each.

A check yields what is wrong, in words for a reader, and nothing when all is well. To add one is to
write it and to name it in ``CHECKS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from assistant.agreement import bounds, clauses, is_year, opposites, rivals
from assistant.agreement import years as years_of
from assistant.binding import loose_figures, loose_moments, loose_names, loose_units
from assistant.claims import (
    PART_OF_MONTH,
    PARTS_OF_MONTH,
    Figure,
    Moment,
    Name,
    figures,
    fold,
    moments,
    name_words,
    names,
    plain_quote,
    quoted,
    references,
    word_set,
)
from assistant.degrees import (
    CHANGE,
    DAYS_APART,
    changes,
    compared,
    conditions,
    days,
    days_apart,
    exactly,
    halves,
    months_ago,
    moved,
    moved_to,
    multiplied,
    quantities,
    ranks,
    rates,
    signs,
    stages,
    whole_periods,
    years_ago,
)
from assistant.negation import negations
from assistant.order import (
    acting,
    crossed,
    directions,
    joined,
    loose_days,
    loose_qualifiers,
    loose_values,
    measures,
    paired,
    peoples,
    strayed,
    turned,
)
from assistant.places import place_of
from assistant.reported import (
    done_for_planned,
    facts_of_claims,
    other_speakers,
    others_words,
    wrong_reporter,
)
from assistant.runs import SPEECH, Claim, Run, around, nearest_of, overlap, relied, relied_of
from assistant.thesaurus import words_of
from assistant.wording import answered, light, said, sense, unanswered
from assistant.words import stem
from vectorstore.records import Kind

NEAREST_FLOOR = 0.5
"""Share of them that one sentence must have: names alone bring together sentences of unlike
matters."""
CLAUSE_FLOOR = 0.5
"""Share for each clause that is long enough to claim something of its own."""
CLAUSE_WORDS = 3

Check = Callable[[Claim, Sequence[Run]], Iterator[str]]
"""Yields what is wrong with a claim, given the runs that are to carry it together."""


def problems(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Everything that is wrong with ``claim`` if ``runs`` are to carry it together."""
    return chain.from_iterable(check(claim, runs) for check in CHECKS)


def missing(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What of ``claim`` is simply not there: figures, dates, names, quoted words, references."""
    return chain.from_iterable(check(claim, runs) for check in PRESENCE)


def _numbers_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [(figure, run) for run in runs for figure in figures(run.text)]
    years = {int(year) for run in runs for year in years_of(run.text)}
    for mine in figures(claim.text):
        dated = not mine.unit and int(mine.value) == mine.value and int(mine.value) in years
        dated = dated or _between_years(claim.text, mine, years) or _months(claim.text, mine, runs)
        dated = dated or _days(claim.text, mine, runs)
        if not dated and not any(_same_figure(mine, other, run) for other, run in there):
            yield f"the figure {mine.shown} is not in the cited words"


def _between_years(text: str, figure: Figure, years: set[int]) -> bool:
    """Whether a figure only tells how far two years of the cited words lie apart."""
    apart = AGO.match(text[figure.end :])
    return bool(apart) and any(year + figure.value in years for year in years)


def _months(text: str, figure: Figure, runs: Sequence[Run]) -> bool:
    """Whether a figure only counts the months between two dates of the cited words."""
    apart = MONTHS_APART.match(text[figure.end :])
    found = {(m.year, m.month) for run in runs for m in moments(run.text) if m.month}
    spans = {12 * ((y or x or 0) - (x or y or 0)) + n - m for x, m in found for y, n in found}
    return apart is not None and int(figure.value) - (0 if apart["ago"] else 1) in spans


def _days(text: str, figure: Figure, runs: Sequence[Run]) -> bool:
    """Whether a figure only counts the days between dates, which are held against each other."""
    apart = DAYS_APART.match(text[figure.start :]) is not None
    return apart and bool(days(text)) and any(len(days(run.text)) > 1 for run in runs)


MONTHS_APART = re.compile(r"\s*months?\b(?: (?P<ago>before|earlier|later|after|previously)\b)?")
AGO = re.compile(r"[\s-]*years? (?:before|earlier|later|after|previously)\b|-year\b", re.IGNORECASE)


def _same_figure(mine: Figure, other: Figure, run: Run) -> bool:
    if mine.value != other.value:
        return False
    # A table gives its unit once, in a heading, and the bare numbers in its cells.
    stated = run.hit.entry.kind is Kind.STATISTICS and not other.unit
    return mine.unit == other.unit or stated


def _dates_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [moment for run in runs for moment in _in_full(moments(run.text))]
    for mine in moments(claim.text):
        if not any(mine.within(other) for other in there) and not _as_published(claim, mine, runs):
            yield f"the date {mine.shown} is not in the cited words"
    for part in PART_OF_MONTH.finditer(claim.text):
        mine = next(m for m in moments(claim.text) if m.end > part.end())
        if not any(_in_part(part, mine, run.text) for run in runs):
            yield f"the cited words do not say {part.group().strip()} {mine.shown}"


def _in_full(found: Sequence[Moment]) -> list[Moment]:
    """Dates, those without a year ("on 16 September") in the year before them."""
    full, year = [], None
    for moment in found:
        year = moment.year or year
        full.append(replace(moment, year=year))
    return full


SAME_PART = (
    frozenset({"early", "beginning", "start"}),
    frozenset({"mid", "middle"}),
    frozenset({"late", "end", "close"}),
)


def _in_part(part: re.Match[str], mine: Moment, source: str) -> bool:
    """Whether "mid-December" is so called in a source, or its day there is in mid-December."""
    named = (part["part"] or part["side"]).lower()
    first, last = PARTS_OF_MONTH[named]
    alike = next(group for group in SAME_PART if named in group)
    same = [moment for moment in moments(source) if moment.month == mine.month]
    return any(first <= (moment.day or 0) <= last for moment in same) or any(
        (other["part"] or other["side"]).lower() in alike
        and any(m.month == mine.month and m.end > other.end() for m in moments(source))
        for other in PART_OF_MONTH.finditer(source)
    )


def _as_published(claim: Claim, mine: Moment, runs: Sequence[Run]) -> bool:
    """Whether the date is given as that of a publication which the sentence names."""
    return any(
        (on := run.hit.entry.published) is not None
        and mine.within(Moment(on.year, on.month, on.day, "", 0, 0))
        and bool(run.hit.entry.publisher)
        and run.hit.entry.publisher.lower() in claim.text.lower()
        for run in runs
    )


def _names_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = frozenset().union(*(run.names for run in runs))
    for name in names(claim.text, claim.known):
        unseen = [word for word in name.words if not _is_named(word, there)]
        if fold(name.shown) in there:
            continue
        if unseen and not _completes(claim, name.words, there):
            yield f"the name {name.shown} is not in the cited words"
        elif any(_mixed(first, second, runs) for first, second in pairwise(name.words)):
            yield f"the cited words do not name {name.shown}"


def _is_named(word: str, there: frozenset[str]) -> bool:
    parts = word.replace("‑", "-").split("-")
    return word in there or (len(parts) > 1 and all(fold(part) in there for part in parts))


def _completes(claim: Claim, words: Sequence[str], there: frozenset[str]) -> bool:
    """Whether the cited words have the surname and their passage the whole name: "Mr Jarvis"."""
    *given, surname = words
    return (
        len(given) == 1
        and surname in there
        and {first for first, second in claim.full if second == surname} == set(given)
    )


def _mixed(first: str, second: str, runs: Sequence[Run]) -> bool:
    """Whether two words of a name only ever stand in names of other people: "Dan Philp"."""
    found = [name.words for run in runs for name in names(run.text, frozenset({first, second}))]
    after = [w[i + 1 : i + 2] for w in found for i, word in enumerate(w) if word == first]
    before = [w[:i] for w in found for i, word in enumerate(w) if word == second]
    return bool(after and before) and all(after) and all(before) and (second,) not in after


OPENING = re.compile(
    r"^\W*(?P<who>[A-Z][^\W\d_]+)\s+(?:(?!only|family)\w+ly\s+|also\s+|then\s+)?(?:said|says|told|"
    r"was|were|is|"
    r"are|has|have|had|will|would|can|must|\w{2,}ed)\b"
)
ANYBODY = word_set(
    "he she they it this that these those who we there both many most some officials critics "
    "people numbers figures data another one two three none nobody all"
)
PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?(?P<done>\w{2,}(?:ed|en|wn))\b",
    re.IGNORECASE,
)
COLOURLESS = word_set(
    "recorded reported announced expected based called detected registered described named given "
    "published counted stated mentioned been seen taken shown known involved used concerned "
    "required supposed designed open even listed put"
)


def _who_did_what(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What a sentence opens with, and what it says was done, are in the cited words.

    Similar sentences differ in just these two words: who signed, and whether it was signed or
    cancelled.
    """
    there = frozenset().union(*(run.stems | run.names for run in runs))
    own = " \n ".join(run.text for run in runs)
    opening, lower = OPENING.match(claim.text), claim.text.lower()
    who = opening["who"] if opening else ""
    named = who.lower() in ANYBODY or not unanswered(words_of(who), own) or fold(who) in there
    if who and not named:
        yield f"the cited words do not name {who}"
    for match in PASSIVE.finditer(lower):
        done = match["done"]
        if done not in COLOURLESS and unanswered(words_of(done), own):
            yield f"the cited words do not say “{done}”"


def _speaker_is_last_named(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Between a speaker's name and the words cited for them, nobody else is named."""
    if not SPEECH.search(claim.text):
        return
    for run in runs:
        nearest = nearest_of(claim, run)
        before = run.hit.text[: run.hit.text.index(nearest, run.start)]
        for name in names(claim.text, claim.known):
            if not _speaks(claim.text, name):
                continue
            surname = name.words[-1]
            if surname in name_words(nearest) or place_of(surname):
                continue
            mentions = list(re.finditer(rf"\b{re.escape(surname)}\b", before, re.IGNORECASE))
            between = before[mentions[-1].end() :] if mentions else ""
            if any(len(other.words) > 1 for other in names(between)):
                yield f"somebody else is named between {name.shown} and the cited words"


def _speaks(text: str, name: Name) -> bool:
    """Whether a name stands beside a verb of speech, as who speaks."""
    before = SPEECH.search(text[max(0, name.start - BESIDE) : name.start])
    after = SPEECH.search(text[name.end : name.end + BESIDE])
    passive = after and re.search(
        r"\b(?:is|are|was|were|be|been)\b", text[name.end :][: after.start()]
    )
    return bool(before or (after and not passive))


BESIDE = 25
"""Characters between a speaker and the verb."""


def _quotes_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [plain_quote(run.text) for run in runs]
    for quote in quoted(claim.text):
        parts = [plain_quote(p) for p in re.split(r"…|\.{3}|\[[^\]]*\]", quote)]
        if not any(_in_order([p for p in parts if p], text) for text in there):
            yield f"the quoted words “{quote}” are not in the cited words"


def _in_order(parts: Sequence[str], text: str) -> bool:
    position = 0
    for part in parts:
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(text, position)
        if match is None:
            return False
        position = match.end()
    return True


def _references_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = " ".join(
        part for r in runs for part in (r.text, r.hit.passage.locator, *r.hit.passage.heading)
    )
    numbers = set(references(there)) | set(re.findall(r"\d+\w*", there))
    near = relied(claim, runs)
    if references(near):
        numbers &= set(re.findall(r"\d+\w*", near)) | set(re.findall(r"\d+\w*", _labels(runs)))
    articles = _articles(there)
    for mine in references(claim.text):
        wrong = bool(articles) and mine in _articles(claim.text) and not _is_in(mine, articles)
        if wrong or (mine not in numbers and not set(re.findall(r"\d+\w*", mine)) <= numbers):
            yield f"“{mine}” is no part that the cited words are of"


def _articles(text: str) -> set[str]:
    return {match["number"].lower() for match in ARTICLE.finditer(text)}


def _is_in(mine: str, articles: set[str]) -> bool:
    """Whether an article, or the one that a paragraph is of, is among ``articles``."""
    return mine.partition("(")[0] in {article.partition("(")[0] for article in articles}


ARTICLE = re.compile(r"\b(?:articles?|arts?\.)\s+(?P<number>\d+\w*(?:\([\w]+\))*)", re.IGNORECASE)


def _labels(runs: Sequence[Run]) -> str:
    return " ".join(part for r in runs for part in (r.hit.passage.locator, *r.hit.passage.heading))


def _words_are_answered(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Every word of sense is the source's or says the same as one of its words."""
    if claim.entails is not None:
        return
    own = " \n ".join(chain.from_iterable((run.text, around(run)) for run in runs))
    named = frozenset().union(*(run.names for run in runs))
    new = [w for w in unanswered(claim.core, own) if stem(w) not in named and w not in named]
    if _figures_move(claim) or moved_to(claim.text, own):
        new = [word for word in new if not CHANGE.fullmatch(word)]
    if new:
        yield f"the cited words say nothing of {', '.join(dict.fromkeys(new))}"
        return
    if _borne_out(claim, relied(claim, runs)) < NEAREST_FLOOR:
        yield "the cited words hardly bear on it"
    for clause in clauses(claim.text):
        weighty = [word for word in sense(clause) if word.stem not in light()]
        there = said(own)
        empty = len(sense(clause)) >= CLAUSE_WORDS and not weighty and not figures(clause)
        empty = empty and sum(map(there.answers, sense(clause))) < CLAUSE_FLOOR * len(sense(clause))
        if empty or (len(weighty) >= CLAUSE_WORDS and answered(clause, own) < CLAUSE_FLOOR):
            yield f"nothing in the cited words says “{clause.strip(' .')}”"


def _figures_move(claim: Claim) -> bool:
    """Whether two figures of a kind show by themselves that something rose or fell."""
    units = [figure.unit for figure in figures(claim.text) if not is_year(figure)]
    return len(units) > len(set(units))


def _borne_out(claim: Claim, nearest: str) -> float:
    """The share of the words of sense and the figures of a claim that one sentence answers."""
    words = [word for word in sense(claim.text) if word.stem not in light()]
    there = {figure.value for figure in figures(nearest)}
    values = [figure for figure in figures(claim.text) if not is_year(figure)]
    has = sum(map(said(nearest).answers, words)) + sum(f.value in there for f in values)
    return has / (len(words) + len(values)) if words or values else 1.0


def _nothing_is_turned(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Negation, opposites, bounds and owners of figures agree with the sentences relied on."""
    everything = "\n".join(run.text for run in runs)
    yield from negations(claim.text, relied(claim, runs))
    yield from opposites(claim.text, relied(claim, runs))
    yield from bounds(claim.text, everything)
    yield from rivals(claim.text, [sentence for run in runs for sentence in run.sentences])


def _degrees_agree(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """How much is claimed: all or some, at which rate, the most, by how much."""
    nearest = relied(claim, runs)
    everything = "\n".join(run.text for run in runs)
    yield from quantities(claim.text, nearest)
    yield from exactly(claim.text, everything)
    yield from rates(claim.text, everything)
    yield from whole_periods(claim.text, [s for run in runs for s in run.sentences])
    yield from halves(claim.text, nearest)
    yield from ranks(claim.text, nearest)
    yield from changes(claim.text, everything)
    yield from signs(claim.text, everything)
    yield from compared(claim.text)
    yield from multiplied(claim.text, everything)
    yield from days_apart(claim.text, everything)
    yield from moved(claim.text)
    yield from conditions(claim.text, nearest)
    yield from stages(claim.text, " ".join((nearest, *map(around, runs))))
    yield from years_ago(claim.text, everything)
    yield from months_ago(claim.text, [s for run in runs for s in run.sentences])


def _order_agrees(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What belongs together in the cited words does so in the claim."""
    nearest = " ".join(nearest_of(claim, run) for run in runs)
    everything = "\n".join(run.text for run in runs)
    yield from crossed(claim.text, everything)
    yield from turned(claim.text, everything)
    yield from acting(claim.text, nearest)
    yield from measures(claim.text, nearest)
    yield from directions(claim.text, everything)
    yield from peoples(claim.text, everything)
    yield from loose_qualifiers(claim.text, nearest)
    yield from joined(claim.text, nearest)
    sentences = [s for run in runs for s in run.sentences]
    yield from loose_days(claim.text, sentences)
    yield from loose_values(claim.text, sentences)
    yield from paired(claim.text, sentences)
    if not any(run.hit.entry.kind is Kind.STATISTICS for run in runs):
        yield from strayed(claim.text, everything)


def _speech_is_attributed(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What a source only quotes is not stated as fact."""
    if SPEECH.search(claim.text):
        return
    for run in runs:
        start, end = max(run.spans, key=lambda s: overlap(claim, run.hit.text[s[0] : s[1]]))
        spoken = _spoken(run.hit.text, start, end)
        if spoken and overlap(claim, spoken) * 2 > overlap(claim, run.hit.text[start:end]):
            yield "it states as fact what the source only quotes"


def _spoken(text: str, start: int, end: int) -> str:
    """The part of ``text[start:end]`` that stands in quotation marks, if more than a few words."""
    paragraph = text.rfind("\n", 0, start) + 1
    inside, kept = False, []
    for position in range(paragraph, end):
        character = text[position]
        if character in '“”"':
            inside = character == "“" or (character == '"' and not inside)
        elif inside and position >= start:
            kept.append(character)
    return spoken if len((spoken := "".join(kept)).split()) > 4 else ""


LINK = re.compile(
    r"\w+://|\bwww\.|\bmailto:|\S+@\S+\.\w|\b[\w-]+\.(?:com|org|net|io|uk|eu|info)/", re.IGNORECASE
)


def _nothing_is_loose(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Figures, dates and names are tied to what the cited words tie them to."""
    everything = "\n".join(run.text for run in runs)
    yield from loose_figures(claim.text, everything)
    yield from loose_units(claim.text, everything)
    if not any(_as_published(claim, moment, runs) for moment in moments(claim.text)):
        yield from loose_moments(claim.text, [s for run in runs for s in run.sentences])
    if len(runs) == 1:
        entry = runs[0].hit.entry
        own = name_words(f"{entry.publisher} {entry.author}")
        yield from loose_names(claim.text, relied_of(claim, runs[0]), claim.known, own)


def _who_says_so_is_kept(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What is reported, planned or allowed is told as such, and of the same speaker."""
    for run in runs:
        if run.hit.entry.kind is not Kind.ARTICLE:
            continue
        nearest = nearest_of(claim, run)
        yield from facts_of_claims(claim.text, nearest, run.text)
        yield from other_speakers(claim.text, nearest, claim.known)
        yield from wrong_reporter(claim.text, relied_of(claim, run), name_words(around(run)))
        yield from others_words(claim.text, run.sentences, claim.known)
    yield from done_for_planned(claim.text, relied(claim, runs))


LEAST_ENTAILED = 0.5
"""Probability of entailment, as a model of inference gives it."""


def _is_entailed(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """A model of inference, where the settings name one, finds the claim in the cited words."""
    if claim.entails is None:
        return
    found = claim.entails("\n".join(run.text for run in runs), claim.text)
    if found.contradicted > found.entailed:
        yield "a model of inference finds that the cited words contradict it"
    elif found.entailed < LEAST_ENTAILED:
        yield "a model of inference does not find it in the cited words"


def _links_nowhere(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """An answer points to its sources by citations, and to nothing else."""
    del runs
    if LINK.search(claim.text):
        yield "it has a link of its own"


PRESENCE: tuple[Check, ...] = (
    _numbers_stand,
    _dates_stand,
    _names_stand,
    _quotes_stand,
    _references_stand,
)
CHECKS: tuple[Check, ...] = (
    *PRESENCE,
    _words_are_answered,
    _who_did_what,
    _speaker_is_last_named,
    _nothing_is_turned,
    _speech_is_attributed,
    _nothing_is_loose,
    _degrees_agree,
    _order_agrees,
    _who_says_so_is_kept,
    _links_nowhere,
    _is_entailed,  # the last, as it is the slowest: what fails before is not asked
)
