"""Mid stay: people who stay from four months to a few years and register as residents."""

from model.options.option_type import OptionType
from model.options.traits import Trait

OPTION = OptionType(
    key="mid_stay",
    label_nl="Mid stay",
    label_en="Mid stay",
    meaning_nl="Kamers voor mensen die langer dan vier maanden blijven en zich inschrijven, in verplaatsbare units.",
    meaning_en="Rooms for people who stay more than four months and register as residents, in relocatable units.",
    traits=frozenset({Trait.LETS, Trait.TEMPORARY_SITE}),
)
