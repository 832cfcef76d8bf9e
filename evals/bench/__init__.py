"""Measurements, each run as a command: ``python -m evals.bench.search``.

Each prints a ratio of two things timed in the same run, beside the target it is held to, and exits
with 1 when it is missed. Machines are noisy: run one twice before believing a change.
"""
