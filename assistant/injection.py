"""Words in a source that are addressed to a model and not to a reader.

They are no evidence for anything and need not reach a model at all. This is the second wall: the
first is that nothing a model writes is shown unless its cited words carry it.
"""

from __future__ import annotations

import re
import unicodedata

PARAGRAPH = re.compile(r"[^\n]+")
MODEL = r"(?:ai|llms?|language models?|assistants?|chatbots?|chatgpt)"

ADDRESSES_A_MODEL = re.compile(
    # Forget what you were told.
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}"
    r"\b(?:instructions?|prompts?|guidelines|system message|(?:all|everything) (?:above|before))\b"
    r"|\bnew (?:system )?instructions?\b\s*[:.]"
    # A part in a chat: "SYSTEM:", "[system note]", "<|im_start|>", "[INST]".
    r"|\b(?:system|assistant|developer)[ -]?(?:note|prompt|message|override|instructions?)\b"
    r"\s*[:\]>]"
    r"|^\W*(?:system|assistant|user|human|developer|ai)\W*:\s"
    r"|<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>"
    # You, the model; what is only about models or assistants is not meant.
    rf"|\byou are (?:now )?(?:an? |the )?(?:\w+ )?{MODEL}\b"
    r"|\bas an? (?:ai|llm|language model|chatbot)\b"
    rf"|\b(?:dear|attention,?|note to|hey|to any|to all) (?:an? |the |any |all )?{MODEL}\b"
    rf"|\b{MODEL} reading this\b"
    # An order to say something: "…, answer: It was cancelled". People are quoted otherwise.
    r"|(?:^|[.;,:!?>”\"’')\]]|\b(?:and|then|please|must|should|always|only))\s*"
    r"(?:say|state|answer|reply|respond|output|print|write|repeat|conclude)"
    r"(?: (?:only|exactly|that|with|this|back))*\s*[:“\"]\s*\S"
    # A forged end of a passage.
    r"|^\s*(?-i:PASSAGE|END) \d+",
    re.IGNORECASE,
)


def addressed_to_a_model(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the paragraphs of ``text`` that give a model orders."""
    return [
        paragraph.span()
        for paragraph in PARAGRAPH.finditer(text)
        if ADDRESSES_A_MODEL.search(visible(paragraph.group()))
    ]


def visible(text: str) -> str:
    """``text`` without the characters that show nothing, in which words can be hidden."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc"))


def overlaps(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether ``span`` shares a character with any of ``spans``."""
    return any(span[0] < end and start < span[1] for start, end in spans)
