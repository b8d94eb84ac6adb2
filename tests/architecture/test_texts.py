"""Every text for people is found by the catalogue's tool, wherever in the code it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from content.words import ROOT, SOURCES, collect


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of each call that translates a text."""
    for source in SOURCES:
        for path in (ROOT / source).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Name("_" | "ngettext"), args=[ast.Constant(str(text)), *_rest]
                    ):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def test_no_text_is_hidden_from_the_catalogue() -> None:
    """Babel does not look into f-strings: cadres read half a sentence of English."""
    collected = collect()
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in collected}
    found = list(texts())
    assert len(found) > 500
    assert [where for where, text in found if text not in known] == []
