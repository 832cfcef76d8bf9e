"""Which language a text is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

SAMPLE = 6_000
LEAST = 0.9
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
    words = LETTERS.findall(text[:SAMPLE])
    if sum(map(len, words)) >= 40:
        language, probability = _identifier().classify(" ".join(words))
        if probability >= LEAST:
            return SAME.get(language, str(language))
    return declared.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()


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
