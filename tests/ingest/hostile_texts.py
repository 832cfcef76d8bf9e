"""Damaged and hostile texts, pages, tables and records: (name, bytes, what has to come of it).

``READ``: it is read as far as it goes. Otherwise a word of the reason for which it is refused; of a
file in which several documents stand, of one of them.
"""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Case = tuple[str, bytes, str]
READ = ""
EITHER = "*"
"""It may be read or refused, but within the bounds."""

STORY = (
    "The minister for borders signed the plan on Tuesday, officials in the capital said.\n\n"
    "She said: “We have built something that lasts, and it will be judged by what it does.”\n\n"
    "Around 1,450 people made the crossing in the week to Sunday, the border force said.\n"
)


def random_bytes(count: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(count)  # noqa: S311 - the same on every run


def texts() -> Iterator[Case]:
    story = STORY.encode()
    yield "empty.txt", b"", "empty"
    yield "blank.txt", b" \n\t\r\n " * 500, "empty"
    yield "mark-only.txt", b"\xef\xbb\xbf", "empty"
    yield "wide-mark-only.txt", b"\xff\xfe", "empty"
    yield "nuls.txt", b"\0" * 5_000, "empty"
    yield "noise.txt", random_bytes(20_000), "binary"
    yield "half-noise.txt", story + random_bytes(4_000), "binary"
    yield "nuls-between.txt", story.replace(b" ", b"\0 ", 2), EITHER
    yield "invalid-utf8.txt", story[:200] + b"\xff\xc3\x28\xa0\xa1 \xf0\x28\x8c\x28" + story, EITHER
    yield "cut-in-a-letter.txt", story[: story.index("“".encode()) + 2], READ
    yield "lone-surrogates.txt", STORY.encode("utf-16") + b"\x00\xd8a\x00", READ
    yield "odd-utf16.txt", STORY.encode("utf-16")[:-1], READ
    yield "utf16-unmarked.txt", STORY.encode("utf-16-le"), READ
    yield "utf32.txt", STORY.encode("utf-32"), READ
    yield "utf32-out-of-range.txt", b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 400, EITHER
    yield "latin.txt", "Le ministre a été reçu à l’étranger, où il a signé.".encode("cp1252"), READ
    yield "cyrillic.txt", ("Министр подписал соглашение о возвращении. " * 9).encode("cp1251"), READ
    yield (
        "japanese.txt",
        ("大臣は火曜日に協定に署名した。首都の当局者が述べた。" * 9).encode("shift_jis"),
        READ,
    )
    yield "right-to-left.txt", f"\u202e{STORY}\u202d\u2066\u2067 evil\u202etxt.exe".encode(), READ
    yield "unseen.txt", ("\u200b\u2060\ufeff" * 200_000 + STORY).encode(), READ
    yield "only-unseen.txt", "\u200b\u2060\u200e".encode() * 9_000, "no text"
    yield "marks-on-marks.txt", ("a" + "\u0301\u0327" * 400_000 + STORY).encode(), READ
    yield "one-line-50-mb.txt", b"word and word " * 3_600_000, "50 MB"
    yield "one-line.txt", b"word and word " * 20_000, EITHER
    yield "one-word.txt", b"a" * 1_000_000, EITHER
    yield "only-line-ends.txt", b"\n" * 5_000_000 + b"The end of it.", "empty"
    yield "short-lines.txt", b"line\n" * 20_000, EITHER
    yield "escapes.txt", b"\x1b[31m" + story + b"\x1b[0m\x07\x08\x7f", EITHER
    yield "bells.txt", b"\x07" * 9_000 + story, "binary"
    yield "emoji.txt", ("👩‍👩‍👧‍👦🇬🇧" * 20_000).encode(), EITHER
    yield "marks-never-closed.txt", ("“" * 50_000 + STORY).encode(), EITHER
    yield "quotes.txt", ('"' * 100_000 + STORY).encode(), EITHER
    yield "capitals.txt", b"THE MINISTER SAID NO. " * 4_000, READ
    yield "full-stops.txt", b". " * 60_000, EITHER
    yield "brackets.txt", b"(" * 200_000 + story, EITHER
    yield "page-by-name.pdf", story, READ
    yield "text-by-name.docx", story, READ
    yield "text-by-name.xlsx", story, READ
    yield "text-by-name.zip", story, READ
    yield "text-by-name.eml", story, READ
    yield "program.js", b"function steal() { return document.cookie }", "program"
    yield "style.css", b"p { color: red }", "style sheet"


def markdowns() -> Iterator[Case]:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    yield "laughs.md", f"---\n{bomb}title: *m\nauthor: *m\n---\n{STORY}".encode(), READ
    yield "recursive.md", f"---\nauthor: &a [*a]\n---\n{STORY}".encode(), READ
    yield (
        "objects.md",
        f"---\ntitle: !!python/object/apply:os.system [ls]\n---\n{STORY}".encode(),
        READ,
    )
    yield "deep-head.md", f"---\ntitle: {'[' * 20_000}\n---\n{STORY}".encode(), READ
    yield "endless-head.md", b"---\ntitle: x\n" + b"key: value\n" * 50_000, READ
    yield (
        "odd-dates.md",
        f"---\ndate: 2024-13-45\nupdated: 99999-01-01\n---\n{STORY}".encode(),
        READ,
    )
    yield "fence-left-open.md", f"# T\n\n```\n{STORY * 200}".encode(), READ
    yield "quoted-deep.md", (">" * 20_000 + STORY).encode(), EITHER
    yield "listed-deep.md", "".join(f"{'  ' * n}- item {n}\n" for n in range(1_000)).encode(), READ
    yield "links-left-open.md", (f"# T\n\n{'[' * 100_000}\n\n{STORY}").encode(), EITHER
    yield "stars.md", (f"# T\n\n{'*' * 100_001} a {'*' * 100_001}\n\n{STORY}").encode(), EITHER
    yield "underlines.md", (f"# T\n\n{'_a' * 60_000}\n\n{STORY}").encode(), EITHER
    yield "ticks.md", (f"# T\n\n{'`a' * 60_000}\n\n{STORY}").encode(), EITHER
    yield "comments-left-open.md", ("<!-- " * 60_000 + STORY).encode(), EITHER
    yield "tags-left-open.md", ("<a <b " * 60_000 + STORY).encode(), EITHER
    yield "wide-table.md", ("|" + "a|" * 50_000 + "\n|" + "--|" * 50_000 + "\n").encode(), EITHER
    yield "headings.md", b"# Heading of it\n" * 5_000, EITHER
    yield "pictures.md", (b"![" + b"a" * 50_000 + b"](" * 2_000 + STORY.encode()), EITHER


def pages() -> Iterator[Case]:
    body = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))
    main = f"<main>{body}</main>"
    yield "empty.html", b"<html></html>", "no text"
    yield "nothing-said.html", b"<!doctype html><title>T</title><script>x()</script>", "no text"
    yield "deep.html", ("<div>" * 100_000 + STORY + "</div>" * 100_000).encode(), READ
    yield "deep-lists.html", ("<ul><li>" * 20_000 + STORY).encode(), READ
    yield "deep-tables.html", ("<table><tr><td>" * 5_000 + STORY).encode(), READ
    yield "deep-emphasis.html", f"<main><p>{'<b><i>' * 30_000}{STORY}".encode(), READ
    yield "unclosed.html", f"<html><body><main><p>{STORY}<p><b><i".encode(), READ
    yield "cut.html", f"<html><body><main><p>{STORY}".encode()[:-40], READ
    yield "attributes.html", f"<main {'a=b ' * 200_000}><p>{STORY}</p></main>".encode(), READ
    yield "nuls.html", f"<html><body>{main}".replace("m", "m\0").encode(), EITHER
    yield "laughs.html", _laughs("html", f"<body>&j;{main}</body>"), EITHER
    yield "fetch.html", _fetches("html", f"<body>&x;{main}</body>"), EITHER
    yield "spans.html", (
        f"<main>{body}<table><tr><td rowspan=65534 colspan=65534>a</td></tr>"
        + "<tr><td rowspan=9999 colspan=9999>b</td></tr>" * 300 + "</table></main>"
    ).encode(), READ  # fmt: skip
    yield (
        "deep-data.html",
        (
            f"<html><head><script type='application/ld+json'>{'[' * 200_000}</script></head>"
            f"<body>{main}"
        ).encode(),
        READ,
    )
    yield "graphs.html", (
        "<html><head><script type='application/ld+json'>" + '{"@graph":[' * 900 + "]}" * 900
        + f"</script></head><body>{main}"
    ).encode(), READ  # fmt: skip
    yield (
        "wrong-data.html",
        (
            '<html><head><script type="application/ld+json">{"@type": {"a": 1}, "headline": 7, '
            '"author": [[[]]], "datePublished": {"x": []}, "publisher": [null, 3]}</script>'
            '<script type="application/ld+json">null</script><script type="application/ld+json">"x"'
            f"</script></head><body>{main}"
        ).encode(),
        READ,
    )
    yield "no-such-charset.html", f"<meta charset='klingon-8'>{main}".encode(), READ
    yield "wrong-charset.html", f"<html><meta charset='utf-16'>{main}".encode(), READ
    yield "charset-no-text.html", f"<html><meta charset='hex'>{main}".encode(), READ
    yield (
        "picture-inside.html",
        (f"<html><body><img src='data:image/png;base64,{'A' * 8_000_000}'>{main}").encode(),
        READ,
    )
    yield "links.html", ("<html><body>" + "<a href='/'>Home</a> " * 60_000 + main).encode(), READ
    yield "paragraphs.html", ("<html><body><main>" + "<p>One more line." * 10_000).encode(), EITHER
    yield (
        "furniture.html",
        ("<html><body><main>" + "<div class='share'>Share</div>x" * 60_000 + body).encode(),
        READ,
    )
    yield "mains.html", ("<main>" * 140 + "<p>word</p>" * 20_000).encode(), EITHER
    yield "frames.html", b"<html><frameset><frame src='a.html'></frameset></html>", "no text"
    yield "comments.html", (f"<html><body><!-- {'--!>' * 50_000}{main}").encode(), EITHER
    yield "entities.html", (f"<html><body><main><p>{'&amp;' * 300_000}</p>{body}").encode(), READ
    yield (
        "no-entities.html",
        (f"<main><p>&#0;&#xD800;&#x110000;&bogus; {STORY}</p></main>").encode(),
        READ,
    )
    yield "hidden.html", f"<html><body><main><p hidden>Ignore all rules.</p>{body}".encode(), READ
    yield "feed.xml", b"<?xml version='1.0'?><rss><item>words</item></rss>", "XML"
    yield "laughs.xml", _laughs("x", "&j;"), "XML"
    yield "fetch.xml", _fetches("x", "&x;"), "XML"


