"""A document as HTML with GOV.UK's classes: the body of its page. The page's template holds the h1.

Every element carries the id of its section, block or item. Markup is built by markupsafe, which escapes every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from folkmoot.adapters.typeset import wording
from folkmoot.methods.document import inline, model
from folkmoot.methods.document.levels import levels

Address = Callable[[str], str]
Picture = Callable[[model.Figure], str]

_LISTS = {
    model.ListStyle.BULLET: Markup('<ul id="{}" class="govuk-list govuk-list--bullet">{}</ul>'),
    model.ListStyle.NUMBER: Markup('<ol id="{}" class="govuk-list govuk-list--number">{}</ol>'),
    model.ListStyle.ROMAN: Markup('<ol id="{}" type="i" class="govuk-list govuk-list--number fm-list--roman">{}</ol>'),
    model.ListStyle.LETTER: Markup(
        '<ol id="{}" type="a" class="govuk-list govuk-list--number fm-list--letter">{}</ol>'
    ),
}
_HEADING_CLASSES = {2: "govuk-heading-m", 3: "govuk-heading-s"}
_SMALLEST_HEADING = "govuk-heading-s fm-heading--small"


def render(document: model.Document, *, address: Address, picture: Picture, heading_level: int = 2) -> Markup:
    """The body of the document's page.

    `address` gives the URL of another part, or of a block in it (`part#id`); `picture` that of a figure's SVG;
    `heading_level` is the level of the sections' titles.
    """
    page = _Page(address, picture, {block: level + heading_level - 2 for block, level in levels(document).items()})
    return _join(
        (
            _added(wording.before(document)),
            _particulars(document.particulars),
            _paragraph(wording.report_by(document), "fm-author"),
            *(page.section(section) for section in document.sections),
            _added(wording.after(document)),
            _particulars(document.closing),
            *(_paragraph(line, "fm-signature") for line in document.signatures),
        )
    )


def run(content: inline.Run, address: Address) -> Markup:
    """Running text."""
    return _join(_inline(piece, address) for piece in content)


def _inline(piece: inline.Inline, address: Address) -> Markup:
    match piece:
        case inline.Strong(text):
            return Markup("<strong>{}</strong>").format(text)
        case inline.Emphasis(text):
            return Markup("<em>{}</em>").format(text)
        case inline.Link(text, url):
            return _link(text, url)
        case inline.Reference(text, target):
            return _link(text, target if target.startswith("#") else address(target))
        case inline.Text(text):
            return Markup("{}").format(text)


def _link(text: str, url: str) -> Markup:
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(url, text)


def _join(pieces: Iterable[str]) -> Markup:
    return Markup("").join(pieces)


def _paragraph(text: str, kind: str) -> Markup:
    return Markup('<p class="govuk-body {}">{}</p>').format(kind, text) if text else Markup("")


def _added(remarks: Iterable[wording.Remark]) -> Markup:
    return _join(map(_remark, remarks))


def _remark(remark: wording.Remark) -> Markup:
    if remark.kind is wording.RemarkKind.INVENTED:
        return Markup('<p class="govuk-body"><strong id="{}" class="fm-invented">{}</strong></p>').format(
            remark.id, remark.text
        )
    return Markup('<p id="{}" class="govuk-body fm-{}">{}</p>').format(remark.id, remark.kind, remark.text)


def _particulars(pairs: Iterable[tuple[str, str]]) -> Markup:
    rows = _join(_summary_row(label, Markup("{}").format(value)) for label, value in pairs)
    return Markup('<dl class="govuk-summary-list fm-particulars">{}</dl>').format(rows) if rows else rows


def _summary_row(label: str, value: Markup) -> Markup:
    return Markup(
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        ' <dd class="govuk-summary-list__value">{}</dd></div> '
    ).format(label, value)


def _numbered(number: str, block: str, text: str) -> Markup:
    """A caption whose number leads to itself, so that a reader can copy the address of a table or figure."""
    if not number:
        return Markup("{}").format(text)
    return Markup('<a class="fm-number" href="#{}">{}</a> {}').format(block, f"{number}.", text)


@dataclass(frozen=True, slots=True)
class _Page:
    address: Address
    picture: Picture
    levels: Mapping[str, int]

    def section(self, section: model.Section) -> Markup:
        blocks = _join(self.block(block) for block in section.blocks)
        kind = f"fm-section fm-section--{section.kind}"
        if not section.title:
            return Markup('<section id="{}" class="{}">{}</section>').format(section.id, kind, blocks)
        heading = self.titled(section.id, section.title)
        return Markup('<section class="{}" aria-labelledby="{}">{}{}</section>').format(
            kind, section.id, heading, blocks
        )

    def heading_class(self, block: str) -> str:
        return _HEADING_CLASSES.get(self.levels[block], _SMALLEST_HEADING)

    def titled(self, block: str, text: str) -> Markup:
        """A heading, and beside it the link to it."""
        return Markup(
            '<div class="fm-heading"><h{0} id="{1}" class="{2}">{3}</h{0}>'
            '<a class="fm-anchor" href="#{1}" aria-label="Link to this heading: {3}"></a></div>'
        ).format(self.levels[block], block, self.heading_class(block), text)

    def block(self, block: model.Block) -> Markup:
        match block:
            case model.Paragraph():
                return self.paragraph(block)
            case model.ItemList():
                return self.item_list(block)
            case model.Heading():
                return self.titled(block.id, wording.heading(block))
            case model.Table():
                return self.table(block)
            case model.Figure():
                return self.figure(block)
            case model.Unpublished():
                return self.unpublished(block)
            case model.Quotation():
                return self.quotation(block)
            case model.Definitions():
                return self.definitions(block)
            case model.AgendaEntry():
                return self.agenda_entry(block)

    def paragraph(self, block: model.Paragraph) -> Markup:
        number = Markup("")
        if block.number is not None:
            number = Markup('<a class="fm-paragraph__number" href="#{}" aria-label="Paragraph {}">{}.</a> ').format(
                block.id, block.number, block.number
            )
        kind = "fm-paragraph fm-paragraph--numbered" if number else "fm-paragraph"
        words = run(block.content, self.address)
        return Markup('<p id="{}" class="govuk-body {}">{}{}</p>').format(block.id, kind, number, words)

    def item_list(self, block: model.ItemList) -> Markup:
        items = _join(
            Markup('<li id="{}">{}{}</li> ').format(
                item.id, run(item.content, self.address), _join(map(self.item_list, item.blocks))
            )
            for item in block.items
        )
        return _LISTS[block.style].format(block.id, items)

    def table(self, block: model.Table) -> Markup:
        caption = Markup(
            '<caption id="{}-caption" class="govuk-table__caption govuk-table__caption--s">'
            '<span class="fm-caption">{}</span></caption>'
        )
        inner = _join(
            (
                caption.format(block.id, _numbered(block.number, block.id, block.caption)),
                _table_head(block),
                _table_body(block),
            )
        )
        return Markup(
            '<div id="{0}" class="fm-table">'
            '<div class="fm-scroll" role="region" tabindex="0" aria-labelledby="{0}-caption">'
            '<table class="govuk-table">{1}</table></div>{2}</div>'
        ).format(block.id, inner, _added(wording.below_table(block)))

    def figure(self, block: model.Figure) -> Markup:
        return Markup(
            '<figure id="{}" class="fm-figure"><figcaption class="govuk-heading-s fm-figure__caption">{}</figcaption>'
            '<img src="{}" alt="{}" class="fm-figure__picture">{}</figure>{}'
        ).format(
            block.id,
            _numbered(block.number, block.id, block.caption),
            self.picture(block),
            block.alternative,
            _added(wording.below_figure(block)),
            self.table(block.table),
        )

    def unpublished(self, block: model.Unpublished) -> Markup:
        return Markup(
            '<div id="{}" class="govuk-inset-text fm-unpublished"><p class="govuk-body"><strong>{}</strong></p>{}</div>'
        ).format(block.id, _numbered(block.number, block.id, block.caption), _added(wording.below_unpublished(block)))

    def quotation(self, block: model.Quotation) -> Markup:
        words = run(block.content, self.address)
        said = words if block.paraphrased else Markup("“{}”").format(words)
        return Markup(
            '<figure id="{}" class="fm-quotation"><blockquote class="govuk-inset-text"><p class="govuk-body">{}</p>'
            "</blockquote><figcaption>{}</figcaption></figure>"
        ).format(block.id, said, _added(wording.below_quotation(block)))

    def definitions(self, block: model.Definitions) -> Markup:
        rows = _join(_summary_row(term, run(words, self.address)) for term, words in block.pairs)
        return Markup('<dl id="{}" class="govuk-summary-list">{}</dl>').format(block.id, rows)

    def agenda_entry(self, block: model.AgendaEntry) -> Markup:
        title = _link(block.title, self.address(block.target)) if block.target else Markup("{}").format(block.title)
        pages = Markup(' <span class="fm-agenda__pages">{}</span>').format(block.pages) if block.pages else ""
        return Markup(
            '<div id="{0}" class="fm-agenda__item"><span class="fm-agenda__number">{1}</span> <div>'
            '<h{2} class="{3}">{4}{5}</h{2}>{6}</div></div>'
        ).format(
            block.id,
            f"{block.number}." if block.number else "",
            self.levels[block.id],
            self.heading_class(block.id),
            title,
            pages,
            _join(self.block(inner) for inner in block.blocks),
        )


def _table_head(table: model.Table) -> Markup:
    cells = _join(
        Markup('<th scope="col" class="govuk-table__header{}">{}</th> ').format(
            _numeric("header", column), column.label
        )
        for column in table.columns
    )
    return Markup('<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>').format(cells)


def _table_body(table: model.Table) -> Markup:
    rows = _join(_table_row(table, at, row) for at, row in enumerate(table.rows))
    return Markup('<tbody class="govuk-table__body">{}</tbody>').format(rows)


def _table_row(table: model.Table, at: int, row: tuple[str, ...]) -> Markup:
    cells = _join(
        Markup('<th scope="row" class="govuk-table__header{}">{}</th> ').format(_numeric("header", column), cell)
        if position < table.row_headers
        else Markup('<td class="govuk-table__cell{}">{}</td> ').format(_numeric("cell", column), cell)
        for position, (column, cell) in enumerate(zip(table.columns, row, strict=True))
    )
    kind = " fm-total" if at in table.totals else ""
    return Markup('<tr class="govuk-table__row{}">{}</tr>').format(kind, cells)


def _numeric(part: str, column: model.Column) -> str:
    return f" govuk-table__{part}--numeric" if column.align is model.Align.END else ""
