"""Conversion of an existing building; what it was sets the defaults."""

from model.options.option_type import OptionType
from model.options.traits import Trait

OPTION = OptionType(
    key="conversion",
    label_nl="Transformatie",
    label_en="Conversion",
    meaning_nl="Een bestaand gebouw aankopen en verbouwen.",
    meaning_en="Buy an existing building and convert it.",
    traits=frozenset({Trait.LETS, Trait.HOMES}),
    variants=("office", "farm", "hotel", "holiday_park"),
    variant_labels=(
        ("kantoor", "office"),
        ("boerderij", "farm"),
        ("hotel", "hotel"),
        ("vakantiepark", "holiday park"),
    ),
    variant_traits=(
        frozenset({Trait.LODGES, Trait.EXISTING_PLACE}),
        frozenset({Trait.EXISTING_PLACE}),
        frozenset({Trait.LODGES}),
        frozenset({Trait.LODGES, Trait.EXISTING_PLACE}),
    ),
)
