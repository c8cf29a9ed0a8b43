from datetime import date
from xml.etree import ElementTree

from tests.adapters.word.test_word_documents import FIGURE, MINUTES

from folkmoot.adapters.exchange.akoma import NAMESPACE, Work, debate
from folkmoot.methods.document import model
from folkmoot.methods.document.inline import Text
from folkmoot.methods.meetings.voting import Choice, Count, Method

NS = {"a": NAMESPACE}
WORK = Work(
    "isn", "Invented Scrutiny Committee", "Inventedshire", date(2026, 11, 19), date(2026, 11, 26), "7",
    "https://example.org/meetings/7/minutes/",
)  # fmt: skip
PRESENT = model.Section("attendance", "Present", (model.Definitions("present", (("Members", (Text("Ada"),)),)),))
WHOLE = model.Document(
    MINUTES.id, MINUTES.kind, MINUTES.title, (PRESENT, *MINUTES.sections), closing=MINUTES.closing, invented=True
)
# What the vocabulary lets stand where, of the elements that are used here.
BLOCKS = {"p", "ul", "ol", "table"}
CONTAINERS = {"narrative", "other"}
ALLOWED = {
    "akomaNtoso": {"debate"},
    "debate": {"meta", "preface", "debateBody", "conclusions"},
    "debateBody": {"rollCall", "debateSection"},
    "rollCall": {"heading", *CONTAINERS},
    "debateSection": {"num", "heading", "subheading", *CONTAINERS},
    "other": BLOCKS,
    "preface": BLOCKS,
    "conclusions": BLOCKS,
    "ul": {"li"}, "ol": {"li"}, "li": {"b", "i", "a", "ul", "ol"},
    "table": {"caption", "tr"}, "tr": {"th", "td"}, "th": {"p"}, "td": {"p"},
    "p": {"b", "i", "a", "docTitle", "docDate"}, "narrative": {"b", "i", "a"},
    "meta": {"identification", "analysis", "references", "notes"},
    "analysis": {"parliamentary"}, "parliamentary": {"voting"}, "voting": {"count"},
    "identification": {"FRBRWork", "FRBRExpression", "FRBRManifestation"},
    "references": {"TLCOrganization", "TLCConcept"}, "notes": {"note"}, "note": {"p"},
}  # fmt: skip
ORDER = ["FRBRthis", "FRBRuri", "FRBRalias", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRlanguage"]


VOTES = (
    ("p-1", Count(Method.RECORDED, 3, 3, 1, Choice.AGAINST)),
    ("list", Count(Method.NEM_CON)),
    ("withheld", Count(Method.RECORDED, 7)),
)


def root(document=WHOLE):
    return ElementTree.fromstring(debate(document, WORK, VOTES))


def tag(element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_every_element_stands_where_the_vocabulary_lets_it():
    for element in root().iter():
        allowed = ALLOWED.get(tag(element))
        children = [tag(child) for child in element]
        if tag(element).startswith("FRBR"):
            assert children == sorted(children, key=ORDER.index)
        elif allowed is None:
            assert not children, f"{tag(element)} holds {children}"
        else:
            assert set(children) <= allowed, f"{tag(element)} holds {children}"


def test_minutes_are_a_roll_call_and_a_section_for_each_minute_under_their_own_ids():
    found = root()
    assert [(tag(each), each.get("eId")) for each in found.find("a:debate/a:debateBody", NS)] == [
        ("rollCall", "attendance"), ("debateSection", "m-1")
    ]  # fmt: skip
    minute = found.find(".//a:debateSection", NS)
    assert (minute.find("a:num", NS).text, minute.find("a:heading", NS).text) == ("1/26", "Coaches")
    assert "".join(minute.find("a:narrative", NS).itertext()) == "See the report, now pleasehere"
    assert [each.text for each in minute.iterfind(".//a:li", NS)] == ["one", "in one"]


def test_a_counted_vote_stands_in_the_analysis_with_its_outcome_and_counts_and_one_that_is_withheld_does_not():
    (voting,) = root().iterfind(".//a:analysis/a:parliamentary/a:voting", NS)
    assert (voting.get("href"), voting.get("outcome")) == ("#p-1", "#vote-lost")
    assert [(each.get("refersTo"), each.get("value"), each.get("href")) for each in voting] == [
        ("#vote-for", "3", None),
        ("#vote-against", "3", None),
        ("#vote-abstain", "1", None),
        ("#vote-casting", "1", "#vote-against"),
    ]
    assert ElementTree.fromstring(debate(WHOLE, WORK)).find(".//a:analysis", NS) is None


def test_ids_are_given_once_and_references_lead_to_somewhere_in_the_document():
    ids = [each.get("eId") for each in root().iter() if each.get("eId")]
    assert len(ids) == len(set(ids))
    for each in root().iter():
        for target in map(each.get, ("source", "href", "outcome", "refersTo")):
            if target and target.startswith("#"):
                assert target[1:] in ids


def test_the_work_is_named_by_country_body_and_day_and_says_that_it_is_invented():
    found = root()
    uris = [each.get("value") for each in found.iterfind(".//a:FRBRuri", NS)]
    assert uris == [
        "/akn/gb/debate/minutes/isn/2026-11-19/7",
        "/akn/gb/debate/minutes/isn/2026-11-19/7/eng@2026-11-26",
        "/akn/gb/debate/minutes/isn/2026-11-19/7/eng@2026-11-26.akn",
    ]
    assert found.find(".//a:note/a:p", NS).text.startswith("Invented")
    assert found.find(".//a:conclusions/a:p", NS) is not None
    assert debate(WHOLE, WORK) == debate(WHOLE, WORK)


def test_a_picture_is_its_description_and_its_table():
    heading = model.Heading("m", "H", 3, "1/26")
    more = model.Heading("h", "Within", 4)
    second = model.Heading("m2", "Second", 3, "2/26")
    ordered = model.ItemList("o", model.ListStyle.NUMBER, (model.Item("o-1", (Text("first"),)),))
    document = model.Document(
        "m", model.PartKind.MINUTES, "M", (model.Section("s", "", (heading, FIGURE, more, ordered, second)),)
    )
    found = root(document)
    assert [each.get("eId") for each in found.iterfind(".//a:debateSection", NS)] == ["m", "m2"]
    assert found.find(".//a:other/a:p", NS).text == FIGURE.alternative
    assert found.find(".//a:ol/a:li", NS).text == "first"
    assert found.find(".//a:notes", NS) is None
