"""What can be wrong with a source.

* OnRecordError
  * ReadError: a file or page cannot be read
    - FetchError: a URL did not give one
"""

from __future__ import annotations

from vectorstore.errors import OnRecordError


class ReadError(OnRecordError):
    """One source cannot be read; the others can."""


class FetchError(ReadError):
    """A URL did not give a page."""
