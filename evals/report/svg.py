"""Plots as SVG text: nothing is loaded, everything is readable without them (a table stands by)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 640
LEFT = 200
ROW = 26
HEIGHT = 220
"""Pixels of the drawing; it is scaled to the width there is."""

Bar = tuple[str, float, float, float, str]
"""Name, value, low and high (each between 0 and 1), and what to write beside it."""


def intervals(rows: Sequence[Bar], label: str) -> str:
    """A point with its interval a row, on a scale from 0 to 1."""
    height = ROW * len(rows) + 28
    parts = [_grid(height)]
    for index, (name, value, low, high, told) in enumerate(rows):
        y = ROW * index + 16
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>'
            f'<line x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{y}" y2="{y}" class="interval"/>'
            f'<circle cx="{_x(value):.1f}" cy="{y}" r="4.5" class="point"/>'
            f"<title>{escape(f'{name}: {told}')}</title>"
        )
    return _drawing(height, label, parts)


def differences(rows: Sequence[Bar], label: str) -> str:
    """A change with its interval a row, around 0; the scale fits the widest."""
    most = max((abs(end) for _, _, low, high, _ in rows for end in (low, high)), default=0) or 1.0
    height = ROW * len(rows) + 28
    middle = (LEFT + WIDTH - 20) / 2
    scale = (WIDTH - 20 - LEFT) / 2 / most

    def x(value: float) -> float:
        return middle + value * scale

    parts = [
        f'<line x1="{middle}" x2="{middle}" y1="4" y2="{height - 22}" class="axis"/>',
        *(
            f'<text x="{x(v):.1f}" y="{height - 6}" text-anchor="middle">{v:+.2g}</text>'
            for v in (-most, 0.0, most)
        ),
    ]
    for index, (name, value, low, high, told) in enumerate(rows):
        y = ROW * index + 16
        kind = "better" if low > 0 else "worse" if high < 0 else "even"
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>'
            f'<line x1="{x(low):.1f}" x2="{x(high):.1f}" y1="{y}" y2="{y}" '
            f'class="interval {kind}"/>'
            f'<circle cx="{x(value):.1f}" cy="{y}" r="4.5" class="point {kind}"/>'
            f"<title>{escape(f'{name}: {told}')}</title>"
        )
    return _drawing(height, label, parts)


def columns(bins: Sequence[tuple[str, Sequence[int]]], names: Sequence[str], label: str) -> str:
    """Stacked columns: for each bin a count of every one of ``names``."""
    most = max((sum(counts) for _, counts in bins), default=0) or 1
    step = (WIDTH - 60) / max(1, len(bins))
    parts = [_legend(names)]
    for index, (name, counts) in enumerate(bins):
        x, base = 40 + step * index, float(HEIGHT - 30)
        for kind, count in enumerate(counts):
            tall = (HEIGHT - 88) * count / most
            base -= tall
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
            f'<text x="{x + step / 2:.1f}" y="{HEIGHT - 12}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )
    return _drawing(HEIGHT, label, parts)


def _legend(names: Sequence[str]) -> str:
    parts = []
    for kind, name in enumerate(names):
        x, y = 40 + (WIDTH - 60) // 2 * (kind % 2), 4 + 17 * (kind // 2)
        parts.append(
            f'<rect x="{x}" y="{y}" width="12" height="12" class="part{kind}"/>'
            f'<text x="{x + 17}" y="{y + 10}">{escape(name)}</text>'
        )
    return "".join(parts)


def _grid(height: int) -> str:
    return "".join(
        f'<line x1="{_x(v):.1f}" x2="{_x(v):.1f}" y1="4" y2="{height - 22}" class="axis"/>'
        f'<text x="{_x(v):.1f}" y="{height - 6}" text-anchor="middle">{v:g}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    )


def _x(value: float) -> float:
    return LEFT + max(0.0, min(1.0, value)) * (WIDTH - 20 - LEFT)


def _drawing(height: int, label: str, parts: Sequence[str]) -> str:
    groups = "".join(f"<g>{part}</g>" for part in parts)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        f"{groups}</svg>"
    )
