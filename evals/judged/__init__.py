"""Judgements of stored answers by a chat model: optional, pinned, repeated, calibrated, no gate."""