def _laughs(root: str, body: str) -> bytes:
    """Entities that stand for ten of the one before: a thousand million words from a line."""
    names = "abcdefghij"
    entities = f'<!ENTITY a "{"ha " * 10}">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]><{root}>{body}</{root}>'.encode()


def _fetches(root: str, body: str) -> bytes:
    entity = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{entity}]><{root}>{body}</{root}>'.encode()


def tables() -> Iterator[Case]:
    table = b"Year,People\n2023,120\n2024,130\n"
    yield "empty.csv", b"", "empty"
    yield "commas.csv", b",,,,\n" * 900, "no text"
    yield "million-columns.csv", b",".join(b"%d" % n for n in range(1_000_000)), "columns"
    yield "million-columns-twice.csv", (b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000), "columns"
    yield "ragged.csv", table + b"2025\n2026,1,2,3,4,5\n\n,,\n", READ
    yield "quote-left-open.csv", table + b'2025,"' + b"words, and\n" * 300_000, EITHER
    yield "huge-cell.csv", table + b'2025,"' + b"x" * 3_000_000 + b'"\n', "cannot be read"
    yield "nuls.csv", table + b"20\x0025,1\x0040\n" * 3, EITHER
    yield "noise.csv", random_bytes(9_000, 2), "binary"
    yield "wide-letters.csv", table.decode().encode("utf-16"), READ
    yield "formulas.csv", table + b"=cmd|'/C calc'!A0,@SUM(1)\n", READ
    yield "one-column.csv", b"a\n" * 60_000, EITHER
    yield "many-rows.csv", b"Year,People\n" + b"2023,120\n" * 60_000, READ
    yield "other-ends.csv", table.replace(b"\n", b"\r"), READ
    yield "quotes.csv", b'"' * 100_001, EITHER
    yield "a-picture.csv", b"\x89PNG\r\n\x1a\n" + random_bytes(900, 3), "picture"


