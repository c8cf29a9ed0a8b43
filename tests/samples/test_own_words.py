"""The reports are written in our own words: no long run of the pack's words, but for what counts as a fact."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.samples.sources import blocks, items, texts

from folkmoot.methods.document import printed

RUN = 8
# Names of bodies, offices and programmes are facts and are kept; so is the wording of recommendations and resolutions.
NAMES = (
    "Buckinghamshire Oxfordshire and Berkshire West Integrated Care System",
    "Cabinet Member for Children, Education and Young People's Services",
    "Cabinet Member for Public Health and Equality",
    "Councillor Brighthouse, Cabinet member for Children & Families",
    "Digital Inclusion and Food Strategies",
    "Director of Law & Governance and Monitoring Officer",
    "Families Active and Sporting Together (FAST)",
    "Joint Health Overview and Scrutiny Committee",
    "National Tobacco Control Plan for England 2017-22",
    "Oxfordshire Health Improvement Board",
    "Oxfordshire Mental Health Prevention Concordat Partnership Group",
    "Oxfordshire Tobacco Control Alliance",
    "People Overview & Scrutiny Committee",
    "Tobacco Control, Physical Activity and Healthy Weight, and Mental Wellbeing",
)


def words(text: str) -> list[str]:
    for name in NAMES:
        text = text.replace(name, " ¤ ")  # no word of the pack
    text = re.sub(r"\]\([^)]*\)", " ", text).replace("’", "'").replace("&", " and ")
    return re.findall(r"[a-z0-9£%¤']+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def ours(samples: Path) -> Iterator[tuple[str, str]]:
    """Every piece of prose of the printed record, with the place where it stands."""
    folder = samples / "oxfordshire"
    for path in sorted(folder.rglob("*.md")):
        yield from ((path.name, line) for line in path.read_text().splitlines())
    for path in sorted(folder.glob("*.toml")):
        source = tomllib.loads(path.read_text())
        if "report" in source:
            yield from ((path.name, text) for text in prose(source))
        for minute in source.get("minute", []):
            retold = [*minute.get("introduction", []), *minute.get("points", []), *minute.get("summary", [])]
            yield from ((path.name, text) for text in texts({"section": [{"block": retold}]}))
    for meeting in tomllib.loads((folder / "council.toml").read_text())["meeting"]:
        yield from (("council.toml", item.get("text", "")) for item in meeting.get("item", []))


def recommended(source: dict[str, Any]) -> list[str]:
    """The recommendations of a report."""
    sections = [section for section in source["section"] if section.get("kind") == "recommendation"]
    return [item["text"] for block in blocks({"section": sections}) for item in items(block)]


def prose(source: dict[str, Any]) -> Iterator[str]:
    """The running text of a report, but for its recommendations."""
    yield from (text for text in texts(source) if text not in recommended(source))


def facts(samples: Path) -> set[tuple[str, ...]]:
    """Runs of words that are facts: captions, and the rows and columns of tables."""
    found: set[tuple[str, ...]] = set()
    for path in samples.glob("oxfordshire/*.toml"):
        source = tomllib.loads(path.read_text())
        for block in blocks(source) if "report" in source else ():
            found |= runs(block.get("caption", ""))
    for path in samples.glob("tables/*.csv"):
        table = printed.parse(path.read_bytes(), path.name)
        for cells in (*table.rows, *zip(*table.rows, strict=True)):
            found |= runs(" ".join(cells))
    return found


def test_no_long_run_of_words_is_copied_from_the_pack(samples: Path, shared: Path):
    pack = runs((shared / "seed" / "agenda-pack-2021-11-11.md").read_text())
    allowed = facts(samples)
    copied = [
        f"{name}: {' '.join(run)}" for name, text in ours(samples) for run in runs(text) & pack if run not in allowed
    ]
    assert not copied, "\n".join(sorted(copied))


@pytest.mark.parametrize(
    "text", ["One two three, four five six: seven eight.", "[One two three](https://x.org/a) four five six seven eight"]
)
def test_a_copied_run_is_found_through_punctuation_and_links(text):
    assert runs(text) == {("one", "two", "three", "four", "five", "six", "seven", "eight")}


def test_recommendations_and_actions_are_worded_as_printed(samples: Path, shared: Path):
    pack = " ".join(words((shared / "seed" / "agenda-pack-2021-11-11.md").read_text()))
    worded = []
    for name in ("posc6.toml", "posc7.toml"):
        source = tomllib.loads((samples / "oxfordshire" / name).read_text())
        worded += recommended(source)
    record = tomllib.loads((samples / "oxfordshire" / "minutes-2021-09-30.toml").read_text())
    worded += [action["text"] for minute in record["minute"] for action in minute.get("action", [])]
    assert len(worded) == 7
    for text in worded:
        assert " ".join(words(text)) in pack, text
