"""Judging stored answers: calibrate the judge, ask what is not on file, tell what came of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from assistant.models import WITHOUT, is_local, model_name
from assistant.spending import MOST, estimated
from evals.judged.calibration import calibration_digest, tries
from evals.judged.figures import judged_metric, opinions
from evals.judged.items import answered, items, uncited
from evals.judged.judge import Findings, Judge
from evals.judged.judgements import JudgementFile, beside
from evals.judged.prompts import prompt_digest
from evals.judged.tasks import TASKS
from evals.questions import Question
from evals.records import StoredAnswer
from evals.results import Judging
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from langchain_core.language_models import BaseChatModel

    from assistant.private import Private
    from evals.judged.items import Item
    from evals.judged.judgements import Key
    from evals.metrics import Subject
    from evals.results import Opinion
    from vectorstore.library import Library

HOSTED = 4
"""Judgements asked for at once of a judge that runs elsewhere."""
PATIENCE = 3
"""Failures in a row after which the judge is asked no more in this run."""
TIMES = 3
"""How often each judgement is asked for, when nobody says."""


def silent(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A judge, how often it is asked, and where its calibration is kept."""

    model: BaseChatModel
    calibrated: Path
    """A file of judgements: a judge is put to the labelled set once, whatever it judges then."""
    times: int = TIMES
    tokens: int = MOST
    """What one judgement may cost, sent and received."""
    parallel: int = 0
    """Judgements asked for at once; 0 for as many as suit the model."""
    tell: Callable[[str], None] = silent
    """Is told beforehand how often the judge will be asked."""
    progress: Callable[[int, int], None] | None = None

    @property
    def judge(self) -> Judge:
        """The judge alone."""
        return Judge(model=self.model, tokens=self.tokens)


@dataclass(frozen=True, slots=True)
class Docket:
    """What is to be judged, and what is not."""

    items: tuple[Item, ...]
    abstained: int
    withheld: int
    uncited: Mapping[str, int]
    """Of each case, how many sentences cite nothing."""


@dataclass(slots=True)
class Asked:
    """How far the asking came."""

    calls: int = 0
    failures: list[str] = field(default_factory=list)
    stopped: str = ""


def judge_answers(
    subjects: Sequence[Subject],
    bench: Bench,
    answers: Path,
    *,
    private: AbstractSet[str] = frozenset(),
    seed: int = 0,
) -> tuple[Judging, dict[str, list[Opinion]]]:
    """What the judge finds of the answers kept at ``answers``, and of each case the judgements.

    Of documents in ``private`` nothing goes to a judge that is not on this machine. A judge that
    fails is told of in the result; what it judged before is kept, and there are no figures of a
    part. Raises RunError where a file of judgements cannot be used.
    """
    docket = docket_of(subjects, frozenset() if is_local(bench.model) else private)
    tasks = [task for task in TASKS.values() if any(one.task == task.name for one in docket.items)]
    tried = [one.item for task in tasks for one in tries(task.name)]
    calibrated, kept = JudgementFile.open(bench.calibrated), JudgementFile.open(beside(answers))
    asked = _ask(bench, [*_left(bench, tried, calibrated), *_left(bench, docket.items, kept)])
    findings = Findings(bench.judge, bench.times, calibrated.done | kept.done)
    used = list(findings.of([*tried, *docket.items]))
    judging = Judging(
        model=model_name(bench.model),
        reported=tuple(sorted({one.reported for one in used if one.reported})),
        temperatures=tuple(dict.fromkeys(one.temperature for one in used)),
        times=bench.times,
        prompts={task.metric.name: prompt_digest(task.name) for task in tasks},
        calibration_digest=calibration_digest(),
        calls=asked.calls,
        tokens_in=sum(one.tokens_in for one in used),
        tokens_out=sum(one.tokens_out for one in used),
        abstained=docket.abstained,
        withheld=docket.withheld,
        failures=tuple(asked.failures),
        stopped=asked.stopped,
        metrics={
            task.metric.name: judged_metric(task, docket, findings, subjects, seed=seed)
            for task in tasks
            if not asked.stopped
        },
    )
    return judging, opinions(docket.items, findings)


def docket_of(subjects: Sequence[Subject], private: AbstractSet[str]) -> Docket:
    """What there is to judge. Answers that cite a private document, or ought to, are withheld."""
    asked = [one for one in subjects if isinstance(one.case, Question)]
    given = [one for one in asked if answered(one)]
    open_ = [one for one in given if not private & (one.gold.documents | _cited(one))]
    return Docket(
        items=tuple(item for one in open_ for item in items(one)),
        abstained=sum(isinstance(one.record, StoredAnswer) for one in asked) - len(given),
        withheld=len(given) - len(open_),
        uncited={one.case.id: n for one in open_ if (n := uncited(one))},
    )


def private_documents(library: Library, private: Private) -> frozenset[str]:
    """The ids of the documents that are not to leave the machine."""
    if not private.patterns:
        return frozenset()
    return frozenset(one.entry.id for one in library.entries() if private.holds(one.entry))


def _cited(subject: Subject) -> frozenset[str]:
    record = subject.record
    cited = record.citations if isinstance(record, StoredAnswer) else ()
    return frozenset(one.document for one in cited)


Call: TypeAlias = "tuple[Item, int, JudgementFile]"


def _left(bench: Bench, asked: Iterable[Item], file: JudgementFile) -> list[Call]:
    """What is not on file: an item and a repeat. The same words are judged once."""
    calls: dict[Key, Call] = {}
    for repeat in range(1, bench.times + 1):
        for item in asked:
            key = bench.judge.key(item, repeat)
            if key not in file.done:
                calls.setdefault(key, (item, repeat, file))
    return list(calls.values())


def _ask(bench: Bench, calls: Sequence[Call]) -> Asked:
    """Ask for judgements until there are none left or the judge fails too often in a row."""
    judge, asked, in_a_row = bench.judge, Asked(), 0
    bench.tell(_announced(bench, calls))

    def call(one: Call) -> ModelError | None:
        item, repeat, file = one
        try:
            file.add(judge.judge(item, repeat))
        except ModelError as error:
            return error
        return None

    at_once = bench.parallel or (1 if is_local(bench.model) else HOSTED)
    with ThreadPoolExecutor(at_once) as pool:
        try:
            for (item, _, _), error in zip(calls, pool.map(call, calls), strict=True):
                asked.calls += 1
                in_a_row = in_a_row + 1 if error else 0
                if error:
                    asked.failures.append(f"{item.case}, {item.task}: {error}")
                if error and in_a_row == min(PATIENCE, len(calls)):
                    asked.stopped = f"{error} {without_judge(error).remedy}".strip()
                    break
                if bench.progress:
                    bench.progress(asked.calls, len(calls))
        finally:
            pool.shutdown(cancel_futures=True)
    return asked


def without_judge(error: ModelError) -> ModelError:
    """The same error, with what a judge can be replaced by: nothing, for it is optional."""
    return ModelError(str(error), error.remedy.replace(WITHOUT, "or leave --judge out"))


def _announced(bench: Bench, calls: Sequence[Call]) -> str:
    """How often the judge will be asked, before it is."""
    name = model_name(bench.model)
    if not calls:
        return f"Every judgement of {name} is on file: it is not asked."
    trying = sum(file.path == bench.calibrated for _, _, file in calls)
    tokens = sum(estimated(text for _, text in item.messages()) for item, _, _ in calls)
    return (
        f"{name} will be asked {len(calls):,} times, {trying:,} of them to calibrate it: about "
        f"{tokens:,} tokens to read. What it finds is kept as it comes."
    )