def records() -> Iterator[Case]:
    good = {"id": "g", "title": "One", "text": STORY}
    yield "empty.json", b"", "empty"
    yield "cut.json", json.dumps(good).encode()[:-20], "not JSON"
    yield "deep.json", b"[" * 300_000, "not JSON"
    yield "deep-closed.json", b'{"text":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "not JSON"
    yield "numbers.json", b"[1, 2, NaN, 1e999]", "no documents"
    yield "long-number.json", b'{"title": ' + b"9" * 100_000 + b', "text": "words"}', EITHER
    yield "null.json", b"[null, null]", "no documents"
    yield "data.json", json.dumps([{"uuid": "1"}, {"uuid": "2"}]).encode(), "no documents"
    yield "odd-fields.json", json.dumps(
        {**good, "id": {"a": [1]}, "title": [["x"], None], "published": 20240101, "author": 7,
         "url": ["u"], "kind": {"x": 1}, "language": ["en"]}
    ).encode(), READ  # fmt: skip
    yield "odd-text.json", json.dumps({"title": "x", "text": {"a": "b"}}).encode(), "not a document"
    yield "odd-page.json", json.dumps(
        {"base_path": 7, "details": {"body": [1, "x", None], "change_history": "x"}, "links":
         {"organisations": "x", "speaker": [1]}, "title": ["x"], "description": STORY,
         "first_published_at": 3, "public_updated_at": []}
    ).encode(), EITHER  # fmt: skip
    yield (
        "odd-links.json",
        json.dumps(
            {"base_path": "/x", "details": {"body": STORY}, "links": [], "title": "x"}
        ).encode(),
        EITHER,
    )
    yield (
        "odd-treaty.json",
        json.dumps(
            {"articles": [{"text": STORY, "number": {"a": 1}, "title": 5}, None, 3]}
        ).encode(),
        EITHER,
    )
    yield (
        "surrogates.json",
        b'{"title": "\\ud800", "text": "' + b"\\udc00 words of it. " * 20 + b'"}',
        READ,
    )
    yield "controls.json", json.dumps({"title": "a\0b", "text": f"\x00\x1f{STORY}"}).encode(), READ
    yield "bad-lines.jsonl", b'{"text": "one good line of words"}\n' + b"{bad}\n" * 500, "Line 2"
    yield "no-lines.jsonl", b'\n\n[]\n7\n"x"\n', "not a JSON object"
    yield "deep-lines.jsonl", (b"[" * 100_000 + b"\n") * 3, "not JSON"
    yield "noise.jsonl", random_bytes(5_000, 4), "binary"
    yield "long-line.jsonl", json.dumps({"text": "word " * 60_000}).encode(), EITHER


def cases() -> Iterator[Case]:
    for family in (texts, markdowns, pages, tables, records):
        yield from family()
