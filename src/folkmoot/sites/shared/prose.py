"""Short texts in light markup - an agenda item, a remit - as HTML."""

from __future__ import annotations

from markupsafe import Markup

from folkmoot.adapters.typeset import html
from folkmoot.methods.document import light
from folkmoot.methods.document.model import ItemList, Paragraph

_PARAGRAPH = Markup('<p class="govuk-body">{}</p>')
_LIST = Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>')
_ITEM = Markup("<li>{}</li>")


def prose(text: str) -> Markup:
    """Paragraphs and bulleted lists: a blank line between blocks, `- ` before an item. UnsafeLink for a bad link."""
    return Markup("").join(map(_block, light.blocks(text, "")))


def _block(block: Paragraph | ItemList) -> Markup:
    if isinstance(block, Paragraph):
        return _PARAGRAPH.format(html.run(block.content, _nowhere))
    return _LIST.format(Markup("").join(_ITEM.format(html.run(item.content, _nowhere)) for item in block.items))


def _nowhere(target: str) -> str:
    """Short texts stand outside any pack, so that a reference in them leads to the page that they stand on."""
    return ""
