"""What changed, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `id` is an IRI that never changes; `url` is where to read more."""

    id: str
    title: str
    summary: str
    url: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `home` the site's; `updated_at` is when anything in it last changed."""

    id: str
    title: str
    author: str
    url: str
    home: str
    updated_at: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as XML. The same feed gives the same bytes."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(_name("feed"))
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated_at))
    _text(ElementTree.SubElement(root, _name("author")), "name", feed.author)
    ElementTree.SubElement(root, _name("link"), rel="self", type="application/atom+xml", href=feed.url)
    ElementTree.SubElement(root, _name("link"), rel="alternate", type="text/html", href=feed.home)
    for entry in feed.entries:
        found = ElementTree.SubElement(root, _name("entry"))
        _text(found, "id", entry.id)
        _text(found, "title", entry.title)
        _text(found, "updated", _moment(entry.updated_at))
        _text(found, "summary", entry.summary)
        ElementTree.SubElement(found, _name("link"), rel="alternate", type="text/html", href=entry.url)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _text(parent: ElementTree.Element, tag: str, words: str) -> None:
    ElementTree.SubElement(parent, _name(tag)).text = words


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
