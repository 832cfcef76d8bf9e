"""Who said what: the quotations of a document, with their speakers.

``extract`` reads as the whole algorithm. Marked stretches are found first (``marks``), the
narration around them is parsed (``narration``), persons are gathered (``mentions``), and each
stretch gets its cue and speaker (``attribution``, ``voices``). Transcripts and releases have no
marks (``transcript``); reported speech needs none (``indirect``).
"""

from __future__ import annotations

import re

from ingest.quotations.address import address, delivered_by
from ingest.quotations.indirect import indirect
from ingest.quotations.marks import stretches
from ingest.quotations.mentions import Mentions
from ingest.quotations.narration import narrate, quoted_stretches
from ingest.quotations.paragraphs import paragraphs
from ingest.quotations.record import sittings
from ingest.quotations.transcript import released, spoken, statements, turns
from ingest.quotations.voices import Voices, quotations
from vectorstore.records import Kind, Quotation

__all__ = ["delivered_by", "extract"]

SPEECH = re.compile(
    r"[\"“”„«»‘]|``|^\W*[A-Z][A-Z .’'-]+:|\b(?:said|says|told|tells|claim(?:ed|s)|warn(?:ed|s)|"
    r"argue[ds]|insist(?:ed|s)|accus(?:ed|es)|criticised|criticized|announced|according to)\b",
    re.MULTILINE,
)
"""Some sign of speech. A text without any is not parsed: that takes longer than embedding it."""


def extract(
    text: str, *, title: str = "", kind: Kind = Kind.ARTICLE, speaker: str = ""
) -> list[Quotation]:
    """The quotations of ``text``, in order of their start; ``text[q.start:q.end]`` are the words.

    ``speaker`` is whose words all of it are if it reads as a speech (``delivered_by``).

    Parts of one speech (over paragraphs, or broken by "he said") are one quotation, and no two
    quotations overlap. Agreements and statistics quote nobody. Raises ModelError where the English
    model is missing or altered.
    """
    if kind is not Kind.ARTICLE:
        return []
    found = paragraphs(text)
    labelled = sittings(text, found) or turns(text, found)
    if not labelled and (speech := address(text, found, speaker)):
        return speech
    if not labelled and not SPEECH.search(text):
        return []
    stated = statements(text, found, labelled)
    unmarked = {index for block in [*labelled, *stated] for index in block.paragraphs}
    marked = [s for s in stretches(text, found) if s.paragraph not in unmarked]
    quoted = quoted_stretches(text, found, marked)
    sentences = narrate(text, found, quoted, without=unmarked)
    mentions = Mentions(text, title, sentences)
    said = [
        *quotations(Voices(quoted, sentences, mentions).read()),
        *indirect(sentences, mentions),
        *spoken(text, labelled, mentions),
        *released(stated, sentences, mentions),
    ]
    return sorted(said, key=lambda quotation: quotation.start)
