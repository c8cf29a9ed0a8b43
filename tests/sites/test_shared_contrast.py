"""The contrast of every pair of our colours in use, by WCAG 2.2: 4.5 for words, 3 for marks that carry a meaning."""

import re
from pathlib import Path

import pytest

WORDS, MARKS = 4.5, 3.0
PAIRS = [
    ("ink", "white", WORDS),
    ("ink", "paper", WORDS),
    ("ink", "focus", WORDS),
    ("ink", "target", WORDS),
    ("navy", "white", WORDS),
    ("navy", "paper", WORDS),
    ("navy", "target", WORDS),
    ("white", "rust", WORDS),
    ("rust", "paper", WORDS),
    ("rust", "target", WORDS),
    ("quiet", "white", WORDS),
    ("quiet", "paper", WORDS),
    ("quiet", "target", WORDS),
    ("ink", "mint", WORDS),
    ("white", "worse", WORDS),
    ("ink", "similar", WORDS),
    ("ink", "rule", MARKS),
    ("green", "paper", MARKS),
]


@pytest.fixture(scope="module")
def colours(root: Path) -> dict[str, str]:
    return dict(re.findall(r"^\$(\w+): #([0-9a-f]{6});", (root / "assets/_tokens.scss").read_text(), re.MULTILINE))


def luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_wcag():
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("one", "other", "least"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(colours, one, other, least):
    assert contrast(colours[one], colours[other]) >= least


def test_every_colour_stands_in_the_tokens_and_is_tried(root: Path, colours):
    assert set(colours) == {colour for one, other, _ in PAIRS for colour in (one, other)}
    for path in (root / "assets").glob("*.scss"):
        if path.name != "_tokens.scss":
            assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,8}\b", path.read_text()), f"{path.name} names a colour"
