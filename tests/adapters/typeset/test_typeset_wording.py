import pytest

from folkmoot.adapters.typeset import wording
from folkmoot.methods.document import model


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (model.Paragraph("p", (), 41), "Paragraph 41"),
        (model.Paragraph("p", ()), "Another place in this paper"),
        (model.Heading("h", "LAMPS", number="5/21", aside="Agenda No. 6"), "5/21 LAMPS (Agenda No. 6)"),
        (model.Section("s", "Next Steps", ()), "Next Steps"),
        (model.Section("s", "", ()), "Another place in this paper"),
        (model.Unpublished("u", "A map of lamps", "A picture", number="Figure 2"), "Figure 2. A map of lamps"),
        (model.Unpublished("u", "A map of lamps", "A picture"), "A map of lamps"),
    ],
)
def test_a_link_says_where_it_leads(element, said):
    assert wording.called(element) == said
