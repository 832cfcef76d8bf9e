"""A corpus of damaged and hostile files over every format that is read.

python tests/ingest/hostile_files.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import hostile_packages
import hostile_texts
from hostile_texts import EITHER, READ

__all__ = ["EITHER", "READ", "made"]


def made(folder: Path) -> dict[Path, str]:
    """Write every file into ``folder``, a folder for each family; what has to come of each."""
    expected = {}
    for module in (hostile_texts, hostile_packages):
        for name, data, outcome in module.cases():
            path = folder / name
            if path in expected:
                raise ValueError(f"two files are named {name}")
            path.write_bytes(data)
            expected[path] = outcome
    return expected


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    print(f"{len(made(Path(sys.argv[1])))} files")  # noqa: T201
