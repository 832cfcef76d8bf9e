"""A quotation as it was given: its words, its brackets, and the parts between its ellipses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.quotes.tokens import Token, norms, tokenise

ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*)?(?:…|\.\s?\.\s?\.\s?\.?)(?:\s*[\])])?\s*")
SIC = re.compile(r"\s*[\[(]\s*sic\s*[.!]?\s*[\])]", re.IGNORECASE)
MARKS = "\"'“”„«»‘’‚‹› \t\n"
LETTER = re.compile(r"\[(\w)\](?=\w)")
"""A first letter whose case an editor changed: "[T]he"."""

BRACKETED = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, eq=False)
class Given:
    """A quotation, or a part of one between ellipses: ``text`` without ``[sic]``."""

    text: str

    @cached_property
    def all_tokens(self) -> list[Token]:
        """Its words, those in brackets as well."""
        return tokenise(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words without those an editor put in brackets."""
        spans = [match.span() for match in BRACKETED.finditer(self.text)]
        return [
            token
            for token in self.all_tokens
            if not any(start <= token.start < end for start, end in spans)
        ]

    @cached_property
    def norms(self) -> list[str]:
        """The words of ``tokens`` as they are compared."""
        return norms(self.tokens)

    @cached_property
    def all_norms(self) -> list[str]:
        """The words of ``all_tokens`` as they are compared."""
        return norms(self.all_tokens)

    @cached_property
    def brackets(self) -> list[re.Match[str]]:
        """What stands in brackets."""
        return list(BRACKETED.finditer(self.text))

    @cached_property
    def parts(self) -> list[Given]:
        """The parts between its ellipses; itself alone where it has none."""
        texts = [part for part in ELLIPSIS.split(self.text) if tokenise(part)]
        return [Given(text) for text in texts] if len(texts) > 1 else [self]


def given(quote: str) -> Given:
    """A quotation without what an editor only remarks on it."""
    return Given(LETTER.sub(r"\1", SIC.sub("", quote)))
