"""Who does what in a parsed sentence: subjects of verbs, and the phrases that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.quotations.people import ROLES, SUFFIXES

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset(["nsubj", "nsubjpass"])
RELATIVE = frozenset(["who", "which", "that", "whom"])
LEFT = frozenset(
    """
det compound amod nmod poss nummod quantmod predet case
""".split()
)
CLIMBS = frozenset(
    """
conj xcomp advcl ccomp dep pcomp acl relcl parataxis prep
""".split()
)
LINKS = frozenset(
    """
of for at from with in to
""".split()
)
PHRASE_WORDS = 14
HOPS = 5


def subject_of(verb: Token) -> Token | None:
    """The head of a verb's own subject; a relative pronoun gives its antecedent."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    for child in subjects:
        if child.lower_ in RELATIVE and verb.dep_ == "relcl":
            return verb.head
    # A parse with two subjects took a phrase before the clause for one: the nearer is the verb's.
    before = [child for child in subjects if child.i < verb.i]
    return before[-1] if before else next(iter(subjects), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb's subject undergoes what it says."""
    deps = {child.dep_ for child in verb.children}
    if "auxpass" in deps or "nsubjpass" in deps or "agent" in deps:
        return True
    bare = verb.tag_ == "VBN" and not deps & {"aux", "nsubj"}
    return bare and verb.dep_ in {"acl", "advcl", "amod", "dep"}


def agent_of(verb: Token) -> Token | None:
    """Who does it, in a passive: the head of the phrase after "by"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def speaker_of(verb: Token) -> Token | None:
    """The head of the phrase for whoever does a verb of saying."""
    if is_passive(verb):
        if verb.lower_ == "quoted":
            return subject_of(verb)
        return agent_of(verb)
    found = subject_of(verb)
    return found if found is not None else _inherited(verb)


def _inherited(verb: Token) -> Token | None:
    """The subject of the clause that a verb without one hangs on ("…, adding that")."""
    below = verb
    for _ in range(HOPS):
        above = below.head
        if above is below or below.dep_ not in CLIMBS:
            return None
        if below.dep_ in {"acl", "relcl"} and above.pos_ in {"NOUN", "PROPN", "PRON"}:
            return above
        found = subject_of(above)
        if found is not None:
            return found
        below = above
    return None


def beside(verb: Token, *, after: bool) -> Token | None:
    """The nearest noun or pronoun right after or right before a verb, where the parse gave none."""
    doc = verb.doc
    step = 1 if after else -1
    at = verb.i + step
    while 0 <= at < len(doc) and doc[at].pos_ in {"ADV", "AUX", "PART"}:
        at += step
    if not 0 <= at < len(doc):
        return None
    if after:
        return _head_of_run(doc[at])
    if doc[at].text in {")", ",", "—"}:
        return _first_person(verb)
    return doc[at] if doc[at].pos_ in {"PROPN", "NOUN", "PRON"} else None


def _first_person(verb: Token) -> Token | None:
    """The end of the sentence's first name, before its verb ("Mr Lyle, now in Paris, said")."""
    for token in verb.sent:
        if token.i >= verb.i:
            return None
        following = token.nbor() if token.i + 1 < len(token.doc) else token
        if token.ent_type_ == "PERSON" and not (
            following.ent_type_ == "PERSON" and following.ent_iob_ == "I"
        ):
            return token
    return None


def _head_of_run(token: Token) -> Token | None:
    """The last noun of the run of determiners, adjectives and nouns that starts at ``token``."""
    doc, at, found = token.doc, token.i, None
    while at < len(doc) and at < token.i + PHRASE_WORDS:
        if (
            doc[at].pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"}
            and doc[at].tag_ != "POS"
        ):
            break
        if doc[at].pos_ in {"NOUN", "PROPN", "PRON"}:
            found = doc[at]
        at += 1
    return found


def phrase(head: Token) -> tuple[int, int]:
    """First token, and the one past the last, of the phrase that names somebody."""
    doc = head.doc
    first = head.i
    while first > 0 and head.i - first < PHRASE_WORDS and _modifies(doc[first - 1], head):
        first -= 1
    owner = next((c for c in head.children if c.dep_ == "poss" and c.i < head.i), None)
    if owner is not None and head.i - owner.left_edge.i < PHRASE_WORDS:
        first = min(first, owner.left_edge.i)  # "the secretary of state's office"
    end = head.i + 1
    if end < len(doc) and doc[end].lower_.strip(".") in SUFFIXES:
        end += 1
    if head.pos_ in {"NOUN", "PROPN"} and head.ent_type_ != "PERSON":
        end = _with_complement(head, end)
    return first, end


def _modifies(token: Token, head: Token) -> bool:
    if token.is_punct and token.text not in {"-", "’s", "'s", "."}:
        return False
    up = token
    for _ in range(HOPS):
        if up.dep_ not in LEFT and up.dep_ != "punct":
            return False
        up = up.head
        if up == head:
            return True
    return False


def _with_complement(head: Token, end: int) -> int:
    """The end of "a spokesman for the Home Office", "the Department of Homeland Security"."""
    doc = head.doc
    for child in head.children:
        if child.i == end and child.dep_ == "prep" and child.lower_ in LINKS:
            if child.lower_ in {"to", "in"} and head.lower_ not in ROLES:
                continue
            edge = child.right_edge.i + 1
            stop = next(
                (t.i for t in doc[end:edge] if t.text in {",", "(", "“", "”", ";", "—"}), edge
            )
            stop = min(stop, end + PHRASE_WORDS)
            clause = next(
                (t.i for t in doc[end:stop] if t.tag_ in {"WP", "WDT", "VBD", "VBG"}), stop
            )
            return max(end, clause)
    return end


def apposed(head: Token) -> Token | None:
    """The head of what stands in apposition ("the candidate, Donald Trump")."""
    return next((c for c in head.children if c.dep_ == "appos" and c.i > head.i), None)
