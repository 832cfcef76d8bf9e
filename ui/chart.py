"""A chart of figures as a PNG: axes with their units, the figure asked for marked, the source."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.figures.around import Plot

INK, QUIET, FAINT, ACCENT = "#1c1917", "#57534e", "#a8a29e", "#9a3412"
FEW = 13
"""Points up to which each is a bar with its label."""
WIDE, HIGH, DENSITY = 6.0, 4.0, 200
LONGEST_LABEL = 28


def draw(plot: Plot) -> bytes:
    """The chart as a PNG of 1200 by 800 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, HIGH), dpi=DENSITY, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    values = [float("nan") if p.value is None else p.value for p in plot.points]
    if not plot.timed:
        _across(axes, plot, values)
    elif len(values) <= FEW:
        _bars(axes, plot, values)
    else:
        _line(axes, plot, values)
    _dressed(axes, plot)
    figure.suptitle(
        textwrap.fill(_plain(plot.title), 66), x=0.01, ha="left", fontsize=11, color=INK
    )
    figure.supxlabel(
        textwrap.fill(_plain(plot.source), 96), x=0.01, ha="left", fontsize=7.5, color=QUIET
    )
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": plot.title, "Source": plot.source})
    return out.getvalue()


def _bars(axes: Any, plot: Plot, values: list[float]) -> None:
    places = range(len(values))
    bars = axes.bar(places, values, color=_colours(plot), width=0.72)
    axes.bar_label(bars, labels=_labels(plot), fontsize=8, color=INK, padding=2)
    labels = [textwrap.fill(_plain(point.label), 12) for point in plot.points]
    axes.set_xticks(places, labels, fontsize=8)
    axes.set_ylabel(_plain(plot.unit), fontsize=9, color=QUIET)


def _across(axes: Any, plot: Plot, values: list[float]) -> None:
    places = range(len(values))
    bars = axes.barh(places, values, color=_colours(plot), height=0.7)
    axes.bar_label(bars, labels=_labels(plot), fontsize=8, color=INK, padding=3)
    labels = [textwrap.fill(_plain(point.label), LONGEST_LABEL) for point in plot.points]
    axes.set_yticks(places, labels, fontsize=8.5)
    axes.invert_yaxis()
    axes.set_xlabel(_plain(plot.unit), fontsize=9, color=QUIET)


def _line(axes: Any, plot: Plot, values: list[float]) -> None:
    from matplotlib import dates

    marks: Any = dates  # its classes carry no types
    days = [point.first for point in plot.points]
    axes.plot(days, values, color=QUIET, linewidth=1.4)
    for point in plot.points:
        if point.asked and point.value is not None:
            axes.plot([point.first], [point.value], "o", color=ACCENT, markersize=6)
            axes.annotate(
                f"{_plain(point.label)}: {_number(plot, point.value)}",
                (point.first, point.value),
                textcoords="offset points",
                xytext=(0, 8),
                ha="center",
                fontsize=8.5,
                color=ACCENT,
            )
    locator = marks.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(marks.ConciseDateFormatter(locator))
    axes.set_ylabel(_plain(plot.unit), fontsize=9, color=QUIET)


def _dressed(axes: Any, plot: Plot) -> None:
    """Values from zero, thousands marked, no frame."""
    values = [point.value for point in plot.points if point.value is not None]
    axis = axes.yaxis if plot.timed else axes.xaxis
    axis.set_major_formatter(lambda value, _: _number(plot, value))
    low, high = min(0.0, *values), max(0.0, *values)
    room = 1.14 if plot.timed else 1.18
    limits = (low * room, high * room or 1.0)
    (axes.set_ylim if plot.timed else axes.set_xlim)(*limits)
    axis.grid(visible=True, color="#e7e5e4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left" if plot.timed else "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=QUIET, length=0, labelsize=9)


def _colours(plot: Plot) -> list[str]:
    marked = any(point.asked for point in plot.points)
    return [ACCENT if point.asked else FAINT if marked else QUIET for point in plot.points]


def _labels(plot: Plot) -> list[str]:
    return ["n/a" if p.value is None else _number(plot, p.value) for p in plot.points]


def _number(plot: Plot, value: float) -> str:
    if plot.unit == "share":
        return f"{100 * value:.0f}%"
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.1f}m".replace(".0m", "m")
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:,.1f}"


def _plain(text: str) -> str:
    """Text that matplotlib does not read as mathematics."""
    return text.replace("$", r"\$")
