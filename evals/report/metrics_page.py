"""``docs/metrics.md``, from the metrics themselves."""

from __future__ import annotations

from pathlib import Path

from evals.judged.tasks import JUDGED
from evals.metrics import METRICS

HEAD = """# Metrics

Written by `onrecord eval metrics`; a test fails when it is stale. Every case contributes a
numerator and a denominator, and a metric is the sum of the one over the sum of the other; a case to
which it does not apply contributes nothing. Intervals are of 95 %, by bootstrap over documents:
what to expect of other questions. Two runs are compared over the cases that both have, one by one
(McNemar where each is right or wrong, else paired permutation): whether these answers got worse.
"""


JUDGED_HEAD = Path(__file__).parent / "judged.md"
"""What is said of the judged metrics before they are named."""


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    group = ""
    for metric in (METRICS | JUDGED).values():
        if metric.group != group:
            group = metric.group
            parts.append(f"\n## {group.capitalize()}\n")
            if group == "judged":
                parts.append("\n" + JUDGED_HEAD.read_text(encoding="utf-8"))
        better = "" if metric.higher_is_better else " Lower is better."
        parts.append(
            f"\n**`{metric.name}`** {metric.definition}{better} Source: {metric.source}.\n"
        )
    return "".join(parts)
