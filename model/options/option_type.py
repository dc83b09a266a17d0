"""What every option type states about itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptionType:
    """A way to house people.

    `variants` set other defaults (the first is the default variant, with labels in `variant_labels`). An option of own
    lines has no other lines; a mix has components instead of inputs.
    """

    key: str
    label_nl: str
    label_en: str
    meaning_nl: str
    meaning_en: str
    variants: tuple[str, ...] = ()
    variant_labels: tuple[tuple[str, str], ...] = ()
    only_own_lines: bool = False
    is_mix: bool = False

    def label(self, language: str) -> str:
        """Name of the option type."""
        return self.label_nl if language == "nl" else self.label_en

    def meaning(self, language: str) -> str:
        """What it is, in a sentence."""
        return self.meaning_nl if language == "nl" else self.meaning_en

    def variant_label(self, variant: str, language: str) -> str:
        """Name of a variant."""
        nl, en = self.variant_labels[self.variants.index(variant)]
        return nl if language == "nl" else en
