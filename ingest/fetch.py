"""Fetching a page that the user named. Nothing else here opens a connection."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from ingest.errors import FetchError

SECONDS = 30.0
MOST_REDIRECTS = 8
MOST = 100_000_000
AGENT = "onrecord/0.1 (reads pages that its user names)"
META = b"charset="


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave."""

    data: bytes
    content_type: str
    url: str
    """Where it was in the end, after redirects."""

    @property
    def name(self) -> str:
        """The last part of the address, as a file's name."""
        return urlsplit(self.url).path.rsplit("/", 1)[-1]


def fetch(url: str, *, seconds: float = SECONDS, most: int = MOST) -> Fetched:
    """The page at ``url``; raises FetchError, saying why, where there is none to be had."""
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
                timeout=seconds,
                headers={"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8"},
            ) as client,
            client.stream("GET", url) as response,
        ):
            _must_be_page(response)
            data = _body(response, most)
    except httpx.HTTPError as error:
        raise _failure(error, seconds) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"It is no address ({error}).", "Check how it is written.") from error
    content_type = response.headers.get("content-type", "")
    data = _in_stated_charset(data, response.charset_encoding or "")
    return Fetched(data=data, content_type=content_type, url=str(response.url))


def _must_be_page(response: httpx.Response) -> None:
    if response.is_success:
        return
    hints = {
        401: "It asks for a login: open it in a browser and save the page.",
        403: "The site refuses programs: open it in a browser and save the page.",
        404: "Check the address.",
        410: "It was taken down; look for it in a web archive.",
        429: "The site asks for patience: try again later.",
    }
    hint = hints.get(response.status_code, "Try again later, or save the page from a browser.")
    reason = f" {response.reason_phrase}" if response.reason_phrase else ""
    raise FetchError(f"The site answered {response.status_code}{reason}.", hint)


def _body(response: httpx.Response, most: int) -> bytes:
    gathered = bytearray()
    for chunk in response.iter_bytes():
        gathered += chunk
        if len(gathered) > most:
            raise FetchError(
                f"It is larger than {most / 1e6:,.0f} MB.", "Download it and ingest the file."
            )
    return bytes(gathered)


def _in_stated_charset(data: bytes, charset: str) -> bytes:
    """``data`` as UTF-8 where only the site's answer says which encoding it is in."""
    if not charset or META in data[:4096].lower():
        return data
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return data


def _failure(error: httpx.HTTPError, seconds: float) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        return FetchError(f"No answer within {seconds:g} seconds.", "Try again later.")
    if isinstance(error, httpx.TooManyRedirects):
        return FetchError("It redirects in a circle.", "Open it in a browser and save the page.")
    if isinstance(error, httpx.UnsupportedProtocol):
        return FetchError("It is no http or https address.", "Check how it is written.")
    if isinstance(error, httpx.ConnectError):
        return FetchError(
            f"No connection to the site ({error}).", "Check the address and your connection."
        )
    return FetchError(f"It could not be fetched ({error}).", "Try again later.")
