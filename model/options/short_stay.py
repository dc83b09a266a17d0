"""Short stay: lodging for less than four months, on a temporary site."""

from model.options.option_type import OptionType
from model.options.traits import Trait

OPTION = OptionType(
    key="short_stay",
    label_nl="Short stay (logies)",
    label_en="Short stay (lodging)",
    meaning_nl="Logies voor mensen die korter dan vier maanden blijven, in verplaatsbare units op een tijdelijke plek.",
    meaning_en="Lodging for people who stay less than four months, in relocatable units on a temporary site.",
    traits=frozenset({Trait.LODGES, Trait.TEMPORARY_SITE}),
)
