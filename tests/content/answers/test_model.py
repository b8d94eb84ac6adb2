"""The model learns few topics thoroughly and many of them fast, and says what spoke for what."""

from __future__ import annotations

import pytest

from content.answers.model import RAREST, SPREAD, train
from content.answers.rows import MANY


def examples(topics: int) -> list[tuple[str, tuple[str, ...]]]:
    """Three texts for each topic: words of its own, and words that neighbours share."""
    return [
        (f"t{n}", (f"own{n}", f"own{n}-{at}", f"near{n // 3}", f"side{n % 7}", f"form{at}"))
        for n in range(topics)
        for at in range(3)
    ]


@pytest.mark.parametrize("topics", [40, MANY + 20])
def test_each_topic_is_known_by_its_own_words(topics: int) -> None:
    model = train(examples(topics))
    for n in range(topics):
        chances = model.chances((f"own{n}", f"near{n // 3}"))
        assert model.topics[max(range(topics), key=chances.__getitem__)] == f"t{n}"


def test_a_long_example_among_many_teaches_by_its_rarest_words() -> None:
    crowd = tuple(f"w{at}" for at in range(RAREST))
    told = [*examples(MANY + 20), ("long", ("seldom", *crowd)), ("t0", crowd)]
    model = train(told)
    assert dict(model.reasons(("seldom",), "long"))["seldom"] > 0
    assert sum(bool(model.weights.row(word)) for word in crowd) >= RAREST - 1


def test_among_many_a_word_of_very_many_examples_teaches_nothing() -> None:
    said = [(topic, (*words, "said")) for topic, words in examples(MANY + 20)]
    model = train([*said[:SPREAD], *examples(MANY + 20) * 4])
    assert model.weights.row("said")
    model = train([*said[: SPREAD + 1], *examples(MANY + 20) * 4])
    assert not model.weights.row("said")
    assert "said" in model.rarity


def test_chances_add_up_to_one_and_reasons_are_named() -> None:
    model = train(examples(40))
    assert sum(model.chances(("own1", "never seen"))) == pytest.approx(1)
    assert model.reasons(("own1", "never seen"), "t1")[0][0] == "own1"


def test_the_same_examples_teach_the_same() -> None:
    assert train(examples(8)) == train(examples(8))
