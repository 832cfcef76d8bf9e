"""A small retrieval data set in BEIR's layout, on migration policy, written for these tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AGENCY = (
    "Ferry operators in Port Calder must now pass passenger lists to the border agency two hours "
    "before departure, and pay a fine of 3,000 crowns for every traveller without a valid visa."
)
LONG = " ".join(
    f"Paragraph {number} of the annual review describes how district office {number} keeps its "
    f"registers, trains its clerks and answers letters from residents within the ordinary time."
    for number in range(1, 31)
)

DOCUMENTS: tuple[tuple[str, str, str], ...] = (
    ("1", "Carrier fines", AGENCY),
    ("wire/2", "Ferries face carrier fines", AGENCY),
    (
        "3",
        "Work permits for nurses",
        (
            "Hospitals may hire nurses from abroad on a permit of four "
            "years without advertising the vacancy at home first."
        ),
    ),
    (
        "4",
        "Seasonal harvest visas",
        (
            "Fruit growers asked for nine thousand seasonal visas and "
            "received six thousand, each limited to six months of picking."
        ),
    ),
    (
        "5",
        "Family reunion income rule",
        (
            "A sponsor must earn 29,000 crowns a year before a spouse "
            "can join; children raise the threshold no longer."
        ),
    ),
    (
        "6",
        "Student visas",
        (
            "Universities lose their licence to sponsor students when more than "
            "one in ten of their applicants is refused a visa."
        ),
    ),
    (
        "7",
        "Asylum interviews by video",
        (
            "Asylum interviews are held by video link in the northern "
            "counties, with an interpreter beside the applicant."
        ),
    ),
    (
        "8",
        "Age assessment",
        (
            "Two social workers assess the age of a young person who arrives "
            "without papers; X-rays of teeth were ruled out by the court."
        ),
    ),
    (
        "9",
        "Detention time limit",
        (
            "Nobody may be held in immigration detention for longer than "
            "twenty-eight days unless a judge extends it."
        ),
    ),
    (
        "10",
        "Returns agreement with Elbonia",
        (
            "Elbonia takes back its nationals within twenty-one "
            "days of a request, and silence counts as consent."
        ),
    ),
    (
        "11",
        "Citizenship ceremony",
        ("New citizens swear the oath at the town hall, pay no fee and may bring four guests."),
    ),
    (
        "12",
        "Language test for settlement",
        (
            "Settlement needs a certificate of the language at "
            "level B1, from which people over sixty-five are exempt."
        ),
    ),
    (
        "13",
        "Small boats figures",
        (
            "Small boats brought 1,234 people across the strait in the "
            "spring, a third fewer than a year before."
        ),
    ),
    (
        "14",
        "Search and rescue at sea",
        (
            "The coastguard took over the rescue of small boats in "
            "distress from the volunteers of the lifeboat society."
        ),
    ),
    (
        "15",
        "Resettlement of families",
        (
            "Four hundred families were resettled from the camps on "
            "the eastern border under the community sponsorship scheme."
        ),
    ),
    (
        "16",
        "Border checks on trains",
        (
            "Police check passports on international trains for six "
            "more months because of the summit."
        ),
    ),
    (
        "17",
        "Visa fees rise",
        (
            "The fee for a visitor visa rises to 127 crowns in April, for a "
            "student visa to 524 crowns."
        ),
    ),
    (
        "18",
        "Trafficking victims",
        (
            "A victim of trafficking has forty-five days to recover before "
            "deciding whether to testify."
        ),
    ),
    (
        "19",
        "Right to work checks",
        (
            "An employer who hires without checking the right to work "
            "faces a penalty of 60,000 crowns for each worker."
        ),
    ),
    (
        "20",
        "Statelessness procedure",
        (
            "A person whom no country regards as its national can apply "
            "for leave as a stateless person, free of charge."
        ),
    ),
    (
        "21",
        "Annual review of the districts",
        LONG + " Only in its last line does it mention that "
        "the lighthouse keeper of Quarn issues zebra passes to reindeer herders.",
    ),
    (
        "22",
        "",
        ("Deportation flights to Ruritania stopped after the airline withdrew from the contract."),
    ),
    ("23", "Legal aid for appeals", ""),
    (
        "ζ-24 §",
        "Digital residence cards",
        ("Plastic residence cards expire in December and an online account replaces them."),
    ),
    (
        "a b",
        "Entry ban lists",
        (
            "The list of people under an entry ban is shared with the "
            "neighbouring states each night."
        ),
    ),
    ("a  b", "Consular closures", "The consulate in Tarn closes; passports are renewed by post."),
)

QUERIES: dict[str, str] = {
    "q1": "What do ferry companies pay for passengers without a visa?",
    "q2": "How long may somebody be kept in immigration detention?",
    "q3": "nurses from abroad",
    "q4": "Which income does a sponsor need for a spouse to join?",
    "q5": "people who crossed the strait in small boats",
    "q6": "zebra passes for reindeer herders",
    "q7": "flights to Ruritania",
    "q8": "legal aid for appeals",
    "q/9 é": "online account instead of residence cards",
    "q10": "Who shares lists of entry bans?",
    "q11": "renewing a passport after the consulate closed",
    "unjudged": "penalty for employers",
}

QRELS: dict[str, dict[str, int]] = {
    "q1": {"1": 2, "wire/2": 2, "19": 0},
    "q2": {"9": 2, "18": 0},
    "q3": {"3": 1},
    "q4": {"5": 2},
    "q5": {"13": 2, "14": 1},
    "q6": {"21": 1},
    "q7": {"22": 1},
    "q8": {"23": 1},
    "q/9 é": {"ζ-24 §": 1},
    "q10": {"a b": 1},
    "q11": {"a  b": 1, "16": 0},
}


def write(
    folder: Path,
    *,
    documents: tuple[tuple[str, str, str], ...] = DOCUMENTS,
    qrels: Mapping[str, Mapping[str, int]] = QRELS,
) -> Path:
    """The data set's files in ``folder``."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [{"_id": name, "title": title, "text": text} for name, title, text in documents]
    (folder / "corpus.jsonl").write_text(lines(rows), encoding="utf-8")
    queries = [{"_id": name, "text": text} for name, text in QUERIES.items()]
    (folder / "queries.jsonl").write_text(lines(queries), encoding="utf-8")
    judged = [f"{q}\t{d}\t{grade}\n" for q, found in qrels.items() for d, grade in found.items()]
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(judged), encoding="utf-8"
    )
    return folder


def lines(rows: list[dict[str, str]]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
