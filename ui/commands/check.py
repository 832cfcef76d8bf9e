"""``onrecord check``: is it what they said, and did they say it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.options import index_option, json_option

if TYPE_CHECKING:
    from assistant.quotes.draft import DraftCheck

FORMS = (".html", ".md", ".docx", ".json")


@click.command("check", short_help="Check a quotation, or a whole draft, before it goes to print.")
@click.argument("quote", required=False)
@click.option("--speaker", default="", metavar="NAME", help="Who is said to have said it.")
@click.option(
    "--draft",
    metavar="FILE",
    help="Check every quotation of a text, Markdown, HTML, DOCX or PDF file; - is standard input.",
)
@click.option(
    "--report",
    metavar="OUT",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Of a draft: write what was found as .html (one page, to be mailed or printed), .md, "
    ".docx (the draft with comments) or .json.",
)
@click.option(
    "--profile",
    type=click.Choice(["strict", "lenient"]),
    default="strict",
    show_default=True,
    help="strict: nothing may change but a marked ellipsis; lenient: grammar may be tidied.",
)
@index_option
@json_option
def command(
    quote: str | None,
    speaker: str,
    draft: str | None,
    report: Path | None,
    profile: str,
    index: str | None,
    *,
    as_json: bool,
) -> int:
    """Find QUOTE in the sources: what differs, what it was cut from, whose words they are.

    With --draft every quotation and attributed statement of a file is checked. The exit code is 1
    when something has to be mended: anything worse than `normalised`, by the profile.
    """
    _check_usage(quote, speaker, draft, report)
    if draft is not None:
        return _draft(draft, report, profile, index, as_json=as_json)
    from assistant.build import open_library
    from assistant.quotes import Profile, check
    from assistant.settings import load_settings

    with open_library(load_settings(index=index)) as library:
        found = check(quote or "", library, speaker=speaker)
    if as_json:
        from ui.shapes import check_json

        click.echo(json.dumps(check_json(found), ensure_ascii=False))
    else:
        from ui.terminal import show_check

        show_check(found)
    return 0 if found.passes(Profile(profile)) else 1


def _check_usage(quote: str | None, speaker: str, draft: str | None, report: Path | None) -> None:
    if (quote is None) == (draft is None):
        raise click.UsageError("Give a QUOTE to check, or --draft FILE, and not both.")
    if draft is not None and speaker:
        raise click.UsageError("--speaker is for one quotation; a draft names its speakers itself.")
    if report is not None and draft is None:
        raise click.UsageError("--report is for a draft: onrecord check --draft FILE --report OUT.")
    if report is not None and report.suffix.lower() not in FORMS:
        raise click.UsageError(f"--report writes {', '.join(FORMS)}, not {report.name!r}.")
    if draft not in {None, "-"} and not Path(draft or "").is_file():
        raise click.UsageError(f"There is no file {draft!r}.")


def _draft(
    place: str, report: Path | None, profile: str, index: str | None, *, as_json: bool
) -> int:
    from assistant.build import open_library
    from assistant.quotes import Profile
    from assistant.quotes.draft import check_draft, read_draft
    from assistant.settings import load_settings

    data = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    name = "standard input" if place == "-" else Path(place).name
    draft = read_draft(data, name)
    with open_library(load_settings(index=index)) as library:
        found = check_draft(draft, library, profile=Profile(profile))
    if report is not None:
        _write(found, report, data)
    if as_json:
        from ui.shapes import draft_json

        click.echo(json.dumps(draft_json(found), ensure_ascii=False))
    else:
        from ui.terminal import show_draft

        show_draft(found)
    if report is not None:
        click.echo(f"The report is in {report}", err=True)
    return 0 if found.passes else 1


def _write(found: DraftCheck, report: Path, data: bytes) -> None:
    """Write the report in the form that its name asks for."""
    form = report.suffix.lower()
    if form == ".docx":
        from ui.report_docx import draft_docx

        made = draft_docx(found, data)
    elif form == ".html":
        from ui.report import draft_report

        made = draft_report(found).encode()
    elif form == ".md":
        from ui.report_markdown import draft_markdown

        made = draft_markdown(found).encode()
    else:
        from ui.shapes import draft_json

        made = json.dumps(draft_json(found), ensure_ascii=False, indent=1).encode()
    try:
        report.write_bytes(made)
    except OSError as error:
        from vectorstore.errors import OnRecordError

        raise OnRecordError(
            f"The report cannot be written to {report} ({error.strerror}).",
            "Name a place where you may write: --report OUT.html",
        ) from error
