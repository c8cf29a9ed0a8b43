import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.typeset.parts import pdf, report

from folkmoot.adapters.typeset.pages import digests

PARAGRAPHS = [
    "Alpha bravo (charlie).",
    "Wyoming jackdaw \\\\ quiz, 12 %.",
    "Ŵŷ fi ffl Caomhánaigh – “x”.",
    "Zebra #strong[ox].",
]


def pages(*texts: str) -> tuple[str, ...]:
    return digests(pdf("#pagebreak()\n".join(f"{text}\n\n" for text in texts)))


def test_the_same_input_gives_the_same_digests():
    assert digests(pdf(report("alpha", "beta#x"))) == digests(pdf(report("alpha", "beta#x")))


def test_each_page_has_a_digest_of_its_own():
    found = pages(*PARAGRAPHS)
    assert len(found) == len(set(found)) == 4


def test_pages_that_show_the_same_have_the_same_digest():
    one, _, three = pages("Blank", "Other", "Blank")
    assert one == three


@settings(max_examples=15, deadline=None)
@given(st.permutations(PARAGRAPHS), st.text("abcdefgxyzQWK ", min_size=1, max_size=30))
def test_a_page_keeps_its_digest_when_only_other_pages_change(texts, new):
    """The fonts are cut to what a part uses, so another first page gives every glyph of the others a new code."""
    before = pages(*texts)
    after = pages(f"New {new}", *texts[1:])
    assert after[1:] == before[1:]
    assert after[0] != before[0]


def test_a_page_keeps_its_digest_in_another_place():
    assert pages(PARAGRAPHS[0], PARAGRAPHS[1])[1] == pages(PARAGRAPHS[1])[0]


def test_every_visible_or_spoken_difference_changes_the_digest():
    shape = "<rect width='9' height='9' fill='{colour}'/>"
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{shape}</svg>"
    figure = f'#figure(alt: "{{alt}}", image(bytes("{drawing}"), width: {{width}}cm))'
    variants = [
        "Word",
        "word",
        "#emph[Word]",
        "#text(fill: red)[Word]",
        "#h(1pt)Word",
        "#text(size: 12pt)[Word]",
        "= Word",
        '#link("https://example.org/a")[Word]',
        '#link("https://example.org/b")[Word]',
        figure.format(alt="A", width=2, colour="red"),
        figure.format(alt="B", width=2, colour="red"),
        figure.format(alt="A", width=3, colour="red"),
        figure.format(alt="A", width=2, colour="blue"),
    ]
    assert len({pages(variant) for variant in variants}) == len(variants)


def test_size_and_turning_of_a_page_belong_to_what_it_shows(tmp_path):
    content = pdf("Word")
    found = {digests(content)}
    for key, value in (("/Rotate", 90), ("/CropBox", [0, 0, 100, 100]), ("/MediaBox", [0, 0, 200, 200])):
        with pikepdf.open(_file(tmp_path, content)) as opened:
            opened.pages[0].obj[key] = value
            opened.save(tmp_path / "changed.pdf")
        found.add(digests((tmp_path / "changed.pdf").read_bytes()))
    assert len(found) == 4


def test_saving_a_file_otherwise_changes_no_digest(tmp_path):
    content = pdf(report("alpha", "beta#x"))
    with pikepdf.open(_file(tmp_path, content)) as opened:
        opened.save(tmp_path / "saved.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    assert digests((tmp_path / "saved.pdf").read_bytes()) == digests(content)


def test_pages_without_tags_content_or_known_fonts_have_digests_too(tmp_path):
    made = pikepdf.new()
    made.add_blank_page()
    made.add_blank_page()
    made.pages[1].contents_add(b"BT /F1 12 Tf (x) Tj ET q /X Do Q")
    form = made.make_stream(b"BT (y) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Self=form))
    made.pages[1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=made.make_indirect(form)))
    made.save(tmp_path / "made.pdf")
    found = digests((tmp_path / "made.pdf").read_bytes())
    assert len(set(found)) == 2


def _file(folder, content):
    path = folder / "content.pdf"
    path.write_bytes(content)
    return path
