"""Words are planted in each place where a PDF can keep them, and seen there."""

import io
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Operator, String
from tests.adapters.typeset.parts import pdf, report

from folkmoot.adapters.typeset.leaks import Leak, find

SECRET = "Quibbleton Foundation"
ANOTHER = "Caomhánaigh and Sons"


@pytest.fixture(scope="module")
def clean() -> bytes:
    return pdf(report("alpha", "beta#x"))


@pytest.fixture
def opened(clean):
    with pikepdf.open(io.BytesIO(clean)) as opened:
        yield opened


def saved(opened, **options) -> bytes:
    target = io.BytesIO()
    opened.save(target, fix_metadata_version=False, **options)
    return target.getvalue()


def where(content: bytes, *words: str) -> str:
    return "\n".join(leak.where for leak in find(content, words or (SECRET,)))


def test_a_clean_file_has_no_leak(clean):
    assert find(clean, [SECRET, ANOTHER, "Part II"]) == ()


@pytest.mark.parametrize("words", ["", "  ", "–"])
def test_words_without_a_letter_cannot_be_looked_for(clean, words):
    with pytest.raises(ValueError, match="no letter or digit"):
        find(clean, [words])


@pytest.mark.parametrize(
    "body",
    [
        f"Before {SECRET} after.",
        f"{SECRET.upper()}.",
        "#set par(justify: true)\nBefore Quibbleton\\ Foundation after.",
        "#box(width: 2.2cm)[#set text(hyphenate: true); the Quibble-?ton Foundation]",
        "Quibble-\\\nton Foundation",
        f"#text(tracking: 3pt)[{SECRET}]",
        "#table(columns: 2, table.header[Quibbleton][Foundation], [a], [b])",
        f"#figure(alt: \"{SECRET}\", image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\")))",
        f'#link("https://example.org/quibbleton%20foundation")[there] #metadata("{SECRET}") = {SECRET}',
    ],
)
def test_words_that_a_part_shows_are_found(body):
    assert find(pdf(body), [SECRET])


def test_the_page_is_named(clean):
    body = f"One #pagebreak() Two {SECRET} and {ANOTHER}"
    assert find(pdf(body), [SECRET, ANOTHER, "Nothing"])[:2] == (
        Leak("page 2, text of the page", SECRET),
        Leak("page 2, text of the page", ANOTHER),
    )


@pytest.mark.parametrize(
    "operators",
    [
        b"BT /F 9 Tf [(Quib) -80 (ble) 20 (ton) -300 (Fo) 3 (undation)] TJ ET",
        b"BT /F 9 Tf (Quibble-) Tj 0 -12 Td (ton) ' 1 2 (Foundation) \" ET",
        b"BT /F 9 Tf (Q\\165ibbleton) Tj <466F756E646174696F6E> Tj ET",
        b"/Span <</ActualText <FEFF0051007500690062> /E (bleton Foundation)>> BDC EMC",
    ],
)
def test_words_split_over_strings_and_lines_are_found(opened, operators):
    opened.pages[0].contents_add(operators)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    opened.pages[0].add_resource(font, Name.Font, Name.F)
    assert "page 1, text of the page" in where(saved(opened))


def test_words_are_read_through_the_maps_and_encodings_of_fonts(opened):
    differences = Array([81, *[Name("/" + name) for name in ("u", "b", "uni006C", "fi")]])
    wide = opened.make_stream(
        b"1 begincodespacerange <000000> <FFFFFF> endcodespacerange 1 beginbfrange <000051> <000053> <0051> endbfrange "
        b"1 beginbfchar <000001> <00750069> endbfchar "
        b"2 beginbfrange <000002> <000003> [<0062> <0063>] <000009> <000009> <> endbfrange"
    )
    fonts = {
        Name.A: Dictionary(Subtype=Name.Type1, Encoding=Dictionary(Differences=differences)),
        Name.B: Dictionary(Subtype=Name.Type0, ToUnicode=wide),
        Name.C: Dictionary(Subtype=Name.TrueType, Encoding=Name.MacRomanEncoding),
        Name.D: Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H")),
    }
    for name, font in fonts.items():
        opened.pages[0].add_resource(font, Name.Font, name)
    opened.pages[0].contents_add(
        b"BT /B 9 Tf <000051000001000002> Tj /A 9 Tf (RSTeQ \x8a) Tj /D 9 Tf <00410042> Tj /C 9 Tf (\x87) Tj ET"
    )
    found = where(saved(opened), "Quibblfieu")
    assert "page 1, text of the page" in found
    assert "page 1, text of the page" in where(saved(opened), "á")


def plant_title(opened):
    opened.docinfo[Name.Title] = SECRET


def plant_careless_title(opened):
    opened.docinfo[Name.Keywords] = String(b"by " + SECRET.encode())


