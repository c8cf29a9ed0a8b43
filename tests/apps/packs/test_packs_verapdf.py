"""The whole packs, both editions, held against veraPDF's rules for PDF/UA-1 and PDF/A-2a."""

from pathlib import Path

import pytest
from tests.apps.packs.invented import NOW
from tools.verapdf.rules import faults

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import operations, queries
from folkmoot.apps.packs.terms import Edition
from folkmoot.cli import samples

pytestmark = pytest.mark.verapdf


@pytest.mark.parametrize(
    ("meeting", "restricted"), [({"moderngov_id": 6764}, False), ({"items__exempt_ground__gt": ""}, True)],
    ids=["11 November 2021", "invented, restricted"],
)  # fmt: skip
def test_a_pack_of_the_samples_meets_both_standards_in_both_editions(
    db, store_folder, root, tmp_path, meeting, restricted
):
    samples.load(root / "samples", at=NOW)
    found = Meeting.objects.get(**meeting)
    version = operations.build_pack(meeting_id=found.pk, by=None, at=NOW, restricted=restricted)
    paths = [Path(tmp_path / f"{edition}.pdf") for edition in Edition]
    for edition, path in zip(Edition, paths, strict=True):
        path.write_bytes(queries.path(version, edition).read_bytes())
    assert faults(paths) == ()
