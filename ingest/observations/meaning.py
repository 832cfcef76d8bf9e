"""What measures and members mean: units, whether figures add up, which members are totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.observations import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

NATURES = {
    Nature.CUMULATIVE: re.compile(
        r"\bcumulative|running total|since (?:the )?beginning", re.IGNORECASE
    ),
    Nature.RATE: re.compile(
        r"%|\bpercent|\bproportion\b|\bshare\b|\brates?\b|\baverage|\bmean\b|\bmedian\b|\bper\b"
        r"|\bproductivity|\bunit cost|\bcost per|\bacceptance rate|\bround$",
        re.IGNORECASE,
    ),
    Nature.STOCK: re.compile(
        r"\bat (?:the )?end of (?:the )?(?:period|quarter|year|month)\b|\bwip\b"
        r"|work[- ]in[- ]progress"
        r"|\b(?:a)?waiting|\bqueue\b|\bin hotels\b|\boutstanding|\bin detention|\bas at\b"
        r"|\blive cohort\b|\bstaff\b|\bpopulation\b|\bstateless|^refugees$"
        r"|\basylum seekers$|\binternally displaced|\bof concern|\bbacklog|\bpending\b|\bon hold"
        r"|subject to (?:removal|deportation) action|\bcase age|\bnot input\b|\bactive cases"
        r"|\bpost decision|\bhost community|\bin need of international protection",
        re.IGNORECASE,
    ),
}
"""By the name of a measure, the first that fits; anything else is counted over a period."""

FLOWS = re.compile(
    r"\b(?:entered|entering|concluded|closed|transferred|released|received|granted|deceased"
    r"|removed|duplicates)\b",
    re.IGNORECASE,
)
"""What happens in a period, in a table of stocks too."""

BARE = re.compile(
    r"^(?:costs?|amount|average|mean|values?|numbers?|totals?|counts?|rates?|obs value)$",
    re.IGNORECASE,
)
"""Names that leave it to the title what is measured."""

STOCKS = re.compile(
    r"^(?:asy_0[23]|hr_03|rcm_0[2345]|fno_08)\b|awaiting|work[- ]in[- ]progress|\bpopulation\b"
    r"|\bcohort\b|\bcaseload\b|\bbacklog\b|subject to deportation",
    re.IGNORECASE,
)
"""Titles of tables all of whose counts are stocks."""

UNITS = (
    (
        "%",
        re.compile(
            r"%|\bper ?cent|\bproportion of\b|\b(?:grant|acceptance|recognition|refusal|win) rate",
            re.IGNORECASE,
        ),
    ),
    ("£", re.compile(r"£|\bcosts?\b|\bvalue of penalt", re.IGNORECASE)),
    ("boats", re.compile(r"\bboats\b", re.IGNORECASE)),
    ("days", re.compile(r"\bdays\b", re.IGNORECASE)),
    ("events", re.compile(r"\bevents\b", re.IGNORECASE)),
    ("families", re.compile(r"\bfamily returns?\b|\bfamilies\b", re.IGNORECASE)),
    (
        "people",
        re.compile(
            r"\bmigrants?\b|\bpeople\b|\bpersons?\b|\bdetections?\b|\bdeaths?\b|\brefugees\b"
            r"|\basylum[- ]seekers\b|\bpopulation\b|\breturns?\b|\bstaff\b|\bsurvivors\b"
            r"|\bapplicants?|\bdetainees\b|\bwomen\b|\bchildren\b|\bindividuals\b|\bfnos?\b"
            r"|\boffenders\b",
            re.IGNORECASE,
        ),
    ),
)
"""What a measure's name says it is counted in, the first that fits."""

COUNTED = re.compile(
    r"\b(?:reports|applications|decisions|incidents|penalties|charges|cases|referrals|hearings"
    r"|claims|appeals|visits|requests|stages|interviews)\b",
    re.IGNORECASE,
)
"""What a name says is counted that is no unit: not people, whatever the title speaks of."""

