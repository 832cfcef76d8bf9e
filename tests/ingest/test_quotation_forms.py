"""Speech by the form of what it stands in: transcripts, releases, speeches, records."""

from __future__ import annotations

from ingest.quotations import delivered_by, extract
from vectorstore.records import Document, Kind, SourceClass

HANSARD = """Returns Agreements

Volume 760: debated on Tuesday 2 September 2025

12.34 pm

The Secretary of State for the Home Department (Ana Ruiz)
With permission, Mr Speaker, I will make a statement on returns. We have signed two agreements.

Chris Lind (Harwich South) (Con)
I thank the Home Secretary for advance sight of her statement. It is thin.

Ana Ruiz
He will find that it is thicker than his plan.

Mr Speaker
Order.
"""

RECORD = """The PRESIDING OFFICER. The Senator from Ohio.

Mr. LIND. Mr. President, I rise to speak about the bill. It is long.

I have read it twice.

Mrs. RUIZ of Maine. Will the Senator yield?
"""

REMARKS = """Remarks Before Departure

THE PRESIDENT: Hello, everybody. We had a good week.

Q Mr. President, what about the border?

THE PRESIDENT: It's closed.

Q But the court said --

THE PRESIDENT: I don't know.

END
"""

SPEECH = (
    "Statement by Ana Ruiz on the disturbance.\n\n"
    "With permission, Mr Speaker, I should like to make a statement. I want to begin by thanking "
    "the officers who resolved it, and our ambulance crews.\n\nSequence of events\n\n"
    "I have ordered a full investigation, and my department will publish what we find. "
    "We are working to keep our prisons stable. I commend this statement to the House, and I thank "
    "honourable Members for their patience with us on a day on which little else was spoken about."
)


def heard(text: str) -> list[tuple[str, str]]:
    return [(q.speaker, " / ".join(text[a:b] for a, b in q.parts)) for q in extract(text)]


def test_in_a_record_a_name_on_a_line_of_its_own_has_the_floor() -> None:
    assert [who for who, _ in heard(HANSARD)] == [
        "Ana Ruiz",
        "Chris Lind",
        "Ana Ruiz",
        "Mr Speaker",
    ]
    first, second, *_ = extract(HANSARD)
    assert first.role == "The Secretary of State for the Home Department"
    assert second.role == "Harwich South"


def test_in_the_congressional_record_a_name_in_capitals_has_the_floor() -> None:
    assert heard(RECORD) == [
        ("The PRESIDING OFFICER", "The Senator from Ohio."),
        (
            "Lind",
            "Mr. President, I rise to speak about the bill. It is long. / I have read it twice.",
        ),
        ("Ruiz", "Will the Senator yield?"),
    ]


def test_a_transcript_of_remarks_is_its_turns_and_ends_where_it_says_so() -> None:
    assert [who for who, _ in heard(REMARKS)] == [
        "The President", "Q", "The President", "Q", "The President",
    ]  # fmt: skip
    assert heard(REMARKS)[-1] == ("The President", "I don't know.")


def test_what_a_release_says_somebody_said_is_theirs_without_marks() -> None:
    text = "The Security Minister Bo Lind said:\n\nOur countries both gain.\n\nI thank them."
    assert heard(text) == [("Bo Lind", "Our countries both gain. / I thank them.")]


def test_a_speech_that_a_public_body_prints_is_its_author_s_from_where_it_begins() -> None:
    document = Document(
        id="s",
        kind=Kind.ARTICLE,
        title="Statement to Parliament",
        digest="0",
        author="The Rt Hon Ana Ruiz MP",
        source_class=SourceClass.GOVERNMENT,
        text=SPEECH,
    )
    (speech,) = extract(SPEECH, speaker=delivered_by(document))
    assert speech.speaker == "Ana Ruiz"
    assert SPEECH[speech.start :].startswith("With permission")
    assert all("Sequence of events" not in SPEECH[a:b] for a, b in speech.parts)


def test_prose_about_somebody_is_no_speech_of_its_author_s() -> None:
    text = "Arrivals fell in May, figures show. " * 20
    assert extract(text, speaker="Ana Ruiz") == []
