"""What the housing options are. A new option is a file here with its traits, and rows in `parameters/`."""

from collections.abc import Mapping

from model.options import conversion, mid_stay, mix, new_build, own, short_stay
from model.options.option_type import OptionType
from model.options.traits import Trait, Traits

OPTION_TYPES: Mapping[str, OptionType] = {
    module.OPTION.key: module.OPTION for module in (short_stay, mid_stay, conversion, new_build, own, mix)
}
"""All option types by key, in the order a user sees them."""


def traits_of(option_type: str, variant: str) -> Traits:
    """What norms, laws and inputs ask about a kind of option.

    >>> Trait.RELOCATABLE in traits_of("new_build", "relocatable")
    True
    """
    return OPTION_TYPES[option_type].traits_of(variant)


__all__ = ["OPTION_TYPES", "OptionType", "Trait", "traits_of"]
