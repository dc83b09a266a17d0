"""Sensitivity: a result as it is shown, or why there is none."""

from __future__ import annotations

import streamlit as st

from model.engine.results import OptionResult
from model.outcomes.quantities import quantity
from model.readings.missing import missing_reading
from model.words.units import show_value
from pages.session.state import result
from pages.session.words import language, plain


def shown(metric: str, value: float) -> str:
    """A result as shown."""
    return show_value(value, quantity(metric).unit_key, language())


def there_is_none(option: OptionResult, metric: str) -> bool:
    """Whether the option has no value of this result; says why."""
    missing = missing_reading(result(), option.option.id, metric)
    if missing is not None:
        st.info(plain(missing.text(language())))
    return missing is not None
