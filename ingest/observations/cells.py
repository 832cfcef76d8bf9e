"""What a cell says: a figure, or why there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vectorstore.records import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIGURE = re.compile(
    r"^\{?(?P<open>\()?(?P<sign>[-−+])?[£$€]?(?P<digits>\d{1,3}(?:,\d{3})+|\d+|(?=\.))(?P<decimals>\.\d+)?"
    r"(?P<exponent>[eE][-+]?\d+)?(?P<percent> ?%)?(?(open)\))\}?"
    r"(?: ?[\[(](?:(?P<flag>[a-z]{1,3})|(?:notes? )?\d{1,2}(?:, ?\d{1,2})*)[\])]"
    r"| (?P<letters>[bdeprsu]{1,3}))?$"
)

CODES: Mapping[str, Missing] = {
    "": Missing.BLANK,
    "-": Missing.NOT_COLLECTED,
    "–": Missing.NOT_COLLECTED,
    "—": Missing.NOT_COLLECTED,
    ":": Missing.NOT_AVAILABLE,
    ".": Missing.NOT_AVAILABLE,
    "..": Missing.NOT_AVAILABLE,
    "...": Missing.NOT_AVAILABLE,
    "…": Missing.NOT_AVAILABLE,
    "NA": Missing.NOT_AVAILABLE,
    "x": Missing.NOT_AVAILABLE,
    "[x]": Missing.NOT_AVAILABLE,
    "*": Missing.SUPPRESSED,
    "c": Missing.SUPPRESSED,
    "[c]": Missing.SUPPRESSED,
    "~": Missing.SUPPRESSED,
    "n/a": Missing.NOT_APPLICABLE,
    "N/A": Missing.NOT_APPLICABLE,
    "z": Missing.NOT_APPLICABLE,
    "[z]": Missing.NOT_APPLICABLE,
}
"""What placeholders mean where the source does not say."""

FAILED = re.compile(r"^#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)$")
"""What a spreadsheet keeps of a formula that failed."""

DEFINED = re.compile(
    r"""^\W*?['‘"“]?(?P<code>[-–—:*~]|\.{1,3}|n/a|N/A|NA|z|x|c|\[[a-z]\])['’"”]?\s*(?:=|means|denotes)\s*
    (?:data\ )?(?P<meaning>not\ collected|not\ available|not\ applicable|suppressed|withheld
    |redacted|unavailable|missing)""",
    re.IGNORECASE | re.VERBOSE,
)
MEANINGS = {
    "not collected": Missing.NOT_COLLECTED,
    "not available": Missing.NOT_AVAILABLE,
    "unavailable": Missing.NOT_AVAILABLE,
    "missing": Missing.NOT_AVAILABLE,
    "not applicable": Missing.NOT_APPLICABLE,
    "suppressed": Missing.SUPPRESSED,
    "withheld": Missing.SUPPRESSED,
    "redacted": Missing.SUPPRESSED,
}


class Value(NamedTuple):
    """A cell read: its figure or the reason for none; what is glued to it."""

    figure: float | None
    missing: Missing | None = None
    percent: bool = False
    flag: str = ""


def defined(lines: Iterable[str]) -> dict[str, Missing]:
    """The placeholders' meanings, the source's own definitions ("n/a = Not applicable") first."""
    own = {
        match["code"]: MEANINGS[match["meaning"].lower()]
        for line in lines
        if len(line) < 200 and (match := DEFINED.match(line))
    }
    return {**CODES, **own}


def read_value(cell: str, codes: Mapping[str, Missing] = CODES) -> Value | None:
    """The figure in a cell or why it has none; None for a cell that holds other words."""
    if cell in codes:
        return Value(None, codes[cell])
    if cell[:2] == ": ":  # Eurostat's files put the reason beside the mark: ": c"
        return Value(None, codes.get(cell[2:], Missing.NOT_AVAILABLE))
    match = FIGURE.match(cell)
    if match is None:
        return Value(None, Missing.NOT_AVAILABLE) if FAILED.match(cell) else None
    written = f"{match['digits'] or '0'}{match['decimals'] or ''}{match['exponent'] or ''}"
    figure = float(written.replace(",", ""))
    negative = match["open"] or (match["sign"] or "") in {"-", "−"}
    return Value(
        -figure if negative else figure,
        percent=bool(match["percent"]),
        flag=match["flag"] or match["letters"] or "",
    )