def plant_metadata(opened):
    with opened.open_metadata() as metadata:
        metadata["dc:description"] = SECRET


def plant_marked_up_metadata(opened):
    metadata = opened.Root.Metadata.read_bytes()
    opened.Root.Metadata.write(metadata.replace(b"A part", b"Quibble<!-- here -->ton&#x20;Foundation"))


def plant_bookmark(opened):
    with opened.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def plant_destination(opened):
    tree = pikepdf.NameTree(opened.Root.Names.Dests)
    tree[SECRET] = Array([opened.pages[0].obj, Name.Fit])


def plant_old_destination(opened):
    opened.Root.Dests = Dictionary({"/quibbleton-foundation": Array([opened.pages[0].obj, Name.Fit])})


def plant_attachment(opened):
    opened.attachments["a.txt"] = SECRET.encode("utf-16")


def plant_attachment_name(opened):
    opened.attachments[f"{SECRET}.txt"] = b"x"


def plant_word_file(opened):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "<w:t>Quibbleton</w:t><w:t> Foundation</w:t>")
    opened.attachments["a.docx"] = archive.getvalue()


def plant_attached_pdf(opened):
    opened.attachments["a.pdf"] = pdf(f"See {SECRET}")


def plant_form_field(opened):
    field = opened.make_indirect(Dictionary(FT=Name.Tx, T="field", V=SECRET))
    opened.Root.AcroForm = Dictionary(Fields=[field])


def plant_script(opened):
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=opened.make_stream(f"say('{SECRET}')".encode()))


def plant_page_label(opened):
    opened.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=SECRET)])


def plant_structure(key):
    def plant(opened):
        opened.Root.StructTreeRoot.K[0][Name(key)] = SECRET

    return plant


def plant_annotation(opened):
    opened.pages[0].obj.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=SECRET, Rect=[0] * 4))


def plant_appearance(opened):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1)
    form = opened.make_stream(b"BT /F 9 Tf [(Quibb) 1 (leton Foundation)] TJ ET", Type=Name.XObject, Subtype=Name.Form)
    form.Resources = Dictionary(Font=Dictionary(F=font))
    opened.pages[0].obj.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0] * 4, AP={"/N": form}))


def plant_unused_form(opened):
    form = opened.make_stream(b"BT (Quibb) Tj (leton Foundation) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    opened.Root.PieceInfo = Dictionary(Kept=form)


def plant_picture_data(opened):
    opened.Root.Kept = opened.make_stream(b"\xff\xd8" + SECRET.encode(), Filter=Name.DCTDecode, Type=Name.XObject)


def plant_optional_content(opened):
    opened.Root.OCProperties = Dictionary(OCGs=[opened.make_indirect(Dictionary(Type=Name.OCG, Name=SECRET))])


def plant_private_entry(opened):
    opened.Root["/Private"] = Array([Array([Dictionary(Deep=Array([String(SECRET.encode("utf-16"))]))])])


def plant_unlisted_object(opened):
    opened.trailer["/Kept"] = Dictionary(Words=SECRET)


PLANTS = [
    plant_title, plant_careless_title, plant_metadata, plant_marked_up_metadata, plant_bookmark, plant_destination,
    plant_old_destination, plant_attachment, plant_attachment_name, plant_word_file, plant_attached_pdf,
    plant_form_field, plant_script, plant_page_label, plant_structure("/Alt"), plant_structure("/ActualText"),
    plant_structure("/T"), plant_structure("/E"), plant_annotation, plant_appearance, plant_unused_form,
    plant_picture_data, plant_optional_content, plant_private_entry, plant_unlisted_object,
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_words_planted_anywhere_are_found(opened, plant, packed):
    plant(opened)
    modes = pikepdf.ObjectStreamMode
    content = saved(opened, object_stream_mode=modes.generate if packed else modes.disable, recompress_flate=packed)
    assert where(content)


def test_what_an_earlier_revision_of_the_file_said_is_found(clean):
    compressed = io.BytesIO()
    with pikepdf.new() as made:
        made.Root.Kept = made.make_stream(f"the {SECRET}".encode())
        made.save(compressed, compress_streams=True)
    assert "of the file" in where(clean + b"\n% " + SECRET.encode())
    assert "decompressed" in where(compressed.getvalue().partition(b"xref")[0] + clean)


def test_a_page_that_was_taken_out_but_kept_in_the_file_is_found(opened):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1)
    opened.pages[1].obj.Resources = Dictionary(Font=Dictionary(F=font))
    opened.pages[1].contents_add(pikepdf.unparse_content_stream([
        ([Name.F, 9], Operator("Tf")), ([Array([String("Quibble"), 5, String("ton Foundation")])], Operator("TJ")),
    ]))  # fmt: skip
    opened.Root.Kept = opened.pages[1].obj
    del opened.pages[1]
    assert "text not used on any page" in where(saved(opened))
