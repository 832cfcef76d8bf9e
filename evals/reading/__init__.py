"""How files become question sets."""

from evals.reading.loading import load_set, load_sets, read_sets
from evals.reading.rows import Understood, placed, told_where, understand

__all__ = [
    "Understood",
    "load_set",
    "load_sets",
    "placed",
    "read_sets",
    "told_where",
    "understand",
]
