"""E-mail (.eml) with its attachments, and pages that a browser saved as one (.mhtml).

The message is one document: its subject, sender and day, and the text that a reader is shown. Each
attachment is a document of its own. Pictures that belong to the message's own page are left out.
"""

from __future__ import annotations

import email
import re
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.normalise import decode, normalise, one_line
from ingest.readers.html import message_parts, read_html
from ingest.readers.members import read_member
from ingest.readers.text import text_blocks
from ingest.reading import Block, Found, Part, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ingest.readers.allowance import Allowance

LONGEST_FIELD = 2_000
MOST_PARTS = 2_000
ANSWERED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)
QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
SENT = "the day the e-mail was sent"
SAVED_BY = re.compile(r"saved by", re.IGNORECASE)


def read_mail(source: bytes | Path, allowance: Allowance) -> list[Reading]:
    """A message and its attachments, or the page that a browser saved in this form.

    Raises ReadError where neither the message nor what is attached to it holds anything.
    """
    data = source.read_bytes() if isinstance(source, Path) else source
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=compat32)
        leaves = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReadError(
            "The message is damaged: its parts cannot be told apart.",
            "Save it again from the mail program.",
        ) from error
    if _is_saved_page(message):
        return [_page(message, leaves)]
    attached = [leaf for leaf in leaves if _is_attached(leaf)]
    parts = _text([leaf for leaf in leaves if not _is_attached(leaf)])
    readings = [Reading(format="mail", parts=tuple(parts), found=_said(message))] if parts else []
    for number, leaf in enumerate(attached, 1):
        readings += _attachment(leaf, number, allowance.inner())
    if not readings:
        raise ReadError("The message has no text.", "Save it again from the mail program.")
    return readings


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something themselves; an attached message is one of them."""
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting = [*part.get_payload(), *waiting]
        else:
            yield part


def _is_attached(part: Message) -> bool:
    kind, main = part.get_content_type(), part.get_content_maintype()
    if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
        return True
    if main == "text":
        return kind not in {"text/plain", "text/html"}
    # A logo or the picture in a letter belongs to its page; it has an identity, but is no document.
    return main != "image" and bool(part.get_filename())


def _attachment(part: Message, number: int, allowance: Allowance) -> Iterator[Reading]:
    name = one_line(_decoded(part.get_filename() or "")) or f"attachment {number}"
    try:
        data = _bytes_of(part)
        allowance.spend(len(data))
    except ReadError as error:
        yield Reading(format="mail", member=name, error=error)
    else:
        if part.get_content_type() == "message/rfc822" and "." not in name:
            name = f"{name}.eml"
        yield from read_member(data, name, allowance)
    finally:
        allowance.outer()


def _bytes_of(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # an attached message
        return b"".join(one.as_bytes() for one in inner if isinstance(one, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(parts: list[Message]) -> list[Part]:
    """What a reader of the message is shown: its page, or its plain text where that says more."""
    html = [part for part in parts if part.get_content_type() == "text/html"]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    of_page = [one for part in html for one in message_parts(_characters(part))]
    of_text = [one for part in plain for one in _plain(part)]
    return of_page if _words(of_page) >= _words(of_text) / 2 and of_page else of_text


def _plain(part: Message) -> list[Part]:
    text = SIGNATURE.split(normalise(_characters(part)), maxsplit=1)[0]
    text = QUOTED.sub("", text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?<=\S) \n(?=\S)", " ", text)
    return list(text_blocks(text))


def _words(parts: list[Part]) -> int:
    return sum(len(part.text.split()) for part in parts if isinstance(part, Block))


def _characters(part: Message) -> str:
    data = _bytes_of(part)
    charset = part.get_param("charset")
    if isinstance(charset, str):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(data)


def _said(message: Message) -> Found:
    name, address = parseaddr(_field(message, "From"))
    day = _sent(message)
    return Found(
        title=ANSWERED.sub("", _field(message, "Subject")),
        author=one_line(name) or address,
        publisher=_field(message, "Organization") or _field(message, "Organisation"),
        published=day,
        dating=SENT if day else "",
        language=_field(message, "Content-Language").split(",")[0].strip(),
    )


def _sent(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(_field(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _field(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, ""))[:LONGEST_FIELD])


def _decoded(value: str) -> str:
    try:
        return one_line(str(make_header(decode_header(value))))
    except (ValueError, LookupError):
        return one_line(value)


def _is_saved_page(message: Message) -> bool:
    saved = SAVED_BY.search(_field(message, "From")) or message.get("Snapshot-Content-Location")
    return bool(saved) or (
        message.get_content_type() == "multipart/related"
        and "To" not in message
        and "From" not in message
    )


def _page(message: Message, leaves: list[Message]) -> Reading:
    """The first page of a saved one; the frames that stand in it are other sites' more often."""
    for leaf in leaves:
        if leaf.get_content_type() in {"text/html", "application/xhtml+xml"}:
            reading = read_html(_characters(leaf).encode("utf-8", "replace"), encoding="utf-8")
            address = _field(leaf, "Content-Location") or _field(
                message, "Snapshot-Content-Location"
            )
            url = address if address.startswith("http") else ""
            return reading.with_found(Found(title=_field(message, "Subject"), url=url))
    raise ReadError("The saved page holds no page.", "Save it again, as HTML.")
