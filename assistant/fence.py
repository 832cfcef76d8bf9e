"""Passages as data in a prompt: numbered, fenced, and unable to pass for anything else.

What stands here is only what a model reads. Citations are made from the passages themselves, so
nothing that is changed or left out here changes what is cited.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from assistant.injection import addressed_to_a_model, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vectorstore.records import Hit

LEFT_OUT = "(a paragraph that is addressed to software was left out)"
MARKER_LIKE = re.compile(r"[\[【［〔⟦]([\s^#]*\d{1,3}(?:[\s,;–-]+\d{1,3})*\s*)[\]】］〕⟧]")
SENTINEL = re.compile(r"\bNOT[_ ]FOUND\b")
CONTROL = re.compile(
    r"<\|+|\|+>|\[/?INST\]|<</?SYS>>|</?s>|^[ \t]*(?:PASSAGE|END)[ \t]+\d+", re.MULTILINE
)
LONGEST_LABEL = 200


def new_fence(texts: Sequence[str]) -> str:
    """A token that no source could have known, and that none of ``texts`` has."""
    token = secrets.token_hex(8)
    while any(token in text for text in texts):
        token = secrets.token_hex(8)
    return token


def fenced(hits: Sequence[Hit], fence: str) -> str:
    """The passages of ``hits``, numbered from 1, each between lines that carry ``fence``."""
    return "\n\n".join(_passage(number, hit, fence) for number, hit in enumerate(hits, 1))


def _passage(number: int, hit: Hit, fence: str) -> str:
    entry = hit.entry
    date = entry.published.isoformat() if entry.published else ""
    labels = {
        "title": entry.title,
        "publisher": entry.publisher,
        "author": entry.author,
        "date": date,
        "kind": entry.kind.value,
        "where": " > ".join((*hit.passage.heading, hit.passage.locator)),
    }
    lines = [f"{label}: {_label(value)}" for label, value in labels.items() if value]
    body = neutral(without_orders(hit.text))
    return "\n".join((f"PASSAGE {number} {fence}", *lines, "text:", body, f"END {number} {fence}"))


def enclosed(name: str, text: str, fence: str, labels: Mapping[str, str] | None = None) -> str:
    """Any text as data: between lines that carry ``fence``, headed by ``name`` and ``labels``."""
    lines = [f"{label}: {_label(value)}" for label, value in (labels or {}).items() if value]
    body = neutral(without_orders(text))
    return "\n".join((f"{name} {fence}", *lines, "text:", body, f"END {name} {fence}"))


def _label(text: str) -> str:
    return " ".join(neutral(without_orders(text)).split())[:LONGEST_LABEL]


def without_orders(text: str) -> str:
    """``text`` with a remark in the place of each paragraph that gives a model orders."""
    for start, end in reversed(addressed_to_a_model(text)):
        text = text[:start] + LEFT_OUT + text[end:]
    return text


def neutral(text: str) -> str:
    """``text`` without what could pass for a citation, for a fence or for a chat's own signs.

    "[3]" becomes "{3}"; characters that show nothing are dropped, since words can hide in them.
    """
    text = MARKER_LIKE.sub(lambda match: "{" + match[1].strip() + "}", visible(text))
    text = CONTROL.sub(lambda match: " ".join(re.findall(r"\w+", match.group())) or " ", text)
    return SENTINEL.sub("not found", text)
