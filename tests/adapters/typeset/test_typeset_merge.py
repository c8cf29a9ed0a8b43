import io
import re
import shutil
import subprocess

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.adapters.typeset.parts import FONTS, pdf, report
from tests.adapters.typeset.tagged import Spoken, artifacts, bookmarks, place, reopened, spoken

from folkmoot.adapters.typeset.inspect import judge
from folkmoot.adapters.typeset.merge import ENGINE, Attached, Bound, BrokenLink, Claims, bind, prefix_ids

BOTH, NEITHER = Claims(ua=True, a=True), Claims(ua=False, a=False)
WORD_LIKE = "= Hello foreign\n#pagebreak()\n#set page(flipped: true)\nThere"


def leaves(pages: int, first: int | None = None) -> tuple[tuple[int | None, str], ...]:
    """A part's pages and a blank leaf where they are odd, with folios from the first on, or none."""
    count = pages + pages % 2
    return tuple((n if n < pages else None, str(first + n) if first else "") for n in range(count))


@pytest.fixture(scope="module")
def blank() -> bytes:
    return pdf("This page is intentionally left blank", "Blank")


@pytest.fixture(scope="module")
def parts() -> list[Bound]:
    return [
        Bound("notice", "Notice", pdf("= Notice\nYou are invited.", "Notice"), leaves(1)),
        Bound("alpha", "The alpha report", pdf(report("alpha", "beta#beta-detail"), "Alpha"), leaves(2, 1)),
        Bound("beta", "Annex: beta", pdf(report("beta", "alpha"), "Beta"), leaves(2, 3), level=2),
        Bound("gamma", "Gamma", pdf("= Gamma\nThe end.", "Gamma"), leaves(1, 5)),
    ]


@pytest.fixture(scope="module")
def bound(parts, blank) -> bytes:
    return bind(parts, title="Agenda & papers", language="en-GB", claims=BOTH, fonts=FONTS, blank=blank)


@pytest.fixture
def pack(bound):
    with reopened(bound) as opened:
        yield opened


def bind_simply(*parts: Bound, claims: Claims = NEITHER, blank: bytes = b"") -> pikepdf.Pdf:
    return reopened(bind(parts, title="Pack", language="en-GB", claims=claims, fonts=FONTS, blank=blank))


