"""Which encoding the bytes of an old text file are in.

A detector weighs how probable characters are, and cannot tell the sisters of an alphabet apart: it
takes Polish in ISO 8859-2 for Windows 1257, with Latvian letters in it. Here a guess has to be
spelled in the language that it gives: a letter that the language does not have speaks against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from ingest.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABETS = {
    "cs": "áčďéěíňóřšťúůýž", "da": "æøåé", "de": "äöüßé", "en": "éèïöçâêñü", "es": "áéíóúüñ",
    "et": "äõöüšž", "fi": "äöåšž", "fr": "àâæçéèêëîïôœùûüÿ", "hr": "čćđšž", "hu": "áéíóöőúüű",
    "it": "àèéìíîòóùú", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "nl": "éëïöüèáóúê", "no": "æøåéòô",
    "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõúü", "ro": "ăâîșşțţ", "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž", "sv": "åäöé", "tr": "çğıöşüâîûİ",
}  # fmt: skip
"""The letters beyond a to z of the languages that share old encodings of one byte a letter."""

CANDIDATES = (
    "cp1252 cp1250 iso8859_2 cp1254 cp1257 iso8859_15 cp850 cp852 mac_roman".split()
)  # fmt: skip
AMID_A_WORD = re.compile(r"[^\W\d_][¡-¿×÷†‡•€™ˇ˘˙˛˝]+[^\W\d_]")
LETTER = re.compile(r"[^\W\d_]")
KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
MOST_KANA = 0.15
"""Share of its characters that are kana in Japanese; nearly none in another text read as such."""


def guess(sample: bytes) -> str:
    """The likeliest encoding of ``sample``, which is not UTF-8; "" where it is no text in any."""
    for encoding in ("euc_jp", "shift_jis"):
        if _is_japanese(sample, encoding):
            return encoding
    best = from_bytes(sample).best()
    if best is None:
        return ""
    if not _is_spelled(sample, best.encoding):
        return next(_spelled(sample), best.encoding)
    return best.encoding


def _is_japanese(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, errors="replace")
    seen = len(HAN.findall(text))
    return (
        seen > 10
        and text.count("\ufffd") <= 0.02 * len(text)
        and len(KANA.findall(text)) > MOST_KANA * len(text)
    )


def _spelled(sample: bytes) -> Iterator[str]:
    return (encoding for encoding in CANDIDATES if _is_spelled(sample, encoding, known=True))


def _is_spelled(sample: bytes, encoding: str, *, known: bool = False) -> bool:
    """Whether every letter belongs to the language that the text is then in.

    Of a language whose alphabet is not listed nothing is said: True, unless ``known`` is asked for.
    """
    try:
        text = sample.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    letters = {one.lower() for one in LETTER.findall(text) if ord(one) > 127}
    if AMID_A_WORD.search(text):
        return False
    alphabet = ALPHABETS.get(detect(text))
    if alphabet is None:
        return not known
    return bool(letters) and letters <= set(alphabet)
