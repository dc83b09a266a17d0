"""Moments by the clock of who reads."""

from __future__ import annotations

from datetime import datetime

from model.words.numbers import format_date
from pages.session.words import language, t
from pages.widgets.page_bar import clock_zone


def moment_words(moment: datetime) -> str:
    """A day with its time, by the clock of who reads."""
    here = moment.astimezone(clock_zone())
    return t("moment", day=format_date(here.date(), language()), time=f"{here:%H:%M}")