def saved(opened: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def altered(content: bytes, change) -> bytes:
    with reopened(content) as opened:
        change(opened)
        return saved(opened)


# Nothing of the parts is lost


def test_headings_lists_tables_figures_and_notes_are_those_of_the_parts(parts, pack):
    whole = spoken(pack)
    starts = [n for n, each in enumerate(whole) if each.tag == "/Part" and each.depth == 1]
    assert whole[0].tag == "/Document"
    assert [whole[start].title for start in starts] == [part.title for part in parts]
    for part, start, end in zip(parts, starts, [*starts[1:], len(whole)], strict=True):
        with reopened(part.pdf) as opened:
            own = spoken(opened)[1:]
        found = [Spoken(each.depth - 1, *list(vars(each).values())[1:]) for each in whole[start + 1 : end]]
        assert found[: len(own)] == own
        assert [each.words for each in found[len(own) :]] == [
            "This page is intentionally left blank" for page, _ in part.leaves if page is None
        ]


def test_another_program_reads_the_same_structure(parts, bound, tmp_path):
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (poppler-utils) is not on this machine")

    def read(content: bytes, name: str) -> tuple[list[str], list[str]]:
        """Elements and texts in order, and attributes, which pdfinfo lists in no order."""
        (tmp_path / name).write_bytes(content)
        command = ["pdfinfo", "-struct-text", str(tmp_path / name)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        kept = [re.sub(r" <[^>]*>|\w+#|^ +|Object \d+ \d+", "", line) for line in lines]
        return [line for line in kept if line[:1] not in ("", "/")], sorted(line for line in kept if line[:1] == "/")

    whole, attributes = read(bound, "pack.pdf")
    expected, expected_attributes = ["Document"], []
    for part in parts:
        own, own_attributes = read(part.pdf, f"{part.id}.pdf")
        expected += [f'Part "{part.title}"', *own[1:]]
        expected_attributes += own_attributes
        if part.leaves[-1][0] is None:
            expected += ["P (block)", '"This page is intentionally left blank"']
    assert whole == expected
    assert attributes == sorted(expected_attributes)


def test_every_piece_of_every_page_leads_to_its_element_and_back(pack):
    tree = pikepdf.NumberTree(pack.Root.StructTreeRoot.ParentTree)
    keys = [int(page.obj.StructParents) for page in pack.pages]
    for page in pack.pages:
        for number, element in enumerate(tree[int(page.obj.StructParents)]):
            assert element.Pg.objgen == page.obj.objgen
            assert number in [int(kid) for kid in element.K if isinstance(kid, int)]
        for annotation in page.obj.get(Name.Annots, []):
            keys.append(int(annotation.StructParent))
            objects = [kid.Obj.objgen for kid in tree[keys[-1]].K if isinstance(kid, Dictionary) and "/Obj" in kid]
            assert annotation.objgen in objects
    assert sorted(keys) == sorted(tree.keys())
    assert max(keys) < int(pack.Root.StructTreeRoot.ParentTreeNextKey)


def test_ids_are_unique_and_a_cell_names_header_cells_of_its_own_part(pack):
    tree = pikepdf.NameTree(pack.Root.StructTreeRoot.IDTree)
    names = list(tree)
    assert len(names) == len(set(names))
    assert {"alpha", "alpha#U1x0y0", "beta#U1x0y0", "beta#Note 1"} <= set(names)
    headers = {
        str(header)
        for obj in pack.objects
        if isinstance(obj, Dictionary) and obj.get("/S") == "/TD"
        for attribute in obj.A
        for header in attribute.get("/Headers", [])
    }
    assert headers == {f"{part}#U1x{column}y0" for part in ("alpha", "beta") for column in (0, 1)}
    assert all(tree[header].S == "/TH" for header in headers)


def test_doing_the_ids_early_gives_the_same_pack(parts, bound, blank):
    def early(part: Bound) -> Bound:
        def change(opened):
            prefix_ids(opened, part.id)
            prefix_ids(opened, part.id)

        return Bound(part.id, part.title, altered(part.pdf, change), part.leaves, part.level)

    again = bind(
        [early(part) for part in parts],
        title="Agenda & papers",
        language="en-GB",
        claims=BOTH,
        fonts=FONTS,
        blank=blank,
    )
    with reopened(again) as one, reopened(bound) as other:
        assert spoken(one) == spoken(other)
        assert list(pikepdf.NameTree(one.Root.StructTreeRoot.IDTree)) == list(
            pikepdf.NameTree(other.Root.StructTreeRoot.IDTree)
        )


def test_the_same_parts_give_the_same_bytes(parts, bound, blank):
    again = bind(parts, title="Agenda & papers", language="en-GB", claims=BOTH, fonts=FONTS, blank=blank)
    assert again == bound
    assert pikepdf.__version__ in ENGINE


def test_the_pack_has_no_fault_that_we_can_see(bound):
    found = judge(bound, "pack.pdf")
    assert (found.pages, found.title) == (8, "Agenda & papers")
    assert found.accessible_faults == ()
    assert found.archival_faults == ()


# Links


def links(page) -> dict[str, Dictionary]:
    return {str(each.Contents): each for each in page.obj.Annots}


def test_a_link_to_another_part_goes_to_the_place_and_says_where(pack):
    to_beta = links(pack.pages[2])["Annex: beta"]
    assert "/A" not in to_beta
    assert place(pack, to_beta.Dest)[0].objgen == pack.pages[5].obj.objgen
    to_alpha = links(pack.pages[4])["The alpha report"]
    assert str(to_alpha.Dest) == "alpha"
    assert place(pack, to_alpha.Dest)[0].objgen == pack.pages[2].obj.objgen


def test_links_inside_a_part_and_to_the_web_are_kept(pack):
    inside = [each for each in pack.pages[4].obj.Annots if str(each.get("/Dest", "")) == "beta#beta-detail"]
    assert len(inside) == 1
    assert place(pack, inside[0].Dest)[0].objgen == pack.pages[5].obj.objgen
    web = [str(each.A.URI) for page in pack.pages for each in page.obj.get("/Annots", []) if "/A" in each]
    assert web == ["https://example.org/alpha", "https://example.org/beta"]


def test_a_link_to_a_later_page_survives(pack):
    footnote = links(pack.pages[3])["Footnote 1"]
    assert footnote.Dest[0].objgen == pack.pages[3].obj.objgen


@pytest.mark.parametrize("target", ["delta", "alpha#nowhere", "alpha-summary", ""])
def test_a_link_to_what_is_not_in_the_pack_is_refused_with_part_and_target(target):
    part = Bound("alpha", "Alpha", pdf(f'#link("pack:{target}")[x]'), leaves(1)[:1])
    with pytest.raises(BrokenLink, match=f"the part alpha refers to {target}, which is not in this pack") as refused:
        bind_simply(part)
    assert (refused.value.part, refused.value.target) == ("alpha", target)


def test_destinations_of_older_files_and_actions_are_carried():
    def older(opened):
        opened.Root.Dests = Dictionary({"/Old": Dictionary(D=Array([opened.pages[0].obj, Name.Fit]))})
        opened.pages[0].obj.Annots[0].A = Dictionary(S=Name.GoTo, D=Name.Old)

    part = Bound("a", "A", altered(pdf('#link("https://example.org")[x]'), older), leaves(1)[:1])
    with bind_simply(part) as pack:
        assert str(pack.pages[0].obj.Annots[0].A.D) == "a#Old"
        assert place(pack, pack.pages[0].obj.Annots[0].A.D)[0].objgen == pack.pages[0].obj.objgen


# Bookmarks, labels, folios


def test_bookmarks_are_the_parts_and_their_headings(pack):
    assert bookmarks(pack) == [
        (0, "Notice", 0),
        (0, "The alpha report", 2),
        (1, "0.1. Detail of alpha", 3),
        (1, "Annex: beta", 4),
        (2, "The beta report", 4),
        (3, "0.1. Detail of beta", 5),
        (0, "Gamma", 6),
    ]
    assert pack.Root.PageMode == "/UseOutlines"


def test_bookmarks_lead_where_those_of_the_part_led_or_are_left_out():
    def reaim(opened):
        first = opened.Root.Outlines.First
        first.Dest = pikepdf.String("here")
        first.First.A = Dictionary(S=Name.GoTo, D=first.First.Dest)
        del first.First.Dest
        del first.First.Next.Dest

    body = "= Top <here>\n== Second\n== Third\n@here"
    part = Bound("a", "A", altered(pdf('#set heading(numbering: "1.")\n' + body), reaim), leaves(1)[:1])
    with bind_simply(part) as pack:
        assert bookmarks(pack) == [(0, "A", 0), (1, "1. Top", 0), (2, "1.1. Second", 0)]


def test_a_part_may_stand_deeper_than_its_neighbour_allows(parts):
    deep = Bound("notice", "Notice", parts[0].pdf, leaves(1)[:1], level=3)
    with bind_simply(deep) as pack:
        assert bookmarks(pack) == [(0, "Notice", 0)]


def test_folios_are_printed_as_artifacts_and_shown_as_page_labels(pack):
    assert artifacts(pack) == ["", "", "Page 1", "Page 2", "Page 3", "Page 4", "Page 5", "Page 6"]
    assert [page.label for page in pack.pages] == ["i", "ii", "1", "2", "3", "4", "5", "6"]


def test_folios_of_an_amended_pack_are_printed_and_shown_too(parts, blank):
    front, alpha, beta, gamma = parts
    amended = [
        Bound("alpha", "Alpha", alpha.pdf, ((0, "28"), (1, "28a"))),
        Bound("beta", "Beta", beta.pdf, ((0, "28b"), (1, "29"))),
        Bound("notice", "Notice", front.pdf, ((0, ""), (None, ""))),
        Bound("gamma", "Gamma", gamma.pdf, ((0, ""),)),
    ]
    with bind_simply(*amended, blank=blank) as pack:
        assert artifacts(pack) == ["Page 28", "Page 28a", "Page 28b", "Page 29", "", "", ""]
        assert [page.label for page in pack.pages] == ["28", "28a", "28b", "29", "i", "ii", "iii"]


@pytest.mark.parametrize("folio", ["28A", "4-5", "é"])
def test_a_folio_is_digits_and_small_letters(parts, folio):
    with pytest.raises(ValueError, match=f"the folio 'Page {folio}' has"):
        bind_simply(Bound("notice", "Notice", parts[0].pdf, ((0, folio),)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90])
def test_a_folio_stands_at_the_foot_of_a_page_as_it_is_seen(parts, turn):
    def rotate(opened):
        opened.pages[0].obj.Rotate = turn

    part = Bound("notice", "Notice", altered(parts[0].pdf, rotate), ((0, "1"),))
    with bind_simply(part) as pack:
        placed = re.findall(rb"([-\d. ]+) Tm <", pack.pages[0].obj.Contents[-1].read_bytes())[0]
        a, b, _, _, x, y = map(float, placed.split())
        left, low, right, high = map(float, pack.pages[0].mediabox)
    foot = {0: y - low, 90: right - x, 180: high - y, 270: x - left}[turn % 360]
    middle = {0: x - left, 90: y - low, 180: right - x, 270: high - y}[turn % 360]
    across = (high - low) if turn % 180 else (right - left)
    assert foot == pytest.approx(22, abs=0.01)
    assert across / 2 - 20 < middle < across / 2
    assert (a, b) == {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn % 360]


# Blank leaves


def test_blank_leaves_may_stand_anywhere_and_share_their_content(blank):
    two = pdf("= One\n#pagebreak()\nTwo")
    spread = Bound("a", "A", two, ((0, "1"), (None, "2"), (1, "3"), (None, "4"), (None, "5")))
    with bind_simply(spread, Bound("b", "B", two, ((0, "6"), (1, "7"))), blank=blank, claims=BOTH) as pack:
        assert artifacts(pack) == [f"Page {n}" for n in range(1, 8)]
        said = [each.words for each in spoken(pack) if each.words]
        assert said == ["One", "Two", *["This page is intentionally left blank"] * 3, "One", "Two"]
        contents = {pack.pages[n].obj.Contents[1].objgen for n in (1, 3, 4)}
        assert len(contents) == 1
        assert judge(saved(pack), "pack.pdf").accessible_faults == ()


def test_the_leaves_must_fit_the_pages_and_the_blank_must_be_given(parts, blank):
    notice = parts[0].pdf
    for wrong in ((), ((None, ""),), ((1, ""),), ((0, ""), (0, "")), ((0, ""), (1, ""))):
        with pytest.raises(ValueError, match="the leaves of notice do not name its 1 pages once each"):
            bind_simply(Bound("notice", "Notice", notice, wrong), blank=blank)
    wanting = Bound("notice", "Notice", notice, ((0, ""), (None, "")))
    with pytest.raises(ValueError, match="none was given"):
        bind_simply(wanting)
    for wrong_blank in (pdf("x", standards=()), pdf("x #pagebreak() y")):
        with pytest.raises(ValueError, match="one tagged page"):
            bind_simply(wanting, blank=wrong_blank)


# Parts from elsewhere


@pytest.fixture(scope="module")
def foreign() -> Bound:
    return Bound("foreign", "A scan", pdf(WORD_LIKE, "Scan", standards=()), ((0, "7"), (1, "8")))


def test_an_untagged_part_is_bound_and_the_rest_stays_tagged(parts, foreign, blank, bound):
    with bind_simply(*parts, foreign, blank=blank) as pack, reopened(bound) as without:
        whole = spoken(pack)
        assert whole[: len(spoken(without))] == spoken(without)
        assert [each.tag for each in whole[len(spoken(without)) :]] == ["/Part", "/P", "/P"]
        assert artifacts(pack)[-2:] == ["Page 7", "Page 8"]
        assert bool(pack.Root.MarkInfo.Suspects)
        assert b"Page Do" in pack.pages[-1].obj.Contents[1].read_bytes()
        assert b"TJ" in pack.pages[-1].obj.Resources.XObject.Page.read_bytes()
        assert "It does not say that it meets PDF/UA-1." in judge(saved(pack), "pack.pdf").accessible_faults


def test_an_untagged_part_forbids_the_claims(foreign):
    for claims in (BOTH, Claims(ua=True, a=False), Claims(ua=False, a=True)):
        with pytest.raises(ValueError, match="untagged parts \\(foreign\\) may claim neither"):
            bind_simply(foreign, claims=claims)


def test_untagged_pages_may_be_empty_and_have_links(blank):
    def change(opened):
        del opened.pages[0].obj.Contents
        opened.pages[1].obj.Annots[0].StructParent = 99

    body = 'One #pagebreak() #link("https://example.org")[two]'
    part = Bound("a", "A", altered(pdf(body, standards=()), change), leaves(2))
    with bind_simply(part) as pack:
        assert "/StructParent" not in pack.pages[1].obj.Annots[0]
        assert len(pack.pages) == 2


def test_a_part_with_files_inside_is_refused(parts):
    def attach(opened):
        opened.attachments["a.txt"] = b"x"

    with pytest.raises(Attached, match="the part notice carries other files inside"):
        bind_simply(Bound("notice", "Notice", altered(parts[0].pdf, attach), leaves(1)[:1]))


def test_a_tag_or_class_that_means_something_else_elsewhere_gets_a_name_of_its_own():
    def roles(meaning, classes):
        def change(opened):
            root = opened.Root.StructTreeRoot
            root.RoleMap = Dictionary({"/Odd": Name(meaning)})
            root.ClassMap = Dictionary({"/Wide": Dictionary(O=Name.Layout, Width=classes)})
            kids = root.K[0].K
            kids[0].S, kids[0].C = Name.Odd, Name.Wide
            kids[1].C = Array([Name.Wide, 0])

        return change

    content = pdf("= Head\nText")
    made = [
        Bound(name, name, altered(content, roles(meaning, width)), leaves(1)[:1])
        for name, meaning, width in (("a", "/H1", 1), ("b", "/H1", 1), ("c", "/P", 2))
    ]
    with bind_simply(*made) as pack:
        root = pack.Root.StructTreeRoot
        assert dict(root.RoleMap) == {"/Odd": Name.H1, "/Odd-c": Name.P}
        assert {name: int(each.Width) for name, each in root.ClassMap.items()} == {"/Wide": 1, "/Wide-c": 2}
        heads = [part.K[0] for part in root.K[0].K]
        assert [(str(head.S), str(head.C)) for head in heads] == [
            ("/Odd", "/Wide"), ("/Odd", "/Wide"), ("/Odd-c", "/Wide-c"),
        ]  # fmt: skip
        assert list(root.K[0].K[2].K[1].C) == [Name("/Wide-c"), 0]


def test_trees_without_a_document_element_are_given_a_part():
    def flatten(opened):
        root = opened.Root.StructTreeRoot
        root.K = root.K[0].K
        for each in root.K:
            each.P = root

    def single(opened):
        root = opened.Root.StructTreeRoot
        root.K = root.K[0]
        root.K.S, root.K.ID = Name.Sect, "own"
        del root.ParentTreeNextKey

    content = pdf("= Head\nText")
    made = [
        Bound(name, name, altered(content, change), leaves(1)[:1]) for name, change in (("a", flatten), ("b", single))
    ]
    with bind_simply(*made) as pack:
        assert [(each.depth, each.tag) for each in spoken(pack)] == [
            (0, "/Document"), (1, "/Part"), (2, "/H1"), (2, "/P"), (1, "/Part"), (2, "/Sect"), (3, "/H1"), (3, "/P"),
        ]  # fmt: skip
        assert {"a", "b", "b#own"} <= set(pikepdf.NameTree(pack.Root.StructTreeRoot.IDTree))


def test_a_part_keeps_a_language_of_its_own():
    def welsh(opened):
        opened.Root.Lang = "cy"

    content = pdf("Croeso")
    with bind_simply(
        Bound("a", "A", content, leaves(1)[:1]), Bound("b", "B", altered(content, welsh), leaves(1)[:1])
    ) as pack:
        english, welsh_part = pack.Root.StructTreeRoot.K[0].K
        assert "/Lang" not in english
        assert str(welsh_part.Lang) == "cy"
        assert str(pack.Root.Lang) == "en-GB"


def test_tagged_content_of_forms_keeps_its_element():
    def form(opened):
        tree = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
        element = opened.Root.StructTreeRoot.K[0].K[0]
        tree[7] = Array([element])
        made = opened.make_stream(b"/P <</MCID 0>> BDC EMC", Type=Name.XObject, Subtype=Name.Form, StructParents=7)
        opened.pages[0].add_resource(made, Name.XObject, Name.Form)

    content = altered(pdf("= Head"), form)
    with bind_simply(Bound("a", "A", content, leaves(1)[:1]), Bound("b", "B", content, leaves(1)[:1])) as pack:
        tree = pikepdf.NumberTree(pack.Root.StructTreeRoot.ParentTree)
        for page, part in zip(pack.pages, pack.Root.StructTreeRoot.K[0].K, strict=True):
            found = tree[int(page.resources.XObject.Form.StructParents)]
            assert found[0].objgen == part.K[0].objgen


def test_layers_that_a_part_hides_stay_hidden():
    def hide(opened):
        layer = opened.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
        opened.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[layer]))
        opened.pages[0].add_resource(layer, Name.Properties, Name.Layer)

    with bind_simply(Bound("a", "A", altered(pdf("x"), hide), leaves(1)[:1])) as pack:
        assert [str(each.Name) for each in pack.Root.OCProperties.D.OFF] == ["Draft"]


