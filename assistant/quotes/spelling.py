"""One spelling for words that are written in several ways. Each keeps its sense, or is not here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´＇", "'"))
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")

ENDINGS = {"n't": "not", "'ve": "have", "'re": "are", "'ll": "will", "'m": "am"}
"""What a contraction ends in, and the word that it stands for."""

IRREGULAR = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "alright": ("all", "right"),
    "whilst": ("while",),
}
IS = frozenset("it he she that there what who where here how this everything nobody".split())
"""Words whose 's is "is" or "has", never a possessive."""

SPELLINGS = {
    "center": "centre", "centered": "centred", "theater": "theatre", "defense": "defence",
    "offense": "offence", "license": "licence", "practise": "practice", "practised": "practiced",
    "program": "programme", "gray": "grey", "towards": "toward", "afterwards": "afterward",
    "forwards": "forward", "backwards": "backward", "amongst": "among", "amidst": "amid",
    "judgement": "judgment", "acknowledgement": "acknowledgment", "catalog": "catalogue",
    "dialog": "dialogue", "traveling": "travelling", "traveled": "travelled",
    "traveler": "traveller", "canceled": "cancelled", "canceling": "cancelling",
    "labeled": "labelled", "labeling": "labelling", "modeling": "modelling",
    "fueled": "fuelled", "signaled": "signalled", "counselor": "counsellor",
    "fulfill": "fulfil", "fulfillment": "fulfilment", "enroll": "enrol",
    "enrollment": "enrolment", "skillful": "skilful", "ageing": "aging", "ok": "okay",
    "learnt": "learned", "burnt": "burned", "spelt": "spelled", "spoilt": "spoiled",
    "focussed": "focused", "focussing": "focusing", "enquiry": "inquiry", "liter": "litre",
    "kilometer": "kilometre", "vs": "versus", "percent": "percent", "%": "percent", "&": "and",
    "anymore": "any more",
}  # fmt: skip
ACRONYMS = {"US": "usa", "IT": "IT", "WHO": "WHO", "ICE": "ICE", "AIDS": "AIDS"}
"""Words that are others in capitals: the country is not the pronoun."""

OUR = re.compile(
    r"^((?:dis|mis)?(?:lab|col|hon|fav|neighb|behavi|harb|hum|rum|endeav|arm|vig|val|flav|savi|clam"
    r"|cand|od))or(?=(?:s|ed|ing|able|ably|ite|hoods?|al|ly|ers?|y|ful|less)?$)"
)
IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e[ds]?|ing|ations?|ers?)$)")
ISE = re.compile(r"(\w{3,})is(e[ds]?|ing|ations?|ers?)")
YZE = re.compile(r"(?<=l)yz(?=(?:e[ds]?|ing)$)")
ORDINALS = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth",
    "6th": "sixth", "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth",
    "11th": "eleventh", "12th": "twelfth", "20th": "twentieth", "21st": "twenty-first",
}  # fmt: skip
PREFIX = re.compile(r"(co|re|pre|non|anti|mid|multi|inter|over|under|sub|counter)([a-z]{4,})$")
SPOKEN = {
    str(number): (word,)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
SPOKEN |= {word: (number,) for number, (word,) in list(SPOKEN.items())}
BOTH: dict[str, list[str]] = {}
for _one_way, _other_way in SPELLINGS.items():
    if _one_way.isalpha():
        BOTH.setdefault(_one_way, []).append(_other_way)
        BOTH.setdefault(_other_way, []).append(_one_way)
DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?\.?")


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> tuple[str, ...]:
    """The words that a written word stands for, in one spelling: ``we've`` is ``we have``.

    An 's or 'd that can stand for two words ("it's") is left as ``'s`` or ``'d`` of its own.
    """
    if word in ACRONYMS:
        return (ACRONYMS[word],)
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", word)).casefold()
    plain = plain.translate(APOSTROPHES)
    if DOTTED.fullmatch(plain):
        letters = plain.replace(".", "")
        return ("usa",) if letters == "us" else (letters,)
    if plain in IRREGULAR:
        return IRREGULAR[plain]
    for ending, full in ENDINGS.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return (_one(plain.removesuffix(ending)), full)
    if plain.endswith("'s") and plain[:-2] in IS:
        return (plain[:-2], "'s")
    if plain.endswith("'d") and len(plain) > 2:
        return (plain[:-2], "'d")
    return tuple(_one(plain.strip("'") or plain).split())


def _one(plain: str) -> str:
    # Accents come and go between outlets; letters of other scripts are left alone.
    plain = unicodedata.normalize("NFC", _without_accents(plain))
    plain = ORDINALS.get(plain, SPELLINGS.get(plain, plain))
    if plain.endswith("s") and plain[:-1] in SPELLINGS:
        plain = SPELLINGS[plain[:-1]] + "s"
    return YZE.sub("ys", IZE.sub("is", OUR.sub(r"\1our", plain)))


def _without_accents(plain: str) -> str:
    if plain.isascii():
        return plain
    return re.sub("(?<=[a-z])[\u0300-\u036f]+", "", unicodedata.normalize("NFD", plain))


@lru_cache(maxsize=1 << 14)
def variants(word: str) -> tuple[str, ...]:
    """The ways in which sources write a word, each as words of the full text, itself the first.

    "cooperation" is "co operation" as well, "center" "centre", "2" "two".
    """
    plain = word.casefold()
    found = [plain, *SPOKEN.get(plain, ()), *BOTH.get(plain, ())]
    if joined := PREFIX.match(plain):
        found.append(f"{joined[1]} {joined[2]}")
    if ised := ISE.fullmatch(plain):
        found.append(f"{ised[1]}iz{ised[2]}")
    found.append(_one(plain))
    return tuple(dict.fromkeys(found))
