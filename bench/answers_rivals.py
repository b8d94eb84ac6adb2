"""Other ways to find the guide for a question, on the same content: what ours is measured against.

Each rival is made from (topic, text) examples and from one document per guide, and gives the
guides with scores, best first. ``none`` (no guide) is decided by the score alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from bot.talk.fold import fold

Ranked = list[tuple[str, float]]
Rival = Callable[[str], Ranked]
Example = tuple[str, str]


def full_text_search(documents: dict[str, str]) -> Rival:
    """SQLite FTS5 with diacritics removed, its own BM25, any word may match."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, body, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO d VALUES (?, ?)", documents.items())

    def ask(text: str) -> Ranked:
        query = " OR ".join(f'"{word}"' for word in fold(text).split())
        if not query:
            return []
        rows = base.execute("SELECT id, -rank FROM d WHERE d MATCH ? ORDER BY rank", (query,))
        return [(id, float(score)) for id, score in rows]

    return ask


def bm25_on_syllables(documents: dict[str, str]) -> Rival:
    """bm25s over syllables without diacritics."""
    ids = list(documents)
    index = bm25s.BM25()
    index.index([fold(text).split() for text in documents.values()], show_progress=False)

    def ask(text: str) -> Ranked:
        scores = index.get_scores(fold(text).split() or ["-"])
        order = np.argsort(-scores, kind="stable")
        return [(ids[at], float(scores[at])) for at in order]

    return ask


def token_set_ratio(examples: Sequence[Example]) -> Rival:
    """rapidfuzz: the example with the most alike set of words."""
    texts = [fold(text) for _, text in examples]

    def ask(text: str) -> Ranked:
        found: dict[str, float] = {}
        hits = process.extract(fold(text), texts, scorer=fuzz.token_set_ratio, limit=50)
        for _, score, at in hits:
            found.setdefault(examples[at][0], score)
        return sorted(found.items(), key=lambda one: -one[1])

    return ask


def plain_linear(examples: Sequence[Example], guides: set[str]) -> Rival:
    """Logistic regression on letter 2–5-grams and word 1–2-grams of folded text (scikit-learn)."""
    union = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", sublinear_tf=True),
    )
    table = union.fit_transform([fold(text) for _, text in examples])
    labels = [topic if topic in guides else "none" for topic, _ in examples]
    model = LogisticRegression(C=20, max_iter=300).fit(table, labels)

    def ask(text: str) -> Ranked:
        chances = model.predict_proba(union.transform([fold(text)]))[0]
        named = zip(model.classes_, chances, strict=True)
        found = sorted(((id, float(c)) for id, c in named if id != "none"), key=lambda o: -o[1])
        return found

    return ask