# What the pack says of itself


@pytest.mark.parametrize(("ua", "a"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_metadata_claims_what_the_caller_claims(parts, ua, a):
    with bind_simply(Bound("notice", "Notice", parts[0].pdf, leaves(1)[:1]), claims=Claims(ua, a)) as pack:
        with pack.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == ("1" if ua else None)
            assert (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) == (
                ("2", "A") if a else (None, None)
            )
            assert metadata["dc:title"] == "Pack"
            assert metadata["dc:language"] == {"en-GB"}
        assert str(pack.docinfo.Title) == "Pack"
        assert bool(pack.Root.ViewerPreferences.DisplayDocTitle)
        assert "/CreationDate" not in pack.docinfo


def test_an_archive_needs_to_know_the_colours(parts):
    def colourless(opened):
        del opened.Root.OutputIntents

    part = Bound("notice", "Notice", altered(parts[0].pdf, colourless), leaves(1)[:1])
    with pytest.raises(ValueError, match="without an output intent"):
        bind_simply(part, claims=BOTH)


def test_a_title_may_hold_any_character(parts):
    title = "Œuvre <b> & “papers” – 100 %"
    notice = Bound("notice", title, parts[0].pdf, leaves(1)[:1])
    made = bind([notice], title=title, language="en-GB", claims=BOTH, fonts=FONTS)
    assert judge(made, "x").title == title
    with reopened(made) as pack:
        assert bookmarks(pack)[0][1] == title


def test_parts_are_needed_and_differ_in_their_ids(parts):
    with pytest.raises(ValueError, match="at least one part"):
        bind_simply()
    notice = Bound("notice", "Notice", parts[0].pdf, leaves(1)[:1])
    with pytest.raises(ValueError, match="the same id"):
        bind_simply(notice, notice)
