"""Documents given as JSON: one object per line, or a page as the GOV.UK Content API gives it."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.dates import as_date
from ingest.errors import ReadError
from ingest.normalise import decode, normalise, one_line
from ingest.numbering import arabic
from ingest.readers.html import fragment_parts
from ingest.readers.markdown import found_in, markdown_parts
from ingest.readers.text import text_blocks
from ingest.reading import Block, Found, Part, Reading, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEXT_FIELDS = ("text", "body", "content", "article", "full_text")
MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|ul|table)>", re.IGNORECASE)
MARKDOWN = re.compile(r"^#{1,6} \S|^\|.+\|\s*$|\]\(https?://", re.MULTILINE)
NO_TEXT = 'Give every record a "text" (and an "id" and a "title").'
GOVUK = "https://www.gov.uk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of a JSON Lines file: what was read of it, or why it could not be."""

    line: int
    data: bytes
    reading: Reading | None = None
    error: ReadError | None = None


def read_lines(lines: Iterable[bytes], first: int = 1) -> Iterator[Record]:
    """The documents of a JSON Lines file; a line that is none comes as an error with its number.

    ``first`` is the number of the first line.
    """
    for number, line in enumerate(lines, first):
        if line.strip():
            try:
                yield Record(line=number, data=line, reading=_read_line(line))
            except ReadError as error:
                told = ReadError(f"Line {number}: {error}", error.remedy)
                yield Record(line=number, data=line, error=told)


def _read_line(line: bytes) -> Reading:
    fields = _loads(decode(line))
    if not isinstance(fields, dict):
        raise ReadError("It is not a JSON object.", NO_TEXT)
    with _of_their_types():
        return _from_fields(fields)


def read_json(data: bytes) -> list[Reading]:
    """The documents of a JSON file; raises ReadError where it holds none that can be read."""
    value = _loads(decode(data))
    with _of_their_types():
        if isinstance(value, dict):
            return [_from_object(value)]
        if isinstance(value, list) and value and all(_text_of(one) for one in value):
            return [_from_fields(one) for one in value]
    raise ReadError("The JSON holds no documents.", NO_TEXT)


@contextmanager
def _of_their_types() -> Iterator[None]:
    """Anybody writes JSON: a list may stand where a text is looked for, a number for a page."""
    try:
        yield
    except (AttributeError, TypeError, KeyError, IndexError) as error:
        raise ReadError(
            f"Its fields do not hold what their names say ({error}).",
            "Check how the file was made; see the fields of a document in the README.",
        ) from error


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(
            f"It is not JSON ({error}).", "Check the file, or export it again."
        ) from error


def _from_object(value: dict[str, Any]) -> Reading:
    if isinstance(value.get("details"), dict) and ("base_path" in value or "schema_name" in value):
        return _from_content_api(value)
    if _text_of(value):
        return _from_fields(value)
    articles = value.get("articles") or value.get("sections")
    if isinstance(articles, list) and any(_texts(article) for article in articles):
        return _from_articles(value, articles)
    raise ReadError(
        "The JSON is data about something, not a document: it holds no text to cite.",
        'Ingest the documents that it describes, or give the text in a field named "text".',
    )


