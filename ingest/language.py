"""Which language a text is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

SAMPLE = 6_000
GLANCE = 1_200
"""Characters of a longer sample that are looked at first: a third each from its beginning, its
middle and its end. Where they leave no doubt the rest is spared."""

LEAST = 0.9
SURE = 0.999
SAME = {"yue": "zh", "wuu": "zh", "nno": "no", "nb": "no", "nn": "no"}
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "hu": "Hungarian",
    "it": "Italian", "kk": "Kazakh", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2,}")


def detect(text: str, declared: str = "") -> str:
    """The two-letter code of a text's language; what it declares where the text does not tell."""
    sample = text[:SAMPLE]
    if len(sample) > GLANCE:
        third, middle = GLANCE // 3, len(sample) // 2
        glance = sample[:third], sample[middle : middle + third], sample[-third:]
        if (found := _classified(" ".join(glance), SURE)) is not None:
            return found
    if (found := _classified(sample, LEAST)) is not None:
        return found
    return declared.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()


def _classified(text: str, least: float) -> str | None:
    """The language of a text of some length, if it is at least so probable."""
    words = LETTERS.findall(text)
    if sum(map(len, words)) < 40:
        return None
    language, probability = _identifier().classify(" ".join(words))
    return SAME.get(language, str(language)) if probability >= least else None


def name_of(language: str) -> str:
    """The English name of a language by its two-letter code; the code where it has none here."""
    return NAMES.get(language, language)


def likelihood(text: str, language: str) -> float:
    """How likely a short text (a title) is to be in ``language``, from 0 to 1."""
    return float(dict(_identifier().rank(text.lower())).get(language, 0.0))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # its model takes a moment to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
