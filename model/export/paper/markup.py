"""Markup of elements, out of which no text can break: text becomes part of an element by `words` only.

`Markup` is a type of its own, so that the type checker refuses a text where markup belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NewType
from xml.sax.saxutils import escape

Markup = NewType("Markup", str)
NOTHING = Markup("")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold: control characters and halves of pairs."""
_WITHOUT_END = {"meta", "br"}
"""Elements of HTML that have no inside. Those of a vocabulary with a prefix are closed at once where they are empty."""
_QUOTES = {'"': "&quot;", "'": "&#39;"}


def plain(text: str) -> str:
    """A text without what XML cannot hold, for which a mark of replacement stands."""
    return _NOT_IN_XML.sub("\ufffd", text)


def words(text: str) -> Markup:
    """A text as it reads, whatever is in it.

    >>> words("<b> & =1+1")
    '&lt;b&gt; &amp; =1+1'
    """
    return Markup(escape(plain(text)))


def joined(parts: Iterable[Markup]) -> Markup:
    """Markup in a row."""
    return Markup("".join(parts))


def tag(name: str, attributes: Mapping[str, str | float] | None = None, *inside: Markup) -> Markup:
    """An element with its attributes and what is inside it; a number is written with at most two decimals.

    >>> tag("p", {"id": "a"}, words("1 < 2"))
    '<p id="a">1 &lt; 2</p>'
    """
    given = "".join(f' {key}="{_attribute(value)}"' for key, value in (attributes or {}).items())
    if not inside and (":" in name or name in _WITHOUT_END):
        return Markup(f"<{name}{given}/>")
    return Markup(f"<{name}{given}>{joined(inside)}</{name}>")


def _attribute(value: str | float) -> str:
    if isinstance(value, str):
        return escape(plain(value), _QUOTES)
    return f"{value:.2f}".rstrip("0").rstrip(".")
