"""What the housing options are. A new option is a file here and rows in `parameters/`."""

from collections.abc import Mapping

from model.options import conversion, mid_stay, mix, new_build, own, short_stay
from model.options.option_type import OptionType

OPTION_TYPES: Mapping[str, OptionType] = {
    module.OPTION.key: module.OPTION for module in (short_stay, mid_stay, conversion, new_build, own, mix)
}
"""All option types by key, in the order a user sees them."""

__all__ = ["OPTION_TYPES", "OptionType"]
