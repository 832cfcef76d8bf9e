"""Where sentences end."""

from __future__ import annotations


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``; together they cover all of it.

    A line's end is a sentence's end too: headings and rows of tables have no full stop.
    """
    from nupunkt import sent_spans  # loads its model when first asked

    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        ends = [start + end for _, end in sent_spans(line)] or [start + len(line)]
        ends[-1] = start + len(line)
        for end in ends:
            begin = spans[-1][1] if spans else 0
            if end > begin:
                spans.append((begin, end))
        start += len(line)
    return spans
