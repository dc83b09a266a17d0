"""New build: relocatable homes that can move to a second site, or permanent ones."""

from model.options.option_type import OptionType
from model.options.traits import Trait

OPTION = OptionType(
    key="new_build",
    label_nl="Nieuwbouw",
    label_en="New build",
    meaning_nl="Nieuwe woningen bouwen, verplaatsbaar of permanent.",
    meaning_en="Build new homes, relocatable or permanent.",
    traits=frozenset({Trait.LETS, Trait.HOMES}),
    variants=("permanent", "relocatable"),
    variant_labels=(("permanent", "permanent"), ("verplaatsbaar", "relocatable")),
    variant_traits=(frozenset({Trait.PERMANENT}), frozenset({Trait.RELOCATABLE, Trait.TEMPORARY_SITE})),
)
