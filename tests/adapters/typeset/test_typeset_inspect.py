import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.adapters.typeset.parts import pdf, report

from folkmoot.adapters.typeset.inspect import Unreadable, Unsafe, judge
from folkmoot.adapters.typeset.tags import elements

DRAWING = (
    "image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\"))"
)


@pytest.fixture(scope="module")
def good() -> bytes:
    return pdf(report("alpha", "beta#x"), title="Alpha")


@pytest.fixture
def opened(good):
    with pikepdf.open(io.BytesIO(good)) as opened:
        yield opened


def saved(opened, **options) -> bytes:
    target = io.BytesIO()
    opened.save(target, fix_metadata_version=False, **options)
    return target.getvalue()


def test_a_part_of_ours_has_no_fault(good):
    found = judge(good, "alpha.pdf")
    assert (found.pages, found.title, found.tagged) == (2, "Alpha", True)
    assert found.accessible_faults == ()
    assert found.archival_faults == ()


def test_an_untagged_file_is_taken_and_its_faults_are_named():
    found = judge(pdf("Words", standards=()), "plain.pdf")
    assert not found.tagged
    assert found.accessible_faults[0].startswith("It has no tags")
    assert "It does not say that it meets PDF/UA-1." in found.accessible_faults
    assert "It does not say that it meets PDF/A-2a." in found.archival_faults


# What cannot be taken


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 a Word file"])
def test_another_kind_of_file_is_refused_with_its_name(content):
    with pytest.raises(Unreadable, match="plan.docx is not a PDF; save or export it as PDF"):
        judge(content, "plan.docx")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_is_refused(good, share):
    with pytest.raises(Unreadable, match="alpha.pdf is damaged or cut short"):
        judge(good[: int(len(good) * share)], "alpha.pdf")


def test_a_file_with_a_spoilt_stream_is_refused(good):
    at = good.index(b"stream", len(good) // 3) + 20
    with pytest.raises(Unreadable, match="damaged"):
        judge(good[:at] + b"spoilt" * 9 + good[at + 54 :], "alpha.pdf")


def test_a_locked_file_is_refused(opened):
    for user in ("", "secret"):
        locked = saved(opened, encryption=pikepdf.Encryption(owner="owner", user=user))
        with pytest.raises(Unreadable, match="locked with a password or permissions"):
            judge(locked, "alpha.pdf")


def test_a_file_without_pages_is_refused():
    with pytest.raises(Unreadable, match="has no pages"):
        judge(saved(pikepdf.new()), "empty.pdf")


def test_limits_of_size_and_pages_are_arguments(good):
    with pytest.raises(Unreadable, match="more than the 0 allowed; reduce the resolution"):
        judge(good, "alpha.pdf", most_bytes=1000)
    with pytest.raises(Unreadable, match="has 2 pages, more than the 1 allowed"):
        judge(good, "alpha.pdf", most_pages=1)
    with pytest.raises(Unreadable, match="unpacks to more than"):
        judge(good, "alpha.pdf", most_unpacked=2000)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_before_it_is_unpacked(good):
    packer = zlib.compressobj()
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(64)) + packer.flush()
    with pytest.raises(Unreadable, match="unpacks to more than 32 MiB"):
        judge(good + b"stream\n" + bomb + b"endstream", "bomb.pdf", most_unpacked=2**25)


def open_script(opened):
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def named_script(opened):
    opened.Root.Names.JavaScript = Dictionary(Names=Array([]))


def launch(opened):
    opened.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="calc.exe"))


def chained_action(opened):
    opened.Root.OpenAction = Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.SubmitForm)]))


def other_file(opened):
    opened.pages[0].obj.Annots[0].A = Dictionary(S=Name.GoToR, F="other.pdf")


def attachment(opened):
    opened.attachments["a.txt"] = b"x"


def form(opened):
    field = opened.make_indirect(Dictionary(FT=Name.Tx, T="a"))
    opened.Root.AcroForm = Dictionary(Fields=[field])


def dynamic_form(opened):
    opened.Root.AcroForm = Dictionary(XFA="x")


def film(opened):
    opened.pages[0].obj.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.RichMedia))


def outside_stream(opened):
    opened.Root.Kept = opened.make_stream(b"", F="http://example.org/x")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (open_script, "runs a script"),
        (named_script, "runs a script"),
        (launch, "starts something .*Launch"),
        (chained_action, "starts something .*SubmitForm"),
        (other_file, "starts something .*GoToR"),
        (attachment, "carries other files"),
        (form, "is a form to be filled in"),
        (dynamic_form, "is a form to be filled in"),
        (film, "plays sound, film"),
        (outside_stream, "takes part of its content from another file"),
    ],
)
def test_a_file_that_does_more_than_be_read_is_refused(opened, change, reason):
    change(opened)
    with pytest.raises(Unsafe, match=f"alpha.pdf {reason}.*print it to a new PDF"):
        judge(saved(opened), "alpha.pdf")


# What a reader who hears it would miss


def no_marks(opened):
    opened.Root.MarkInfo.Marked = False


def no_language(opened):
    del opened.Root.Lang


def no_shown_title(opened):
    del opened.Root.ViewerPreferences


def no_title(opened):
    del opened.docinfo[Name.Title]
    opened.Root.Metadata.write(opened.Root.Metadata.read_bytes().replace(b">Alpha<", b"> <"))


