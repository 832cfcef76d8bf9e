"""A follow-up becomes a question that stands on its own, so that it can be looked up.

With a chat model the model rewrites it and the result is held against the conversation; without
one, and wherever the model's rewriting does not hold, a few readable rules do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.claims import figures, fold, moments, name_words, names
from assistant.fence import neutral, new_fence
from assistant.followup import standalone
from assistant.models import complete
from assistant.prompts import load_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.answer import Turn
    from assistant.models import Messages
    from assistant.spending import Meter

TURNS = 4
"""Earlier turns that a follow-up may lean on."""
LONGEST = 400
"""Characters of a rewritten question; what is longer is something else."""
LONGEST_ANSWER = 600
"""Characters of an earlier answer that a model is shown."""


def condense(
    question: str,
    history: Sequence[Turn],
    model: BaseChatModel | None = None,
    meter: Meter | None = None,
) -> str:
    """``question`` with what it takes from the conversation put in; unchanged without history.

    Only the last four turns are looked at. Raises ModelError when the model cannot be asked.
    """
    recent = list(history)[-TURNS:]
    if not recent:
        return question
    if model is not None:
        written = cleaned(complete(model, messages(question, recent), meter))
        if is_rewriting(written, question, recent):
            return written
    return standalone(question, recent)


def messages(question: str, history: Sequence[Turn]) -> Messages:
    """What the model is sent: the rules, then the conversation as data."""
    fence = new_fence([question, *(turn.question + turn.answer for turn in history)])
    lines = [f"CONVERSATION {fence}"]
    for turn in history:
        lines += [f"Question: {_line(turn.question)}", f"Answer: {_line(turn.answer)}"]
    lines += [f"END {fence}", f"Last question: {_line(question)}"]
    return [
        ("system", load_prompt("condense").substitute(fence=fence)),
        ("human", "\n".join(lines)),
    ]


def _line(text: str) -> str:
    return " ".join(neutral(text).split())[:LONGEST_ANSWER]


def cleaned(reply: str) -> str:
    """A model's reply without the label and the quotation marks that some put around it."""
    text = re.sub(
        r"^\W*(?:(?:standalone|rewritten|condensed|last|new)\s+)?question\s*:\s*",
        "",
        reply.strip(),
        flags=re.IGNORECASE,
    )
    return text.strip().strip('"“”*`').strip()


def is_rewriting(text: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether ``text`` can be the question rewritten: one line, asked, and nothing new in it."""
    if not text or "\n" in text or len(text) > LONGEST:
        return False
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    return (text.endswith("?") or not question.rstrip().endswith("?")) and not _adds(text, said)


def _adds(text: str, said: str) -> bool:
    """Whether a figure, a date or a name in ``text`` is nowhere in what was said."""
    known = name_words(said)
    values = {figure.value for figure in figures(said)} | {m.year for m in moments(said)}
    dates = moments(said)
    return (
        any(figure.value not in values for figure in figures(text))
        or any(not any(mine.within(other) for other in dates) for mine in moments(text))
        or any(fold(word) not in known for name in names(text) for word in name.words)
    )
