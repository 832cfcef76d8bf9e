"""Plots as SVG text: nothing is loaded, and a table of the same figures stands by each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 420
LEFT = 160
RIGHT = 56
ROW = 24
HEIGHT = 210
LONGEST = 22
"""Pixels of the drawing, and the letters of a name that fit. A phone shows it at its own size, so
that its letters can be read there; a wider page enlarges it a little."""

Bar = tuple[str, float, float, float, str]
"""Name, value, low and high, and what to write of it."""


def intervals(rows: Sequence[Bar], label: str) -> str:
    """A point with its interval a row, on a scale from 0 to 1; what is written stands beside."""
    height = ROW * len(rows) + 26
    parts = [_grid(height)]
    for index, (name, value, low, high, told) in enumerate(rows):
        y = ROW * index + 14
        parts.append(
            _name(name, y) + f'<line x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{y}" y2="{y}" '
            'class="interval"/>'
            f'<circle cx="{_x(value):.1f}" cy="{y}" r="4.5" class="point"/>'
            f'<text x="{WIDTH - 2}" y="{y + 4}" text-anchor="end">{escape(told)}</text>'
            f"<title>{escape(f'{name}: {told} ({low:.3f} – {high:.3f})')}</title>"
        )
    return _drawing(height, label, parts)


def differences(rows: Sequence[Bar], kinds: Sequence[str], label: str) -> str:
    """A change with its interval a row, around 0; the scale fits the widest.

    ``kinds`` say of each row whether it is better, worse or even.
    """
    most = max((abs(end) for _, _, low, high, _ in rows for end in (low, high)), default=0) or 1.0
    height = ROW * len(rows) + 26
    middle = (LEFT + WIDTH - 24) / 2
    scale = (WIDTH - 24 - LEFT) / 2 / most

    def x(value: float) -> float:
        return middle + value * scale

    parts = [
        "".join(
            f'<line x1="{x(v):.1f}" x2="{x(v):.1f}" y1="2" y2="{height - 20}" class="axis"/>'
            f'<text x="{x(v):.1f}" y="{height - 5}" text-anchor="middle">{_signed(v)}</text>'
            for v in (-most, 0.0, most)
        ),
    ]
    for index, ((name, value, low, high, told), kind) in enumerate(zip(rows, kinds, strict=True)):
        y = ROW * index + 14
        parts.append(
            _name(name, y) + f'<line x1="{x(low):.1f}" x2="{x(high):.1f}" y1="{y}" y2="{y}" '
            f'class="interval {kind}"/>'
            f'<circle cx="{x(value):.1f}" cy="{y}" r="4.5" class="point {kind}"/>'
            f"<title>{escape(f'{name}: {told}')}</title>"
        )
    return _drawing(height, label, parts)


def columns(bins: Sequence[tuple[str, Sequence[int]]], names: Sequence[str], label: str) -> str:
    """Stacked columns: for each bin a count of every one of ``names``, its lower end beneath."""
    most = max((sum(counts) for _, counts in bins), default=0) or 1
    step = (WIDTH - 8) / max(1, len(bins))
    top = 4 + 17 * ((len(names) + 1) // 2) if len(names) > 1 else 0
    parts = [_legend(names)] if len(names) > 1 else []
    for index, (name, counts) in enumerate(bins):
        x, base = 4 + step * index, float(HEIGHT - 24)
        for kind, count in enumerate(counts):
            tall = (HEIGHT - 42 - top) * count / most
            base -= tall
            if count:
                parts.append(
                    f'<rect x="{x + 2:.1f}" y="{base:.1f}" width="{step - 4:.1f}" '
                    f'height="{tall:.1f}" class="part{kind}">'
                    f"<title>{escape(f'{name}: {count} {names[kind]}')}</title></rect>"
                )
        if sum(counts):
            parts.append(
                f'<text x="{x + step / 2:.1f}" y="{base - 4:.1f}" text-anchor="middle">'
                f"{sum(counts)}</text>"
            )
        parts.append(
            f'<text x="{x + 2:.1f}" y="{HEIGHT - 8}" text-anchor="start" class="scale">'
            f"{escape(name)}</text>"
        )
    return _drawing(HEIGHT, label, parts)


def _signed(value: float) -> str:
    return f"{value:+.2g}" if value else "0"


def _legend(names: Sequence[str]) -> str:
    parts = []
    for kind, name in enumerate(names):
        x, y = 4 + WIDTH // 2 * (kind % 2), 4 + 17 * (kind // 2)
        parts.append(
            f'<rect x="{x}" y="{y}" width="11" height="11" class="part{kind}"/>'
            f'<text x="{x + 17}" y="{y + 10}">{escape(name)}</text>'
        )
    return "".join(parts)


def _name(name: str, y: int) -> str:
    words, space, number = name.rpartition(" ")  # how many there are is never cut off
    most = LONGEST - len(space + number)
    shown = name if len(name) <= LONGEST else f"{words[: most - 1]}…{space}{number}"
    return f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(shown)}</text>'


def _grid(height: int) -> str:
    return "".join(
        f'<line x1="{_x(v):.1f}" x2="{_x(v):.1f}" y1="2" y2="{height - 20}" class="axis"/>'
        f'<text x="{_x(v):.1f}" y="{height - 5}" text-anchor="middle" class="scale">{v:g}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    )


def _x(value: float) -> float:
    return LEFT + max(0.0, min(1.0, value)) * (WIDTH - RIGHT - LEFT)


def _drawing(height: int, label: str, parts: Sequence[str]) -> str:
    groups = "".join(f"<g>{part}</g>" for part in parts)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        f"{groups}</svg>"
    )
