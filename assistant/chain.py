"""The way of a question, as one LangChain runnable.

condense → plan → compute → retrieve → clarify → select → answer (each sentence verified) → present

Each step is a plain function of :class:`Steps` and may be replaced. ``invoke`` gives the whole
answer; ``stream`` gives growing ones, each complete as far as it goes: a sentence appears only once
its citation stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answer import Answer, Status, Step
from assistant.clarify import clarify
from assistant.condense import condense
from assistant.extract import extract
from assistant.figures.reply import beside, reply
from assistant.figures.written import written
from assistant.generate import answer_with_model
from assistant.inquiry import Inquiry, QuestionError, checked
from assistant.models import is_local, model_name
from assistant.plan import plan
from assistant.present import present
from assistant.private import Private
from assistant.retrieve import retrieve, together
from assistant.select import considered, select
from assistant.spending import MOST as MOST_TOKENS
from assistant.spending import Meter
from assistant.verify import in_sense, verify
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.answer import Clarification, Turn
    from assistant.plan import Plan
    from assistant.retrieve import Found
    from assistant.select import Selected
    from assistant.verify import Verify
    from vectorstore.entailment import Entails
    from vectorstore.library import Library

NOTHING = Private()
"""No source is private."""

__all__ = ["Assistant", "Inquiry", "QuestionError", "Steps", "build_chain", "default_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What is done on the way of a question; replace any with ``dataclasses.replace``."""

    condense: Callable[[str, Sequence[Turn], Meter], str]
    """A follow-up and the turns before it become a question that stands by itself."""
    plan: Callable[[str], Plan]
    """The parts of the question and the kind of each."""
    compute: Callable[[Plan, Filters, Meter], Answer | None]
    """The answer of the tables of figures, where they surely have it."""
    retrieve: Callable[[Plan, Filters], tuple[Found, ...]]
    """For each part, the passages that may answer it."""
    clarify: Callable[[Plan, Sequence[Found]], Clarification | None]
    """A question back, where what was asked is open to several readings."""
    select: Callable[[Plan, Sequence[Found], Filters], tuple[Selected, ...]]
    """For each part, the evidence: what answers, of all that was found."""
    answer: Callable[[Inquiry, Verify, Meter], Iterator[Answer]]
    """Growing answers from the evidence, the last one whole."""
    verify: Verify
    """Holds each sentence that a model wrote against the words it cites."""
    present: Callable[[Answer, Inquiry], Answer]
    """The answer with what its reader should know besides."""


def default_steps(
    library: Library,
    model: BaseChatModel | None = None,
    private: Private = NOTHING,
    entails: Entails | None = None,
) -> Steps:
    """The steps that answer from ``library``: verbatim sentences, or ``model``'s verified ones.

    ``entails`` says whether they follow from the words they cite.
    Passages of ``private`` sources are kept from a model that is not on this machine.
    """
    writing = partial(_extracted, library=library)
    if model is not None:
        writing = partial(_written, model=model, private=private)
    return Steps(
        condense=lambda question, history, meter: condense(question, history, model, meter),
        plan=plan,
        compute=lambda planned, filters, meter: _computed(
            planned, library, filters, model, private, meter
        ),
        retrieve=lambda planned, filters: retrieve(library, planned, filters),
        clarify=lambda planned, found: clarify(found, planned.parts, library),
        select=lambda planned, found, filters: select(planned, found, library, filters),
        answer=writing,
        verify=in_sense(partial(verify, entails=entails), library.embedder),
        present=lambda answer, inquiry: present(answer, inquiry, library),
    )


def build_chain(
    library: Library,
    model: BaseChatModel | None = None,
    *,
    steps: Steps | None = None,
    tokens: int = MOST_TOKENS,
) -> Runnable[Inquiry, Answer]:
    """The runnable that answers from ``library``; ``tokens`` caps what a question may cost."""
    steps = steps or default_steps(library, model)

    def standalone(inquiry: Inquiry) -> Inquiry:
        question = checked(inquiry.question)
        inquiry = replace(inquiry, question=question, began=perf_counter(), meter=Meter(tokens))
        asked = steps.condense(question, inquiry.history, inquiry.meter)
        return noted(replace(inquiry, standalone=asked), "condense", asked)

    def planned(inquiry: Inquiry) -> Inquiry:
        inquiry = replace(inquiry, plan=steps.plan(inquiry.standalone))
        return noted(inquiry, "plan", inquiry.planned.told)

    def computed(inquiry: Inquiry) -> Inquiry:
        found = steps.compute(inquiry.planned, inquiry.filters, inquiry.meter)
        told = found.notes[0] if found else "no table has the figure asked for"
        return noted(_with_computed(inquiry, found), "compute", told)

    def retrieved(inquiry: Inquiry) -> Inquiry:
        inquiry = replace(inquiry, found=steps.retrieve(inquiry.planned, inquiry.filters))
        return noted(inquiry, "retrieve", f"{len(together(inquiry.found))} passages")

    def clarified(inquiry: Inquiry) -> Inquiry:
        if inquiry.computed is not None:
            return inquiry  # a figure tells the readings that it did not take
        asked = steps.clarify(inquiry.planned, inquiry.found)
        inquiry = replace(inquiry, clarification=asked)
        return noted(inquiry, "clarify", asked.question if asked else "nothing to ask")

    def selected(inquiry: Inquiry) -> Inquiry:
        if inquiry.clarification is not None:
            return inquiry
        inquiry = replace(
            inquiry, selected=steps.select(inquiry.planned, inquiry.found, inquiry.filters)
        )
        chosen = sum(len(one.chosen) for one in inquiry.selected)
        return noted(inquiry, "select", f"{chosen} sentences that answer")

    def answered(inquiries: Iterator[Inquiry]) -> Iterator[Answer]:
        for inquiry in inquiries:
            began = perf_counter()
            for answer in _answers(inquiry, steps, library):
                waits = answer.pending and not answer.sentences
                shown = answer if waits else steps.present(answer, inquiry)
                done = noted(inquiry, "answer", shown.status.value, since=began)
                yield replace(shown, steps=done.steps, seconds=perf_counter() - inquiry.began)

    asked = RunnableLambda(standalone) | RunnableLambda(planned) | RunnableLambda(computed)
    evidence = RunnableLambda(retrieved) | RunnableLambda(clarified) | RunnableLambda(selected)
    return asked | evidence | RunnableGenerator(answered)