def no_claim(opened):
    opened.Root.Metadata.write(opened.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1", b"<pdfuaid:part>0"))


def strange_tag(opened):
    next(elements(opened.Root.StructTreeRoot)).dictionary.S = Name.Shape


def endless_roles(opened):
    opened.Root.StructTreeRoot.RoleMap = Dictionary({"/Odd": Name.Strange, "/Strange": Name.Odd})
    next(elements(opened.Root.StructTreeRoot)).dictionary.S = Name.Odd


def without(tag, *keys):
    def change(opened):
        for element in elements(opened.Root.StructTreeRoot):
            if element.tag == tag:
                for key in keys:
                    del element.dictionary[key]

    return change


def retagged(old, new):
    def change(opened):
        for element in elements(opened.Root.StructTreeRoot):
            if element.tag == old:
                element.dictionary.S = Name(new)

    return change


def loose_text(opened):
    opened.pages[1].contents_add(b"q 0 0 m 9 9 l S Q")


def loose_form(opened):
    opened.pages[1].add_resource(opened.make_stream(b"", Subtype=Name.Form), Name.XObject, Name.Loose)
    opened.pages[1].contents_add(b"/Loose Do")


def lost_parents(opened):
    del opened.pages[0].obj.StructParents


def no_parent_tree(opened):
    del opened.Root.StructTreeRoot.ParentTree


def untagged_link(opened):
    del opened.pages[0].obj.Annots[0].StructParent


def wordless_link(opened):
    del opened.pages[0].obj.Annots[0].Contents


def no_tab_order(opened):
    del opened.pages[0].obj.Tabs


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (no_marks, "It does not say that its tags are complete."),
        (no_language, "It does not say which language it is in."),
        (no_shown_title, "It shows its file name instead of its title."),
        (no_title, "It has no title in its properties."),
        (no_claim, "It does not say that it meets PDF/UA-1."),
        (strange_tag, "It uses tags that no reader knows: Shape."),
        (endless_roles, "It uses tags that no reader knows: Odd."),
        (without("/Figure", "/Alt"), "1 picture has no alternative text."),
        (retagged("/TH", "/TD"), "1 table has no header cells."),
        (retagged("/H1", "/H3"), "Its headings skip a level."),
        (loose_text, "Page 2 has content that is neither tagged nor set aside."),
        (loose_form, "Page 2 has content that is neither tagged nor set aside."),
        (lost_parents, "The tags of page 1 do not lead to its content."),
        (no_parent_tree, "The tags of page 1 do not lead to its content."),
        (untagged_link, "A link or note on page 1 has no tag."),
        (wordless_link, "A link on page 1 does not say in words where it leads."),
        (no_tab_order, "The tab key does not follow the reading order on page 1."),
    ],
)
def test_each_fault_of_access_is_named(opened, change, fault):
    change(opened)
    assert fault in judge(saved(opened), "alpha.pdf").accessible_faults


def test_what_is_set_aside_hidden_or_tagged_inside_is_no_fault(opened):
    page = opened.pages[1]
    form = opened.make_stream(b"", Subtype=Name.Form, StructParents=0)
    page.add_resource(form, Name.XObject, Name.Marked)
    page.add_resource(Dictionary(Type=Name.Pagination), Name.Properties, Name.Aside)
    page.contents_add(b"/Artifact /Aside BDC 0 0 m 9 9 l S EMC /Artifact BMC n EMC /Marked Do EMC")
    page.obj.Annots.append(Dictionary(Subtype=Name.Popup))
    assert judge(saved(opened), "alpha.pdf").accessible_faults == ()


def test_tables_and_pictures_are_counted():
    body = f'#table(columns: 1, [a]) #table(columns: 1, [b]) #figure(alt: "x", {DRAWING}) #figure(alt: "y", {DRAWING})'
    with pikepdf.open(io.BytesIO(pdf(body))) as opened:
        without("/Figure", "/Alt")(opened)
        found = judge(saved(opened), "counted.pdf").accessible_faults
    assert "2 pictures have no alternative text." in found
    assert "2 tables have no header cells." in found


# What an archive would miss


def test_fonts_must_be_in_the_file_and_explained(opened):
    simple = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    wide = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Arial"))
    opened.pages[0].add_resource(simple, Name.Font, Name.S)
    opened.pages[0].add_resource(wide, Name.Font, Name.W)
    found = judge(saved(opened), "alpha.pdf")
    for faults in (found.accessible_faults, found.archival_faults):
        assert "It does not embed its fonts: Helvetica." in faults
        assert "Its text cannot be read out or searched, for want of a character map: Arial." in faults


def test_colours_compression_and_notes_are_looked_at(opened):
    opened.Root.OutputIntents[0].DestOutputProfile.N = 4
    opened.pages[1].obj.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Text))
    opened.Root.Kept = opened.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode)
    kept = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    found = judge(saved(opened, **kept), "alpha.pdf").archival_faults
    assert "Its colours are meant for a printing press, not for the screen (output intent)." in found
    assert "It is compressed in a way that an archive may not use (LZW)." in found
    assert "A note on page 2 has no fixed appearance." in found


def test_the_reference_documents_of_other_programs_can_be_judged(good):
    """A tree with kids that are no elements, and elements met twice, ends."""
    with pikepdf.open(io.BytesIO(good)) as opened:
        first = opened.Root.StructTreeRoot.K[0]
        first.K.append(first)
        opened.Root.StructTreeRoot.K = first
        assert judge(saved(opened), "alpha.pdf").tagged
