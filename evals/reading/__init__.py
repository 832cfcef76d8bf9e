"""How files become question sets."""

from evals.reading.loading import load_set, load_sets

__all__ = ["load_set", "load_sets"]