def noted(inquiry: Inquiry, name: str, detail: str, since: float | None = None) -> Inquiry:
    """The inquiry with a step that has just been done: its time, and the tokens it cost."""
    earlier = inquiry.steps
    seconds = (
        perf_counter()
        - (since or inquiry.began)
        - sum(step.seconds for step in earlier if since is None)
    )
    step = Step(
        name=name,
        detail=detail,
        seconds=seconds,
        tokens_in=inquiry.meter.sent - sum(step.tokens_in for step in earlier),
        tokens_out=inquiry.meter.received - sum(step.tokens_out for step in earlier),
    )
    return replace(inquiry, steps=(*earlier, step))


def _with_computed(inquiry: Inquiry, found: Answer | None) -> Inquiry:
    """The inquiry with what was computed: a comparison that is drawn so is not divided."""
    planned = inquiry.planned if found is None else inquiry.planned.undivided
    return replace(inquiry, computed=found, plan=planned)


def _computed(
    planned: Plan,
    library: Library,
    filters: Filters,
    model: BaseChatModel | None,
    private: Private,
    meter: Meter,
) -> Answer | None:
    """The answer of the tables to a question of one part; several are read from passages.

    Where the rules find none, a chat model may write a query, which is run in a sandbox and shown.
    """
    if len(planned.parts) != 1:
        return None
    question = planned.parts[0].question
    found = reply(question, library, filters)
    if found is not None or model is None:
        return found
    local = is_local(model)
    return written(
        question, library, model, meter, filters, lambda entry: local or not private.holds(entry)
    )


def _answers(inquiry: Inquiry, steps: Steps, library: Library) -> Iterator[Answer]:
    if inquiry.computed is not None:
        *_, told = extract(inquiry, library)
        yield replace(
            beside(inquiry.computed, told),
            question=inquiry.question,
            standalone_question=inquiry.standalone,
            considered=considered(inquiry.selected),
        )
        return
    if inquiry.clarification is None:
        yield from steps.answer(inquiry, steps.verify, inquiry.meter)
        return
    yield Answer(
        question=inquiry.question,
        standalone_question=inquiry.standalone,
        status=Status.NOT_FOUND,
        clarification=inquiry.clarification,
    )


def _extracted(
    inquiry: Inquiry, verify: Verify, meter: Meter, library: Library
) -> Iterator[Answer]:
    del verify, meter  # the sentences are the sources' own
    return extract(inquiry, library)


def _written(
    inquiry: Inquiry, verify: Verify, meter: Meter, model: BaseChatModel, private: Private
) -> Iterator[Answer]:
    """The model's sentences, from the passages that bear on the question and may be sent to it."""
    bearing = {
        (hit.entry.id, hit.passage.start): hit for one in inquiry.selected for hit in one.bearing
    }
    hits = [hit for hit in together(inquiry.found) if (hit.entry.id, hit.passage.start) in bearing]
    sent = hits if is_local(model) else [hit for hit in hits if not private.holds(hit.entry)]
    kept = private.note(len(hits) - len(sent), model_name(model))
    for answer in answer_with_model(
        model, inquiry.question, inquiry.standalone, sent, verify=verify, meter=meter
    ):
        told = replace(answer, considered=considered(inquiry.selected))
        yield replace(told, notes=(*told.notes, *kept))


class Assistant:
    """Answers questions from a library, each sentence cited to the words it rests on."""

    def __init__(self, library: Library, chain: Runnable[Inquiry, Answer]) -> None:
        self.library = library
        self.chain = chain

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Answer:
        """The answer to ``question``, a follow-up when there is ``history``.

        Raises QuestionError where there is nothing to look up, StoreError where the index cannot be
        read and ModelError where the chat model does not answer.
        """
        *_, answer = self.stream(question, history, filters)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Iterator[Answer]:
        """Growing partial answers to ``question``, the last one whole; raises as ``ask`` does."""
        from langsmith import tracing_context

        inquiry = Inquiry(question=question, history=tuple(history), filters=filters)
        # A trace would take questions and passages off the machine, whatever the environment says.
        with tracing_context(enabled=False):
            yield from self.chain.stream(inquiry)
