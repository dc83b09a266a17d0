"""Who pays: the six ledgers, what each party gains or pays in all, and who pays whom."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.engine.results import OptionResult
from model.lines.ledgers import LEDGERS
from model.outcomes.overview import ledger_sums, ledger_totals, paid_by_kind, paid_in_all
from model.readings.figures import SHOWN_AS_ZERO
from model.readings.who_pays import ledgers_reading, reconciliation_reading
from model.words.messages import message
from model.words.texts import text
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, balance_bars
from pages.parts.who_pays_words import capital, party
from pages.session.words import bold, language, plain, t
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.tables import rows_table, show_table


def in_all(option: OptionResult) -> None:
    """What each party gains or pays over the whole term, and who pays whom."""
    st.header(t("ledgers_title"))
    totals = ledger_totals(option)
    reading = ledgers_reading(option)
    words = reading.text(language())
    announce(words)
    st.markdown(bold(words))
    said = Said(reading, message("ui_ledgers_alt"))
    show(balance_bars([party(name) for name in LEDGERS], [totals[name] for name in LEDGERS], said))
    st.caption(plain(reconciliation_reading(option).text(language())))
    fold(t("who_pays_whom"), "who_pays_whom", partial(matrix, option))
    fold(t("by_kind"), "by_kind", partial(by_kind, option))
    fold(t("per_period"), "ledger_rows", partial(per_period, option))


def matrix(option: OptionResult) -> None:
    """Who pays whom over the whole term: a row per payer, a column per payee."""
    paid = paid_in_all(option)
    show_table(
        {
            t("to_party", party=text(f"party_{payee}", language())): [
                ""
                if abs(paid.get((payer, payee), 0.0)) < SHOWN_AS_ZERO
                else show_value(paid[payer, payee], "eur", language())
                for payer in LEDGERS
            ]
            for payee in LEDGERS
        },
        index=[party(name) for name in LEDGERS],
        corner=t("pays"),
        alt=t("who_pays_whom"),
    )


def by_kind(option: OptionResult) -> None:
    """The same by kind of flow."""
    kinds = {kind: total for kind, total in paid_by_kind(option).items() if abs(total) >= SHOWN_AS_ZERO}
    show_table(
        {
            t("kind_of_flow"): [capital(text(f"group_{group}", language())) for _, _, group in kinds],
            t("amount"): [show_value(total, "eur", language()) for total in kinds.values()],
        },
        index=[f"{party(payer)} → {text(f'party_{payee}', language())}" for payer, payee, _ in kinds],
        corner=t("from_to"),
        alt=t("by_kind"),
        figures=(t("amount"),),
    )


def per_period(option: OptionResult) -> None:
    """The ledgers per period, and that they add up to nothing."""
    rows = {party(name): option.lines[f"ledger_{name}"] for name in LEDGERS}
    rows_table(t("ledgers_title"), option.periods, {**rows, t("ledgers_sum"): ledger_sums(option)})
