"""What stands behind a source is told from what it says of itself, and from nothing else."""

from __future__ import annotations

import pytest

from ingest.reading import Found
from ingest.source_class import classify
from vectorstore.records import Kind, SourceClass


@pytest.mark.parametrize(
    ("kind", "found", "expected"),
    [
        (Kind.AGREEMENT, Found(publisher="Home Office"), SourceClass.LAW),
        (Kind.STATISTICS, Found(publisher="Home Office"), SourceClass.STATISTIC),
        (Kind.STATISTICS, Found(publisher="Office for National Statistics"), SourceClass.STATISTIC),
        (Kind.STATISTICS, Found(publisher="A charity's re-cut"), SourceClass.UNKNOWN),
        (Kind.STATISTICS, Found(), SourceClass.UNKNOWN),
        (Kind.ARTICLE, Found(publisher="The White House"), SourceClass.GOVERNMENT),
        (Kind.ARTICLE, Found(url="https://www.gov.uk/government/news/x"), SourceClass.GOVERNMENT),
        (Kind.ARTICLE, Found(kind="press_release"), SourceClass.GOVERNMENT),
        (Kind.ARTICLE, Found(publisher="Evening Standard"), SourceClass.REPORTING),
        (Kind.ARTICLE, Found(kind="press_release", publisher="A charity"), SourceClass.REPORTING),
        (Kind.ARTICLE, Found(publisher="Hansard"), SourceClass.PARLIAMENT),
        (
            Kind.ARTICLE,
            Found(publisher="A paper", url="https://paper.example/commentisfree/2025/x"),
            SourceClass.OPINION,
        ),
        (Kind.ARTICLE, Found(publisher="A paper", title="Opinion: too late"), SourceClass.OPINION),
        (
            Kind.ARTICLE,
            Found(publisher="A paper", title="Letters home"),
            SourceClass.REPORTING,
        ),
        (Kind.ARTICLE, Found(title="Something"), SourceClass.UNKNOWN),
        (Kind.ARTICLE, Found(url="https://notgov.uk.example/x"), SourceClass.UNKNOWN),
    ],
)
def test_the_class_is_what_the_source_shows(
    kind: Kind, found: Found, expected: SourceClass
) -> None:
    assert classify(kind, found) is expected


def test_classes_weigh_in_their_order_and_the_unknown_as_reporting() -> None:
    weights = [one.weight for one in SourceClass if one]
    assert weights == sorted(weights)
    assert SourceClass.UNKNOWN.weight == SourceClass.REPORTING.weight
