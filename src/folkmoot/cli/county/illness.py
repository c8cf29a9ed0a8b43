"""How often the invented people fall ill, by age, sex and how deprived the place is: round figures like England's.

Every rate is so many of 100,000 people in a year. None is an estimate of anything; each is near enough to the published
ones that ages, sexes and places differ as they do in life.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AGES = np.arange(91)
NOT_GIVEN = ""


class Curve:
    """Figures at some ages; between them they grow or fall evenly in proportion. Nothing before the first age."""

    def __init__(self, *points: tuple[float, float]) -> None:
        ages, figures = zip(*points, strict=True)
        self._ages, self._logs = np.array(ages, dtype=np.float64), np.log(figures)

    def at(self, ages: NDArray[np.int64]) -> Floats:
        """The figures at ages."""
        return np.exp(np.interp(ages, self._ages, self._logs, left=-np.inf))


@dataclass(frozen=True, slots=True)
class Illness:
    """What may happen to people, how often, and the codes that it is recorded under, each as often as another.

    `women` is women's rate as a share of the mean of both sexes, 0 to 2. `gap` is how many times the rate of the least
    deprived place that of the most deprived is.
    """

    codes: tuple[str, ...]
    rates: Curve
    women: float
    gap: float
    external: tuple[str, ...] = (NOT_GIVEN,)
    method: str = "emergency"


DEATHS = (
    Illness(("C34",), Curve((35, 2), (45, 10), (55, 45), (65, 170), (75, 340), (85, 420)), 0.85, 3.2),
    Illness(("C18", "C25", "C71"), Curve((0, 2), (20, 4), (35, 10), (55, 90), (65, 230), (75, 480), (85, 850)),
            0.9, 1.4),
    Illness(("C50", "C56"), Curve((25, 1), (40, 14), (55, 45), (65, 80), (75, 120), (90, 300)), 1.97, 1.2),
    Illness(("C61",), Curve((45, 2), (55, 10), (65, 45), (75, 140), (90, 600)), 0.0, 1.2),
    Illness(("I21", "I25"), Curve((35, 4), (45, 25), (55, 80), (65, 170), (75, 400), (85, 1200), (90, 2400)),
            0.65, 2.2),
    Illness(("I61", "I64"), Curve((35, 2), (45, 6), (55, 16), (65, 45), (75, 190), (85, 800), (90, 1500)), 0.95, 1.6),
    Illness(("J44",), Curve((40, 1), (55, 18), (65, 70), (75, 220), (85, 450), (90, 600)), 0.85, 3.6),
    Illness(("J18", "J84"), Curve((0, 3), (5, 0.3), (45, 3), (65, 25), (75, 120), (85, 500), (90, 1600)), 0.8, 1.5),
    Illness(("F03", "G30"), Curve((60, 4), (65, 12), (75, 130), (85, 1200), (90, 4000)), 1.0, 1.1),
    Illness(("K70",), Curve((25, 1), (35, 9), (45, 20), (55, 27), (65, 22), (90, 6)), 0.65, 3.5),
    Illness(("X70",), Curve((10, 0.3), (15, 3), (20, 10), (45, 14), (65, 9)), 0.5, 1.9),
    Illness(("X42",), Curve((15, 1), (25, 7), (40, 14), (55, 7), (65, 2)), 0.6, 5.0),
    Illness(("V43", "W19"), Curve((0, 1), (20, 4), (65, 8), (75, 25), (85, 110), (90, 280)), 0.8, 1.4),
    Illness(("P07", "Q24"), Curve((0, 300), (1, 8), (5, 3), (15, 2), (90, 2)), 0.9, 2.2),
    Illness(("R99", "N39", "E11"), Curve((0, 60), (1, 5), (20, 6), (35, 25), (55, 140), (65, 370), (75, 900),
                                         (85, 2800), (90, 7000)), 0.8, 1.8),
)  # fmt: skip
PREVENTABLE = ("C34", "I21", "I25", "J44", "K70", "X70", "X42", "V43", "W19")
"""Causes of which a death under 75 counts as preventable here: a few of the published list."""

ADMISSIONS = (
    Illness(("J44",), Curve((40, 10), (55, 150), (65, 450), (75, 900), (85, 1100)), 0.95, 4.0),
    Illness(("I20", "I25"), Curve((35, 10), (45, 90), (55, 220), (65, 380), (75, 620), (85, 900)), 0.65, 2.0),
    Illness(("I21",), Curve((35, 12), (45, 90), (55, 190), (65, 280), (75, 480), (85, 1000)), 0.65, 1.7),
    Illness(("I61", "I63"), Curve((35, 10), (45, 40), (55, 100), (65, 220), (75, 580), (85, 1500)), 0.9, 1.6),
    Illness(("S720", "S721"), Curve((60, 40), (65, 80), (75, 350), (85, 1500), (90, 2900)), 1.3, 1.2, ("W19",)),
    Illness(("S06", "S52", "T20"), Curve((0, 1500), (5, 800), (11, 800), (16, 1200), (20, 1350), (30, 900), (60, 900),
                                         (75, 2500), (90, 9000)), 0.85, 1.6, ("V18", "W01", "X10")),
    Illness(("T39", "T42"), Curve((10, 60), (15, 650), (20, 400), (40, 230), (60, 90)), 1.3, 2.6, ("X61", "X78")),
    Illness(("J18", "N39", "R07"), Curve((0, 9000), (2, 4000), (5, 2000), (15, 2500), (40, 4000), (65, 8000),
                                         (75, 14000), (85, 25000), (90, 32000)), 1.05, 1.7),
    Illness(("H25", "M16"), Curve((30, 200), (50, 1500), (65, 5000), (80, 8000), (90, 5000)), 1.1, 0.9,
            method="elective"),
)  # fmt: skip
CANCERS = (
    Illness(("C34",), Curve((35, 3), (45, 15), (55, 70), (65, 240), (75, 420), (85, 450)), 0.9, 2.9),
    Illness(("C50",), Curve((25, 5), (40, 60), (50, 140), (65, 180), (85, 230)), 1.98, 0.9),
    Illness(("C61",), Curve((45, 10), (55, 90), (65, 280), (75, 380), (90, 350)), 0.0, 0.8),
    Illness(("C18", "C43", "C67"), Curve((15, 5), (35, 25), (50, 80), (65, 260), (75, 480), (85, 650)), 0.85, 1.05),
    Illness(("C44",), Curve((25, 5), (45, 90), (65, 450), (85, 1500)), 0.85, 0.7),
    Illness(("C81", "C91"), Curve((0, 12), (20, 10), (50, 25), (70, 90), (90, 150)), 0.9, 1.0),
)
"""C44, which is not among the cancers that are counted, is registered all the same."""

ATTENDANCES = Illness((), Curve((0, 90000), (1, 85000), (2, 60000), (5, 36000), (10, 28000), (20, 40000), (40, 28000),
                                (65, 26000), (80, 45000), (90, 75000)), 1.0, 1.9)  # fmt: skip
COVID = Illness((), Curve((0, 1600), (10, 7500), (16, 9000), (40, 6500), (60, 3800), (80, 3400)), 1.02, 1.3)
BIRTHS = Curve((15, 50), (20, 2000), (25, 4000), (31, 5200), (38, 2300), (44, 150), (45, 0.01))
MATERNITIES = Illness((), BIRTHS, 2.0, 1.2)


def expected(illnesses: tuple[Illness, ...], standing: Floats, persons: NDArray[np.int64], years: float) -> Floats:
    """How many of each are to be expected, shape [illnesses, L, 2, 91], among people of shape [L, 2, 91]."""
    return np.stack([_expected(each, standing, persons, years) for each in illnesses])


def _expected(illness: Illness, standing: Floats, persons: NDArray[np.int64], years: float) -> Floats:
    place = illness.gap ** (0.5 - standing)
    sexes = np.array([illness.women, 2 - illness.women])
    rates = illness.rates.at(AGES) / 100_000 * years
    return np.asarray(persons * place[:, np.newaxis, np.newaxis] * sexes[:, np.newaxis] * rates)
