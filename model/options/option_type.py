"""What every option type states about itself."""

from __future__ import annotations

from dataclasses import dataclass

from model.options.traits import Trait, Traits
from model.words.names import Explained


@dataclass(frozen=True, slots=True)
class OptionType(Explained):
    """A way to house people.

    `variants` set other defaults (the first is the default variant, with labels in `variant_labels`). `traits` are what
    norms, laws and inputs ask about, of every variant alike; `variant_traits` those that only a variant has. An option
    of own lines has no other lines; a mix has components instead of inputs.

    Raises ValueError when a variant lacks its label or traits where others have them, and when a kind that houses
    people does not say whether it lodges them or lets to them.
    """

    key: str
    label_nl: str
    label_en: str
    meaning_nl: str
    meaning_en: str
    traits: Traits = frozenset()
    variants: tuple[str, ...] = ()
    variant_labels: tuple[tuple[str, str], ...] = ()
    variant_traits: tuple[Traits, ...] = ()
    only_own_lines: bool = False
    is_mix: bool = False

    def __post_init__(self) -> None:
        for of_variants in (self.variant_labels, self.variant_traits):
            if of_variants and len(of_variants) != len(self.variants):
                raise ValueError(f"{self.key}: {len(self.variants)} variants, and {len(of_variants)} labels or traits")
        for variant in self.variants or ("",):
            if self.houses_people and not self.traits_of(variant) & {Trait.LODGES, Trait.LETS}:
                raise ValueError(f"{self.key} {variant}".strip() + " houses people: state whether it lodges or lets")

    @property
    def houses_people(self) -> bool:
        """Whether it houses people itself, and not through its components or only on paper."""
        return not self.only_own_lines and not self.is_mix

    def traits_of(self, variant: str) -> Traits:
        """The traits of a variant, those of the type among them."""
        if variant not in self.variants or not self.variant_traits:
            return self.traits
        return self.traits | self.variant_traits[self.variants.index(variant)]

    def variant_label(self, variant: str, language: str) -> str:
        """Name of a variant."""
        nl, en = self.variant_labels[self.variants.index(variant)]
        return nl if language == "nl" else en
