"""A mix: each component houses a share of the beds."""

from model.options.option_type import OptionType

SHARES_TOLERANCE = 1e-9
"""How near to 1 the shares of all components together must be."""

OPTION = OptionType(
    key="mix",
    label_nl="Mix",
    label_en="Mix",
    meaning_nl="Een deel van de bedden per optie.",
    meaning_en="A share of the beds per option.",
    is_mix=True,
)
