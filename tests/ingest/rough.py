"""A model that does to its process what damaged files do to the libraries that read them."""

from __future__ import annotations

import os
import signal
import time

from vectorstore.testing import FakeEmbedder

HANGS, SPINS, CRASHES, SWELLS = "zzhangs", "zzspins", "zzcrashes", "zzswells"


class RoughEmbedder(FakeEmbedder):
    """Splits as the fake one does, unless the text holds one of the words above."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        if HANGS in text:
            time.sleep(600)
        while SPINS in text:
            pass
        if CRASHES in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if SWELLS in text:
            swollen = [bytearray(50_000_000) for _ in range(1_000)]
            del swollen
        return super().token_spans(text)
