"""Evaluations: question sets, metrics, runs, reports, and the benchmarks beside them."""
