"""An option of own lines only: any published pro forma can be entered without touching code."""

from model.options.option_type import OptionType

OPTION = OptionType(
    key="own",
    label_nl="Eigen posten",
    label_en="Own lines",
    meaning_nl="Alleen eigen posten, met lening, belasting en rekenrente: voor een bestaande begroting.",
    meaning_en="Own lines only, with loan, tax and discounting: for an existing pro forma.",
    only_own_lines=True,
)
