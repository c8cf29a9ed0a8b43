"""How numbers are written: minutes, references, page ranges, the marks of lists."""

from __future__ import annotations

from string import ascii_lowercase


def minute(sequence: int, suffix: str) -> str:
    """5/21: the fifth minute of the council year 2021/22."""
    return f"{sequence}/{suffix}"


def reference(committee_code: str, agenda_number: str) -> str:
    """POSC6: the committee's code and the number of the agenda item."""
    return f"{committee_code}{agenda_number}"


def pages(first: str, last: str) -> str:
    """(Pages 7 - 28), or (Page 5) where there is one."""
    return f"(Page {first})" if first == last else f"(Pages {first} - {last})"


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa. ValueError below 1."""
    if number < 1:
        raise ValueError(f"the first letter stands for 1; {number} has none")
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = ascii_lowercase[rest] + found
    return found


def roman(number: int) -> str:
    """1 is i, 4 is iv, 12 is xii. ValueError below 1."""
    if number < 1:
        raise ValueError(f"Roman numerals begin at 1; {number} has none")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    marks = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    found = ""
    for value, mark in zip(values, marks, strict=True):
        times, number = divmod(number, value)
        found += mark * times
    return found
