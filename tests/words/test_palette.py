"""The palette: seen by everybody, on paper and on either page, and the same everywhere."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from model.case import MOST_OPTIONS
from model.words import palette

WHITE, DARK_PAGES = "#ffffff", ("#0e1117", "#191917")
"""Streamlit's own dark page, and the lightest dark one that was seen on screen."""
VISION = {
    "ordinary": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes (2009), full severity, on linear light."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
LIGHT_D65 = np.array([0.95047, 1.0, 1.08883])
PLAINLY_APART = 20.0
"""Of CIE 1976; a difference of 2.3 is just seen side by side."""


def linear(colour: str) -> np.ndarray:
    """Red, green and blue as amounts of light (IEC 61966-2-1)."""
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(colour: str, background: str) -> float:
    """The ratio of WCAG 2: the lighter luminance over the darker, each with 0.05."""
    dark, light = sorted(float(XYZ[1] @ linear(shade)) for shade in (colour, background))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> np.ndarray:
    """A colour in CIE L*a*b* as somebody with that vision sees it."""
    light = XYZ @ np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1) / LIGHT_D65
    root = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


DRAWN = (*palette.OPTION_COLOURS, palette.TOTAL, palette.LINE)


@pytest.mark.parametrize("background", [WHITE, *DARK_PAGES])
@pytest.mark.parametrize("colour", DRAWN)
def test_what_is_drawn_stands_out_on_paper_and_on_a_light_and_a_dark_page(colour: str, background: str) -> None:
    assert contrast(colour, background) >= 3  # WCAG 1.4.11


@pytest.mark.parametrize("background", [palette.HOUSE, palette.WRONG, palette.RIGHT])
def test_words_in_a_strong_colour_or_white_words_on_it_can_be_read(background: str) -> None:
    assert contrast(WHITE, background) >= 4.5  # WCAG 1.4.3


@pytest.mark.parametrize("vision", VISION)
def test_no_two_options_look_alike_whatever_colours_somebody_sees(vision: str) -> None:
    for one, other in combinations(palette.OPTION_COLOURS, 2):
        assert np.linalg.norm(seen(one, vision) - seen(other, vision)) >= PLAINLY_APART, (one, other)


def test_the_first_two_options_are_apart_in_lightness_too() -> None:
    first, second = (seen(colour, "ordinary")[0] for colour in palette.OPTION_COLOURS[:2])
    assert abs(first - second) >= 8


def test_every_option_of_a_full_case_looks_different() -> None:
    looks = {(palette.colour(number), palette.mark(number)) for number in range(MOST_OPTIONS)}
    assert len(looks) == MOST_OPTIONS


def test_there_is_a_dash_and_a_hatching_for_every_colour() -> None:
    assert len(palette.OPTION_COLOURS) == len(set(palette.DASHES)) == len(set(palette.PATTERNS))


def test_the_application_has_the_same_colours() -> None:
    theme = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    assert tuple(theme["chartCategoricalColors"]) == palette.OPTION_COLOURS
    assert theme["light"]["primaryColor"] == palette.HOUSE