def _text_of(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    texts = (value.get(name) for name in TEXT_FIELDS)
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")


def _from_fields(fields: dict[str, Any]) -> Reading:
    text = _text_of(fields)
    parts = tuple(parts_of(text))
    if not parts:
        raise ReadError("It has no text.", NO_TEXT)
    # A record's id is the user's own name for it; numbers are names too.
    found = found_in({name.lower(): value for name, value in fields.items()})
    return Reading(format="record", parts=parts, found=found, given=_as_given(text))


def parts_of(text: str) -> list[Part]:
    """The parts of a text whose format nobody stated: HTML or Markdown where it looks it."""
    if MARKUP.search(text):
        return fragment_parts(text)
    text = normalise(text)
    return markdown_parts(text) if MARKDOWN.search(text) else list(text_blocks(text))


def _as_given(text: str) -> str:
    """A plain text whose offsets its owner may rely on; "" where markup has to be taken out."""
    if MARKUP.search(text):
        return ""
    text = normalise(text)
    return "" if MARKDOWN.search(text) else text


def _from_content_api(value: dict[str, Any]) -> Reading:
    """An answer of the GOV.UK Content API, whose body is HTML."""
    details = value["details"]
    body = details.get("body") or ""
    if isinstance(body, list):
        body = next(
            (one.get("content", "") for one in body if "html" in one.get("content_type", "")), ""
        )
    summary = one_line(str(value.get("description") or ""))
    parts: list[Part] = [Block(text=summary)] if summary else []
    parts += [part for part in fragment_parts(body) if part != Block(text=summary)] if body else []
    if not parts:
        raise ReadError("The page has no text of its own.", "Ingest what it links to.")
    return Reading(format="content-api", parts=tuple(parts), found=_content_api_facts(value))


def _content_api_facts(value: dict[str, Any]) -> Found:
    links = value.get("links") or {}
    details = value["details"]
    organisations = links.get("primary_publishing_organisation") or links.get("organisations") or []
    path = str(value.get("base_path") or "")
    return Found(
        kind=str(value.get("document_type") or value.get("schema_name") or ""),
        title=one_line(str(value.get("title") or "")),
        publisher=", ".join(one_line(str(one.get("title", ""))) for one in organisations)
        or "GOV.UK",
        author=", ".join(str(one.get("title", "")) for one in links.get("speaker") or []),
        published=as_date(value.get("first_published_at") or details.get("first_public_at"))
        or _first_change(details),
        updated=as_date(value.get("public_updated_at")),
        url=GOVUK + path if path.startswith("/") else "",
        language=str(value.get("locale") or ""),
    )


def _first_change(details: dict[str, Any]) -> Any:
    changes = details.get("change_history") or []
    first = [
        one for one in changes if str(one.get("note", "")).lower().startswith("first published")
    ]
    return as_date(first[0].get("public_timestamp")) if first else None


def _from_articles(value: dict[str, Any], articles: list[Any]) -> Reading:
    """A treaty given article by article, in one language or several (text_en, text_fr)."""
    parts: list[Part] = _language_blocks(value, "preamble")
    for article in articles:
        if _texts(article):
            parts += _article_blocks(article)
    titles = [value.get(name) for name in ("title_en", "treaty_en", "title", "treaty", "name")]
    title = next((one_line(one) for one in titles if isinstance(one, str) and one), "")
    return Reading(format="json", parts=tuple(parts), found=replace(found_in(value), title=title))


def _texts(article: object) -> dict[str, str]:
    """An article's texts by language ("" where none is named), English first."""
    return next((texts for name in TEXT_FIELDS if (texts := _in_languages(article, name))), {})


def _in_languages(fields: object, name: str) -> dict[str, str]:
    """The texts under ``name`` or ``name_xx`` by language, English first."""
    if not isinstance(fields, dict):
        return {}
    texts = {
        key[len(name) + 1 :]: text
        for key, text in fields.items()
        if (key == name or key.startswith(f"{name}_")) and isinstance(text, str) and text
    }
    return dict(sorted(texts.items(), key=lambda item: item[0] != "en"))


def _language_blocks(fields: object, name: str) -> list[Part]:
    texts = _in_languages(fields, name).values()
    return [block for text in texts for block in text_blocks(normalise(text))]


def _article_blocks(article: dict[str, Any]) -> list[Part]:
    named = article.get("article_no") or article.get("number") or article.get("article")
    number = arabic(one_line(str(named or "")))
    titles = _in_languages(article, "title")
    blocks: list[Part] = [Block(text=f"Article {number}".strip(), style=Style.HEADING, level=2)]
    for language, text in _texts(article).items():
        heading = one_line(titles.get(language, "")) or language
        if heading:
            blocks.append(Block(text=heading, style=Style.HEADING, level=3))
        blocks += text_blocks(normalise(text))
    return blocks
