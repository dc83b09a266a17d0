"""Sensitivity: a result as it is shown, or why there is none."""

from __future__ import annotations

import math

import streamlit as st

from model.engine.results import OptionResult
from pages.session.state import case
from pages.session.words import label, metric_value, notice_text, plain, t, titles


def shown(metric: str, value: float) -> str:
    """A result as shown."""
    return metric_value(metric, None if math.isnan(value) else value)


def there_is_none(option: OptionResult, metric: str) -> bool:
    """Whether the option has no value of this result; says why."""
    if metric not in option.metrics or option.metrics[metric] is not None:
        return False
    reason = option.reasons.get(metric)
    why = notice_text(reason, titles(case().options)[option.option.id]) if reason is not None else ""
    st.info(f"{plain(t('no_result', metric=label(metric)))} {why}")
    return True
