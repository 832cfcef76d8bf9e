from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import decode, looks_binary, normalise, one_line


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(codec=None)))
def test_no_nul_no_half_character_and_no_odd_space_is_left(text: str) -> None:
    clean = normalise(text)
    assert not set(clean) & set("\x00\r\t\u00a0\u00ad\u202e\ufeff")
    clean.encode()


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert "\n" not in one_line(text)
    assert "  " not in one_line(text)


def test_what_a_reader_sees_is_kept() -> None:
    text = "“Refoulement” – naïve £800,000 … 難民 لاجئ 👩‍👧"
    assert normalise(text) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    text = "Café policy: the asylum rules, “as amended”. " * 4
    assert decode(text.encode(encoding)) == text


def test_an_older_encoding_is_recognised() -> None:
    text = "The minister’s office said “£5m” was spent – naïvely, café critics replied. " * 10
    assert decode(text.encode("cp1252")) == text


def test_an_odd_character_late_in_a_long_file_decides_the_encoding() -> None:
    text = "Plain words only. " * 20_000 + "Then a café and a naïve façade were mentioned. " * 5
    assert decode(text.encode("latin-1")) == text


def test_binary_data_is_no_text_and_text_is_no_binary_data() -> None:
    assert looks_binary(bytes(range(256)) * 20)
    assert not looks_binary("Zażółć gęślą jaźń\r\n\tIndented".encode())
    assert not looks_binary("wide".encode("utf-16"))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Министр внутренних дел заявил, что соглашение вступит в силу осенью. "),
        ("cp1250", "Minister powiedział, że porozumienie wejdzie w życie jesienią, już źle. "),
        ("iso8859_2", "Minister powiedział w piątek, że umowa wejdzie w życie jesienią, już źle. "),
        ("cp1254", "Bakan salı günü anlaşmayı imzaladı, yetkililer söyledi; yaklaşık bin kişi. "),
        ("cp1253", "Ο υπουργός υπέγραψε το σχέδιο την Τρίτη, δήλωσαν αξιωματούχοι. "),
        ("koi8_r", "Министр внутренних дел заявил, что соглашение вступит в силу осенью. "),
        ("cp1256", "وقع الوزير الاتفاق يوم الثلاثاء، حسبما قال مسؤولون في العاصمة. "),
        ("shift_jis", "大臣は火曜日に協定に署名した。首都の当局者が述べた。"),
        ("euc_jp", "大臣は火曜日に協定に署名した。首都の当局者が述べた。"),
        ("gb18030", "部长星期二签署了遣返协议，首都官员说。大约一千人越过了边境。"),
        ("cp850", "Der Minister unterschrieb am Dienstag das Rückführungsabkommen, hieß es. "),
        (
            "mac_roman",
            "Le ministre a signé mardi l’accord, « après un an », a-t-on déclaré à Paris. ",
        ),
    ],
)
def test_other_alphabets_are_not_taken_for_western(encoding: str, text: str) -> None:
    assert decode((text * 8).encode(encoding)) == text * 8