COUNTS = re.compile(
    r"\b(?:figures|data|numbers)\b[^.]{0,40}\b(?:refer to|relate to|count|are)"
    r" (?:the )?(?:number of )?(?P<what>people|persons|individuals|families|cases)\b",
    re.IGNORECASE,
)
VESSEL = re.compile(r"\bsmall boats?\b", re.IGNORECASE)
MONEY = re.compile(r"£|\bcosts?\b", re.IGNORECASE)
MAGNITUDES = {
    "thousand": re.compile(r"\bthousands?\b|\b000s?\b", re.IGNORECASE),
    "million": re.compile(r"\bmillions?\b|£ ?m\b", re.IGNORECASE),
    "billion": re.compile(r"\bbillions?\b|£ ?bn\b", re.IGNORECASE),
}
IN_BRACKETS = re.compile(
    r"\([^()]*\b(?:thousands?|millions?|billions?|000s?)\)|\bin (?:thousands|millions|billions)\b",
    re.IGNORECASE,
)
"""How a title says in what its figures are given."""

PER = re.compile(r"\bper\b", re.IGNORECASE)

TOTALS = re.compile(
    r"^(?:(?:grand |uk )?totals?|all(?: (?:ages?|sexes|people|persons|nationalities|countries"
    r"|applicants|routes|types))?|both sexes|overall|t|_t)$",
    re.IGNORECASE,
)
AGGREGATES = re.compile(
    r"^(?:total\b|extra-eu|european union|eu-?\d\d|euro area|eea\b|efta\b|world$|ea-?\d\d)",
    re.IGNORECASE,
)
ALTERNATIVES = re.compile(
    r"^(?:applicants counted|indicator|counted in|decision level|application type|stage|unit"
    r"|population type|measure|series|source|estimate)$",
    re.IGNORECASE,
)
"""Dimensions whose members count the same things in other ways."""


def nature(name: str, title: str, unit: str, values: NDArray[Any]) -> Nature:
    """How the figures of a measure may be put together."""
    said = f"{name} {title}" if BARE.match(name) else name
    for kind, words in NATURES.items():
        if words.search(said):
            return kind
    if unit == "%" or _all_fractions(values):
        return Nature.RATE
    return Nature.STOCK if STOCKS.search(title) and not FLOWS.search(name) else Nature.FLOW


def scale(unit: str, values: NDArray[Any], *, percent: bool) -> float:
    """What figures are multiplied by to be in their unit: shares of one are kept as 0.83."""
    return 100.0 if unit == "%" and not percent and _all_fractions(values) else 1.0


def _all_fractions(values: NDArray[Any]) -> bool:
    figures = values[np.isfinite(values)]
    broken = figures[figures != np.rint(figures)]
    return bool(len(broken)) and bool(np.all((figures >= 0) & (figures <= 1)))


def unit(name: str, title: str, *, percent: bool) -> str:
    """What a measure is counted in ("people", "£ million"), or "" where nothing says it."""
    one = "%" if percent else _unit(name, title)
    if one == "%" or PER.search(name):
        return one
    many = _magnitude(name) or (_magnitude(title) if IN_BRACKETS.search(title) else "")
    if not many:
        return one
    return f"{one} {many}" if one == "£" else f"{many} {one}".strip()


def _magnitude(text: str) -> str:
    return next((word for word, form in MAGNITUDES.items() if form.search(text)), "")


def _unit(name: str, title: str) -> str:
    name = VESSEL.sub(" ", name)
    if PER.search(name):
        return "£" if MONEY.search(name) else ""
    found = [(match.start(), one) for one, words in UNITS if (match := words.search(name))]
    if found:
        # "Migrants detected in small boats" are people; of money and shares the sign says more.
        special = [one for _, one in found if one in {"%", "£"}]
        return special[0] if special else min(found)[1]
    if COUNTED.search(name):
        return ""
    # A lone "Cost" or "Number" leaves it to the title; what a title of rates says is not a unit.
    return "people" if dict(UNITS)["people"].search(title) else ""


def counted(notes: Iterable[str]) -> str:
    """What notes say that figures count ("refer to the number of families"), or ""."""
    for note in notes:
        match = COUNTS.search(note)
        if match:
            word = match["what"].lower()
            return "people" if word in {"persons", "individuals"} else word
    return ""


def totals(dimension: str, members: Sequence[str]) -> tuple[int, ...]:
    """The places of members that stand for others together."""
    if ALTERNATIVES.match(dimension):
        return ()
    return tuple(
        at
        for at, member in enumerate(members)
        if len(members) > 1 and (TOTALS.match(member) or AGGREGATES.match(member))
    )
