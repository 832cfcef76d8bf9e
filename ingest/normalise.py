"""Bytes to characters, and characters to the form that everything after relies on.

Normalised text keeps the source's own characters in composed form (NFC, so that an accent written
in two ways is found in one). Only what nobody sees is taken out: controls, soft hyphens,
zero-width spaces and marks that turn the direction of writing. Every space is a plain one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.errors import ReadError

BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u2069\ufeff]"
)
SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
ACCENTS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0730-\u074a"
    r"\u093c\u094d\u09bc\u09cd\u0e38-\u0e3a\u0e48-\u0e4b\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    r"\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
HEAPED = re.compile(rf"([{ACCENTS}]{{30}})[{ACCENTS}]+")
"""More accents on one letter than any language has (Unicode Annex 15, stream-safe text, draws the
line at 30 too): composing them takes time that grows with their square."""

WHITE = re.compile(r"\s+")

SAMPLE = 64_000
MOST_PLACES = 400
ODD = re.compile(rb"[\x80-\xff]+")
WESTERN = "cp1252"
WESTERN_MARKS = set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ‘’‚“”„–—…•£€§©®°·«»¡¿ºª½¼¾²³\u00a0™"
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def normalise(text: str, *, tabs: bool = False) -> str:
    """``text`` with plain line ends and spaces and nothing unseen; twice is as once.

    With ``tabs`` these are kept: in a table they separate.
    """
    text = SPACES.sub(" ", UNSEEN.sub("", BREAKS.sub("\n", text)))
    text = HEAPED.sub(r"\1", text)
    text = SURROGATES.sub("\ufffd", text if tabs else text.replace("\t", " "))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """``text`` normalised, as a single line with single spaces."""
    return WHITE.sub(" ", normalise(text)).strip()


def decode(data: bytes) -> str:
    """The characters of a text file: by its byte-order mark, else UTF-8, else as it looks.

    Raises ReadError where the bytes are no text in any encoding.
    """
    encoding = _marked_encoding(data)
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_guess_encoding(data), errors="replace")


def looks_binary(sample: bytes) -> bool:
    """Whether the first bytes of a file are no text: NULs or many control characters."""
    head = sample[:SAMPLE]
    if not head:
        return False
    encoding = _marked_encoding(head)
    if encoding:
        text = head.decode(encoding, errors="replace")[:-1]
        return sum(map(_is_no_character, text)) > 0.05 * len(text)
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b")
    return controls / len(head) > 0.003


def _is_no_character(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"}


def _marked_encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    # UTF-16 without its mark: in Western text every second byte is NUL.
    head = data[: SAMPLE // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if (
        len(head) >= 8
        and max(even, odd) > 0.7 * len(head) / 2
        and min(even, odd) <= 0.01 * len(head)
    ):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _guess_encoding(data: bytes) -> str:
    # Only the surroundings of characters beyond ASCII tell encodings apart, and guessing reads its
    # sample many times over: in a long English text the few that matter would be lost.
    sample = b" ".join(data[max(0, at - 24) : at + 24] for at in _odd_places(data))
    if _looks_western(sample):
        return WESTERN
    from ingest.encodings import guess  # only where a text is in an old encoding

    encoding = guess(sample)
    if not encoding:
        raise ReadError(
            "It is not text in any encoding known here.",
            "If it is text, save it as UTF-8; if it is not, give it the ending of its format.",
        )
    return encoding


def _odd_places(data: bytes) -> list[int]:
    """Where bytes beyond ASCII stand: the first few hundred that are not close together."""
    places: list[int] = []
    for match in ODD.finditer(data):
        if not places or match.start() - places[-1] > 24:
            places.append(match.start())
        if len(places) >= MOST_PLACES:
            break
    return places


def _looks_western(sample: bytes) -> bool:
    """Whether every odd byte is a letter or a mark of Western text, and most stand alone."""
    odd = ODD.findall(sample)
    alone = sum(len(run) == 1 for run in odd)
    text = sample.decode(WESTERN, errors="replace")
    marks = {character for character in text if ord(character) > 127}
    return alone > 0.7 * len(odd) and marks <= WESTERN_MARKS
