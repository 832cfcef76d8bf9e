"""``onrecord doctor``: is everything as it should be, and what to do if not."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from ui.options import index_option, json_option

if TYPE_CHECKING:
    from assistant.settings import Settings

ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: ``ok``, ``note`` or ``error``, and what to do about it."""

    name: str
    state: str
    detail: str
    remedy: str = ""


@click.command("doctor", short_help="Check the index, the models and the settings; repair.")
@click.option(
    "--repair",
    is_flag=True,
    help="Rebuild full text, copies and Chroma from the catalogue; nothing is embedded again.",
)
@click.option(
    "--re-embed",
    "re_embed",
    is_flag=True,
    help="Make all vectors anew with the embedding model in the settings.",
)
@index_option
@json_option
def command(repair: bool, re_embed: bool, index: str | None, as_json: bool) -> int:
    """Check the index, the models and the settings, and say what to do about what is wrong."""
    from assistant.settings import load_settings

    settings = load_settings(index=index)
    if repair or re_embed:
        mend(settings, repair=repair, re_embed=re_embed)
    checks = [_versions(), _embedding(settings), _chat_model(settings), *_index(settings)]
    failed = [check for check in checks if check.state == ERROR]
    if as_json:
        shown = [
            {"name": c.name, "state": c.state, "detail": c.detail, "remedy": c.remedy}
            for c in checks
        ]
        click.echo(json.dumps({"healthy": not failed, "checks": shown}, ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{check.state:5} {check.name}: {check.detail}")
            if check.remedy:
                click.echo(f"      {check.remedy}")
    if not failed:
        return 0
    return 3 if any(check.name == "index" for check in failed) else 1


def mend(settings: Settings, *, repair: bool, re_embed: bool) -> None:
    """Rebuild what is derived, and with ``re_embed`` the vectors too."""
    from vectorstore.embedding import load_embedder
    from vectorstore.library import Library

    # Opened without an embedder: another model than the index's is what --re-embed is for.
    with Library.open(settings.index, write=True) as library:
        if re_embed:
            library.reembed(load_embedder(settings.embedding_model))
            click.echo("All vectors made anew.", err=True)
        if repair:
            library.repair()
            click.echo("Full text, copies and Chroma rebuilt from the catalogue.", err=True)


def _versions() -> Check:
    packages = ("onrecord", "chromadb", "sentence-transformers", "langchain", "gradio")
    found = ", ".join(f"{name} {version(name)}" for name in packages)
    return Check(name="versions", state="ok", detail=f"Python {platform.python_version()}, {found}")


def _embedding(settings: Settings) -> Check:
    from vectorstore.embedding import load_embedder
    from vectorstore.errors import ModelError

    try:
        embedder = load_embedder(settings.embedding_model)
        length = len(embedder.encode_query("Is it there?"))
    except ModelError as error:
        return Check(name="embedding model", state=ERROR, detail=str(error), remedy=error.remedy)
    return Check(
        name="embedding model",
        state="ok",
        detail=f"{embedder.name}, {length} dimensions, reads {embedder.window} word pieces",
    )


def _chat_model(settings: Settings) -> Check:
    from assistant.models import load_chat_model
    from vectorstore.errors import ModelError

    try:
        load_chat_model(settings.llm)
    except ModelError as error:
        return Check(name="chat model", state=ERROR, detail=str(error), remedy=error.remedy)
    told = "answers are extracted word for word" if settings.llm == "extractive" else "not called"
    return Check(name="chat model", state="ok", detail=f"{settings.llm} ({told})")


def _index(settings: Settings) -> list[Check]:
    from vectorstore.embedding import load_embedder
    from vectorstore.errors import OnRecordError
    from vectorstore.library import Library

    try:
        with Library.open(settings.index, load_embedder(settings.embedding_model)) as library:
            counts = library.counts()
            findings = library.check()
    except OnRecordError as error:
        return [Check(name="index", state=ERROR, detail=str(error), remedy=error.remedy)]
    held = f"{settings.index}: {counts.documents:,} documents, {counts.passages:,} passages"
    checks = [Check(name="index", state="ok", detail=held)]
    return checks + [
        Check(
            name="index",
            state=finding.severity.value,
            detail=finding.message,
            remedy=finding.remedy,
        )
        for finding in findings
    ]
