"""The made-up words in which the documents of these tests are said."""

from __future__ import annotations

import pytest

from tests.support import papers


@pytest.fixture(autouse=True)
def _in_made_up_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message is said in them, or else in the product's own."""
    monkeypatch.setattr("model.words.messages.sentence_of", papers.sentence)
