import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from tests.methods.document.generated import documents

from folkmoot.methods.document import inline, model, wire

SMALL = model.Document(
    "report",
    model.PartKind.REPORT,
    "A report",
    (model.Section("s1", "Summary", (model.Paragraph("p1", inline.parse("One **word**"), 1),)),),
    dated=date(2021, 11, 11),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(documents())
def test_whatever_a_document_holds_comes_back(document):
    text = wire.dump(document)
    assert wire.load(text) == document
    assert wire.dump(wire.load(text)) == text


def test_a_document_is_frozen_as_one_line_with_its_keys_in_order_and_its_letters_as_they_are():
    source = model.Source("A pack")
    table = model.Table("t1", "Ynys Môn", (model.Column("Age"),), (("0",), ("1",)), source, totals=frozenset({1, 0}))
    document = model.Document("d", model.PartKind.ANNEX, "Môn", (model.Section("s1", "", (table,)),))
    text = (
        '{"document":{"id":"d","kind":"annex","sections":[{"blocks":[{"caption":"Ynys Môn",'
        '"columns":[{"label":"Age","type":"Column"}],"id":"t1","rows":[["0"],["1"]],'
        '"source":{"text":"A pack","type":"Source"},"totals":[0,1],"type":"Table"}],'
        '"id":"s1","title":"","type":"Section"}],"title":"Môn","type":"Document"},"format":"folkmoot-document-1"}'
    )
    assert wire.dump(document) == text
    assert wire.load(text) == document


def test_what_is_at_its_default_is_left_out_so_that_frozen_bytes_outlive_new_fields():
    frozen = json.loads(wire.dump(SMALL))["document"]
    assert sorted(frozen) == ["dated", "id", "kind", "sections", "title", "type"]


def changed(**fields) -> str:
    frozen = json.loads(wire.dump(SMALL))
    frozen["document"] |= fields
    return json.dumps(frozen)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "must be JSON"),
        ("[" * 100_000, "must be JSON"),
        ("[]", "its format is folkmoot-document-1"),
        ('{"format": "another"}', "its format is folkmoot-document-1"),
        ('{"format": "folkmoot-document-1"}', "document should be a Document"),
        (changed(title=1), "document.title should be str, not int"),
        (changed(colour="red"), "document has no field 'colour'"),
        (changed(kind="novel"), "document.kind: 'novel' is not a valid PartKind"),
        (changed(dated="11 November"), "document.dated: "),
        (changed(dated=1), "document.dated should be str, not int"),
        (changed(dated=None), "document.dated should be str, not NoneType"),
        (changed(sections={}), "document.sections should be a list"),
        (changed(sections=[{"type": "Section", "id": "s"}]), "document.sections[0] lacks its blocks"),
        (
            changed(sections=[{"type": "Section", "id": "s", "title": "", "blocks": [{"type": "Document"}]}]),
            "document.sections[0].blocks[0] is one of Paragraph, ItemList, .*, not 'Document'",
        ),
        (
            changed(sections=[{"type": "Section", "id": "s", "title": "", "blocks": [1]}]),
            "document.sections[0].blocks[0] should be a Paragraph",
        ),
        (changed(particulars=[["one"]]), "document.particulars[0] should have 2 members, not 1"),
        (changed(sections=[{"type": "Section", "id": "s", "title": "", "blocks": []}] * 2), "'s' stands twice"),
    ],
)
def test_a_damaged_document_is_refused_with_the_place(text, message):
    with pytest.raises(wire.BadDocument, match=message.replace("[", r"\[").replace("]", r"\]")):
        wire.load(text)


def test_lists_nested_beyond_all_reason_are_refused():
    item = '{"type":"Item","id":"i","content":[],"blocks":[{"type":"ItemList","id":"l","style":"bullet","items":['
    nested = item * 120 + "]}]}" * 120
    text = changed(sections=[{"type": "Section", "id": "s", "title": "", "blocks": ["HERE"]}]).replace(
        '"HERE"', '{"type":"ItemList","id":"l","style":"bullet","items":[' + nested + "]}"
    )
    with pytest.raises(wire.BadDocument, match="not nested as deeply|stands twice"):
        wire.load(text)
