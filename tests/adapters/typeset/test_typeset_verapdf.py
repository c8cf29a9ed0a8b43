"""The bound pack meets PDF/UA-1 and PDF/A-2a together, by the rules of veraPDF."""

import io
import re

import pikepdf
import pytest
from tests.adapters.typeset import papers
from tests.adapters.typeset.parts import FONTS, pdf, report
from tools.verapdf import rules
from tools.verapdf.rules import MissingTool, faults

from folkmoot.adapters.typeset import pdf as typeset
from folkmoot.adapters.typeset.merge import Bound, Claims, bind
from folkmoot.methods.document import inline, model

pytestmark = pytest.mark.verapdf


@pytest.fixture(scope="module")
def pack() -> bytes:
    both = (("alpha", "beta#beta-detail", 1), ("beta", "alpha", 3))
    parts = [
        Bound("notice", "Notice", pdf("= Notice\nYou are invited.", "Notice"), ((0, ""), (None, ""))),
        *(
            Bound(name, name.title(), pdf(report(name, refers), name), ((0, str(first)), (1, f"{first}a")))
            for name, refers, first in both
        ),
        Bound("gamma", "Gamma", pdf("= Gamma", "Gamma"), ((0, "5"), (None, "6"))),
    ]
    blank = pdf("This page is intentionally left blank", "Blank")
    claims = Claims(ua=True, a=True)
    return bind(parts, title="Agenda & papers", language="en-GB", claims=claims, fonts=FONTS, blank=blank)


def test_a_bound_pack_meets_both_standards(pack, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack)
    assert faults([path]) == ()


def test_the_papers_as_the_product_sets_them_meet_both_standards_in_both_editions(tmp_path):
    target = model.Section("only", "", (model.Paragraph("p-3", inline.parse("What the report refers to.")),))
    other = model.Document("posc7", model.PartKind.REPORT, "Family Solutions", (target,))
    documents = [*(made() for made in papers.ALL.values()), other]
    paths = []
    for edition in typeset.Edition:
        parts = [bound(document, edition, 10 * n + 1) for n, document in enumerate(documents)]
        claims, blank = Claims(ua=True, a=True), typeset.blank_leaf(FONTS, edition)
        path = tmp_path / f"{edition}.pdf"
        path.write_bytes(bind(parts, title="Papers", language="en-GB", claims=claims, fonts=FONTS, blank=blank))
        paths.append(path)
    assert faults(paths) == ()


def bound(document: model.Document, edition: typeset.Edition, first: int) -> Bound:
    content = typeset.typeset(document, fonts=FONTS, edition=edition)
    with pikepdf.open(io.BytesIO(content)) as opened:
        leaves = [*range(len(opened.pages)), None]
    return Bound(document.id, document.title, content, tuple((page, str(first + n)) for n, page in enumerate(leaves)))


def test_broken_files_are_refused_with_the_rule_that_they_break(pack, tmp_path):
    """The control: a check that never refuses would prove nothing."""
    changes = {
        "no-language": (lambda opened: opened.Root.__delitem__("/Lang"), "PDFUA-1 7.2-"),
        "no-tags": (lambda opened: opened.Root.__delitem__("/StructTreeRoot"), "PDFUA-1 7.1-"),
        "no-colours": (lambda opened: opened.Root.__delitem__("/OutputIntents"), "PDFA-2A 6.2.4"),
        "loose-content": (lambda opened: opened.pages[0].contents_add(b"0 0 m 9 9 l S"), "PDFUA-1 7.1-3"),
    }
    expected = {}
    for name, (change, rule) in changes.items():
        with pikepdf.open(io.BytesIO(pack)) as opened:
            change(opened)
            opened.save(tmp_path / f"{name}.pdf")
        expected[str(tmp_path / f"{name}.pdf")] = rule
    (tmp_path / "cut.pdf").write_bytes(pack[:500])
    expected[str(tmp_path / "cut.pdf")] = "PDFUA-1 unreadable"

    found = faults([tmp_path / path for path in expected])

    for file, rule in expected.items():
        broken = [fault.rule for fault in found if fault.file == file]
        assert any(fault.startswith(rule) for fault in broken), (file, broken)
    assert rules.main([str(tmp_path / "no-language.pdf")]) == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("_found", None, "java is not on this machine: apt-get install openjdk"),
        ("JAVA_LIBRARIES", "/nowhere", "apt-get install libjaxb-java"),
        ("find_spec", None, "the veraPDF rules are not installed"),
    ],
)
def test_a_missing_tool_fails_the_check_and_says_how_to_get_it(monkeypatch, tmp_path, name, value, says):
    if name == "_found":
        monkeypatch.setattr("shutil.which", lambda _: None)
    elif name == "find_spec":
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    else:
        monkeypatch.setattr(rules, name, rules.Path(value))
    with pytest.raises(MissingTool, match=re.escape(says)):
        faults([tmp_path / "pack.pdf"])
