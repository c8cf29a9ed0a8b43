"""folkmoot pack: what an officer sees on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.apps.packs import invented

from folkmoot.apps.packs import published, queries
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import PackKind
from folkmoot.cli.main import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["pack", *words])


def test_build_saves_the_pdf_and_says_pages_parts_time_and_size(sitting, tmp_path: Path):
    target = tmp_path / "pack.pdf"
    done = run("build", "9001", "--out", str(target))
    assert done.exit_code == 0, done.output
    version = PackVersion.objects.get()
    assert target.read_bytes() == queries.path(version).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["pack.pdf"]
    said = dict(line.split(maxsplit=1) for line in done.output.splitlines() if line[:1].isalpha())
    assert said["pages"].startswith(f"{version.pages} (")
    assert said["parts"] == "8"
    assert said["time"].endswith(" s")
    assert " MB" in said["size"]
    assert said["claims"] == "PDF/UA-1, PDF/A-2a"
    assert "Crossings of the Fell: " in done.output


def test_a_meeting_is_found_by_our_number_too(sitting):
    assert run("build", str(sitting.pk)).exit_code == 0
    again = run("build", "9001")
    assert "Nothing changed since version 1." in again.output


def test_a_meeting_that_is_not_there_is_said_to_be_missing(db):
    done = run("build", "12345")
    assert done.exit_code == 1
    assert "There is no meeting 12345" in done.output


def test_what_stands_in_the_way_is_listed_and_no_file_is_written(sitting, tmp_path: Path):
    invented.add_item(sitting, "7", "Something unwritten")
    invented.add_item(sitting, "8", "Something else")
    done = run("build", "9001", "--out", str(tmp_path / "pack.pdf"))
    assert done.exit_code == 1
    assert "Item 7, Something unwritten: the report is missing" in done.output
    assert "Item 8" in done.output
    assert not list(tmp_path.iterdir())


def test_publish_publishes_the_newest_version(sitting):
    assert "Nothing has been built yet" in run("publish", "9001").output
    run("build", "9001")
    done = run("publish", "9001")
    assert "published version 1 (public)" in done.output
    assert published.version(sitting.pk).line.number == 1
    refused = run("publish", "9001")
    assert refused.exit_code == 1
    assert "published already" in refused.output


def test_the_restricted_pack_is_asked_for_by_name(sitting):
    invented.add_exempt_item(sitting)
    assert run("build", "9001", "--restricted").exit_code == 0
    assert run("publish", "9001", "--restricted").exit_code == 0
    assert queries.versions(sitting.pk, PackKind.RESTRICTED).get().published_at is not None
    assert published.version(sitting.pk) is None


@pytest.mark.parametrize("restricted", [[], ["--restricted"]])
def test_a_leak_is_told_and_stops_the_public_pack_only(sitting, restricted):
    invented.add_exempt_item(sitting, secret="Ferries crossed, and people were counted.")
    done = run("build", "9001", *restricted)
    assert (done.exit_code == 0) is bool(restricted), done.output
    assert ("words of an exempt part" in done.output) is not bool(restricted)
