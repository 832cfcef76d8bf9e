"""Where files that a browser sent are kept, so that a citation's path goes on leading somewhere."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def keep(paths: Sequence[str], folder: Path) -> list[str]:
    """The paths of lasting copies, each under its own name in a folder named by its content.

    The same file sent twice has the same path, so that it is not read again; another file of the
    same name has another, so that neither replaces the other.
    """
    kept = []
    for path in map(Path, paths):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        place = folder / digest[:16] / path.name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            partial = place.with_name(f"{place.name}.partial")
            shutil.copyfile(path, partial)
            partial.replace(place)
        kept.append(str(place))
    return kept
