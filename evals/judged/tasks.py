"""What a chat model is asked to judge: three judgements, their labels, and the metric of each."""

from __future__ import annotations

from dataclasses import dataclass

from evals.metrics.base import Metric

RAGAS = "Es et al., RAGAS: Automated Evaluation of Retrieval Augmented Generation, EACL 2024"
AIS = "Rashkin et al., Measuring Attribution in NLG Models, Computational Linguistics 2023"
ALCE = "Gao et al. (ALCE), EMNLP 2023"
GRADED = "Zheng et al., Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena, NeurIPS 2023"
FORM = "Liu et al., G-Eval, EMNLP 2023"

PREFIX = "judged_"
"""What the name of every judged metric begins with, so that none is taken for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One judgement. Its prompt has its name."""

    name: str
    labels: tuple[str, ...]
    """The best first: the metric is the share of it."""
    metric: Metric

    @property
    def best(self) -> str:
        """The label that the metric counts."""
        return self.labels[0]


TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        Task(
            name="faithfulness",
            labels=("supported", "partly", "not"),
            metric=Metric(
                name="judged_faithfulness",
                group="judged",
                definition="Share of the sentences of all answers that the judge finds wholly "
                "carried by the words they cite, taken together (supported; not: partly, not). A "
                "sentence that cites nothing is not, without asking.",
                source=f"{RAGAS} (faithfulness), by the sentence and its own citations as in "
                f"{ALCE}; {AIS}",
            ),
        ),
        Task(
            name="correctness",
            labels=("correct", "partly", "wrong"),
            metric=Metric(
                name="judged_correctness",
                group="judged",
                definition="Share of the answers to questions with an expected answer, "
                "nuggets or a figure that the judge finds to say all that is vital of it and to "
                "contradict none of it (correct; not: partly, wrong).",
                source=f"{GRADED} (grading by a reference)",
            ),
        ),
        Task(
            name="relevance",
            labels=("relevant", "partly", "not"),
            metric=Metric(
                name="judged_relevance",
                group="judged",
                definition="Share of the answers that the judge finds to give what the question "
                "asks for, all of it, true or not (relevant; not: partly, not).",
                source=f"{RAGAS} (answer relevance), asked for as a label as in {FORM}",
            ),
        ),
    )
}

JUDGED: dict[str, Metric] = {task.metric.name: task.metric for task in TASKS.values()}
"""The judged metrics by name. They are in no list of the others: none of them gates."""
