"""Where an index is: a directory, or a Chroma server with its catalogue on this machine."""

from __future__ import annotations

import re
from pathlib import Path

CATALOGUE = "catalogue.sqlite3"


def is_url(place: str) -> bool:
    """Whether a place is a server's URL."""
    return bool(re.match(r"https?://", place))


def locate(place: str | Path) -> tuple[str | Path, Path]:
    """The place as Chroma takes it, and the directory that the catalogue is in."""
    if isinstance(place, str) and is_url(place):
        import platformdirs

        url = place.rstrip("/")
        name = re.sub(r"[^A-Za-z0-9.]+", "-", url)
        return url, Path(platformdirs.user_data_dir("onrecord")) / "servers" / name
    directory = Path(place).expanduser().absolute()
    return directory, directory
