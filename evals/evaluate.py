"""One evaluation from end to end: answer what is not answered yet, score, judge, compare, gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.private import Private
from evals.compare import compare
from evals.gold import locate_all
from evals.judged.run import judge_answers, private_documents
from evals.results import read_result, with_judgements
from evals.run import Runner, asked_digest, header, tapped
from evals.score import score, subjects_of
from evals.store import AnswerFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from assistant.settings import Settings
    from evals.gates import Floor, NoWorse
    from evals.judged.run import Bench
    from evals.questions import Case
    from evals.records import Record, RunHeader
    from evals.results import Result
    from vectorstore.library import Library

HOSTED = 4
"""Questions asked at once of a model that answers elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What a run is compared with, and what it must reach."""

    compare: Path | None = None
    floors: tuple[Floor, ...] = ()
    no_worse: tuple[NoWorse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How questions are asked, figures resampled, and answers judged."""

    seed: int = 0
    parallel: int = 0
    """Questions asked at once; 0 for as many as suit the model."""
    judge: Bench | None = None
    """The chat model that judges the answers; None where none does."""


NOTHING, USUAL = Demands(), How()


def answer(
    cases: Sequence[Case],
    library: Library,
    settings: Settings,
    path: Path,
    *,
    how: How = USUAL,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[RunHeader, dict[str, Record]]:
    """The answers to ``cases``, kept at ``path``; what is there already is not asked again.

    A question is, when it was worded otherwise before.
    The chat model is loaded only if something is left to ask. Raises RunError where the file is of
    another index.
    """
    answers = AnswerFile.open(path, header(library, settings, llm=settings.llm, seed=how.seed))
    for case in cases:
        kept = answers.done.get(case.id)
        if kept and kept.asked and kept.asked != asked_digest(case):
            del answers.done[case.id]
    if any(case.id not in answers.done for case in cases):
        from assistant.build import build_steps
        from assistant.chain import Assistant, build_chain

        steps = tapped(build_steps(settings, library))
        chain = build_chain(library, steps=steps, tokens=settings.tokens_per_question)
        at_once = how.parallel or (1 if settings.llm == "extractive" else HOSTED)
        Runner(assistant=Assistant(library, chain), parallel=at_once).over(cases, answers, progress)
    return answers.header, {case.id: answers.done[case.id] for case in cases}


def evaluate(
    cases: Sequence[Case],
    library: Library,
    settings: Settings,
    path: Path,
    *,
    sets: Sequence[str] = (),
    demands: Demands = NOTHING,
    how: How = USUAL,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """The result of a run. Gold is looked for, and an older result read, before anything is asked.

    Raises SetError for a gold source that is not in the index, RunError and MetricError as the
    parts do.
    """
    located = locate_all(cases, library)
    old = read_result(demands.compare) if demands.compare else None
    run, records = answer(cases, library, settings, path, how=how, progress=progress)
    result = score(cases, records, located, run, sets=sets)
    if how.judge is not None:
        subjects = subjects_of(cases, records, located)
        private = private_documents(library, Private(settings.private))
        judging, opinions = judge_answers(subjects, how.judge, path, private=private, seed=run.seed)
        result = with_judgements(result, judging, opinions)
    if old is not None:
        found = compare(result, old, str(demands.compare))
        result = result.model_copy(update={"comparison": found})
    gates = [floor.hold(result) for floor in demands.floors]
    gates += [demand.hold(result) for demand in demands.no_worse]
    return result.model_copy(update={"gates": tuple(gates)})
