"""A result as JUnit XML: a test a case, and one a gate, as CI servers show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from evals.report.words import why
from evals.store import replace_text

if TYPE_CHECKING:
    from pathlib import Path

    from evals.results import CaseResult, Result

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def write_junit(result: Result, path: Path) -> None:
    """Write it.

    A case that is wrong is *skipped* with the reason, for only gates fail a build; one that ended
    in an error is an error, and a gate that does not hold a failure.
    """
    suites = ET.Element("testsuites", name="onrecord eval")
    errors = sum(case.right is None for case in result.cases)
    skipped = sum(case.right is False for case in result.cases)
    cases = ET.SubElement(
        suites,
        "testsuite",
        name="cases",
        tests=str(len(result.cases)),
        failures="0",
        errors=str(errors),
        skipped=str(skipped),
    )
    for case in result.cases:
        _case(cases, case)
    broken = sum(not gate.holds for gate in result.gates)
    gates = ET.SubElement(
        suites,
        "testsuite",
        name="gates",
        tests=str(len(result.gates)),
        failures=str(broken),
        errors="0",
        skipped="0",
    )
    for gate in result.gates:
        test = ET.SubElement(gates, "testcase", classname="gates", name=_allowed(gate.demand))
        if not gate.holds:
            ET.SubElement(test, "failure", message=_allowed(gate.reason))
    text = ET.tostring(suites, encoding="unicode", xml_declaration=False)
    replace_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _case(suite: ET.Element, case: CaseResult) -> None:
    test = ET.SubElement(
        suite,
        "testcase",
        classname=_allowed(case.kind),
        name=_allowed(case.id),
        time=f"{case.seconds:.3f}",
    )
    told = _allowed(f"asked: {case.asked}\nexpected: {case.expected}\ngiven: {case.answer}")
    if case.right is None:
        ET.SubElement(test, "error", message=_allowed(case.error)).text = told
    elif not case.right:
        ET.SubElement(test, "skipped", message=_allowed(why(case) or "not right"))
        ET.SubElement(test, "system-out").text = told


def _allowed(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
