"""Whether the index is sound, and the making anew of what is derived from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vectorstore import fulltext, witnesses
from vectorstore.errors import IndexDamaged, StoreError
from vectorstore.holdings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vectorstore.catalogue import Catalogue
    from vectorstore.dense import Dense
    from vectorstore.rows import Model

REPAIR = "Rebuild it from the catalogue: onrecord doctor --repair"
SAMPLE = 100
"""Vectors that a check compares, from all over the index."""

AGAIN = "Move the index away and ingest the sources again, or put a backup in its place."


def check(catalogue: Catalogue, open_dense: Callable[[Model], Dense]) -> list[Finding]:
    """What is wrong with an index; an empty list when nothing is."""
    return [
        *_check_catalogue(catalogue),
        *_check_fulltext(catalogue),
        *_check_witnesses(catalogue),
        *_check_dense(catalogue, open_dense),
    ]


def in_step(catalogue: Catalogue, dense: Dense) -> bool:
    """Whether Chroma has every passage it should; what it has besides is noted to be swept."""
    try:
        if dense.count() == catalogue.counts().passages:
            return True
        held = dense.ids()
    except IndexDamaged:
        return False
    wanted = catalogue.passage_ids("current")
    catalogue.leave(held - wanted - catalogue.passage_ids("pending"))
    return wanted <= held


def lacking(catalogue: Catalogue, dense: Dense) -> bool:
    """Whether Chroma has fewer passages than a reader may expect of it."""
    generation = catalogue.generation
    short = dense.count() < catalogue.counts().passages
    # Where a writer was at work between the two counts they say nothing.
    return short and catalogue.generation == generation


def rebuild_dense(catalogue: Catalogue, dense: Dense) -> None:
    """Make Chroma anew with the catalogue's vectors, and tell the readers."""
    model = catalogue.model()
    if model is not None:
        dense.rebuild(catalogue.pointed("current", model))
        catalogue.bump()


def _check_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    for problem in catalogue.problems():
        yield _error(f"The catalogue {catalogue.path}: {problem}.", AGAIN)
    astray = catalogue.astray()
    if astray:
        yield _error(
            f"{len(astray)} passages are not what stands in their document at their place, "
            f"the first in {astray[0]!r}.",
            AGAIN,
        )
    unsound = catalogue.unsound_tables()
    if unsound:
        yield _error(
            f"{len(unsound)} tables of figures do not hold together, the first: {unsound[0]}.",
            AGAIN,
        )
    if catalogue.staged():
        yield Finding(
            severity=Severity.NOTE,
            message="A run that was stopped left documents that are not visible yet.",
            remedy="The next ingest finishes them by itself; so does: onrecord doctor --repair",
        )


def _check_fulltext(catalogue: Catalogue) -> Iterator[Finding]:
    try:
        with catalogue.transaction() as connection:
            sound = fulltext.in_step(connection)
    except IndexDamaged:
        sound = False
    if not sound:
        yield _error("The full-text index does not match the catalogue.", REPAIR)


def _check_witnesses(catalogue: Catalogue) -> Iterator[Finding]:
    try:
        with catalogue.reading() as connection:
            sound = witnesses.in_step(connection)
    except StoreError:
        sound = False
    if not sound:
        yield _error("Which documents are copies does not match the catalogue.", REPAIR)


def _check_dense(catalogue: Catalogue, open_dense: Callable[[Model], Dense]) -> Iterator[Finding]:
    model = catalogue.model()
    wanted = catalogue.passage_ids("current")
    if model is None or not wanted:
        return
    lacking = catalogue.unembedded_passages(model, 1)
    if lacking:
        yield _error(
            f"A passage of {lacking[0].entry.id!r} has no vector.",
            "Make the missing ones: onrecord doctor --re-embed",
        )
    dense = open_dense(model)
    try:
        held = dense.ids()
        wrong = _wrong_vectors(catalogue, model, dense)
    except StoreError as error:
        yield _error(str(error), error.remedy)
        return
    finally:
        dense.close()
    if wanted - held:
        yield _error(f"Chroma lacks {len(wanted - held)} of {len(wanted)} passages.", REPAIR)
    elif wrong:
        yield _error(f"Of {SAMPLE} vectors looked at, {wrong} are wrong in Chroma.", REPAIR)
    if held - wanted - catalogue.passage_ids("pending") - set(catalogue.leftovers()):
        yield Finding(
            severity=Severity.NOTE,
            message="Chroma holds passages that the catalogue does not know; no search shows them.",
            remedy=REPAIR,
        )


def _wrong_vectors(catalogue: Catalogue, model: Model, dense: Dense) -> int:
    """How many of some passages have another vector in Chroma than in the catalogue."""
    import numpy as np

    wanted = {
        found.id: np.frombuffer(found.vector, np.float32)
        for found in catalogue.sample(model, SAMPLE)
    }
    held = dense.vectors(list(wanted))
    return sum(
        number not in held or not np.allclose(held[number], vector, atol=1e-4)
        for number, vector in wanted.items()
    )


def _error(message: str, remedy: str) -> Finding:
    return Finding(severity=Severity.ERROR, message=message, remedy=remedy)
