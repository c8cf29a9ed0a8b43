"""The Jinja2 environment of every page."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from folkmoot.sites.shared import formats, prose


def environment(**options: Any) -> Environment:
    """Jinja2 with GOV.UK's components, `static` and `url`; undefined values print nothing, as the components expect."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options |= {
        "loader": ChoiceLoader([options["loader"], components]),
        "undefined": ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    found = Environment(**options)
    found.globals.update(static=static, url=address, choices=choices, bool=bool)
    written = ("long_day", "day", "clock", "moment", "day_number", "month", "month_name", "year", "size", "sentence")
    found.filters.update({name: getattr(formats, name) for name in written}, prose=prose.prose)
    return found


def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def choices(bound: Any, mark: str) -> list[dict[str, object]]:
    """The options of a bound field as GOV.UK's components take them; the chosen ones carry `mark`."""
    chosen = bound.value()
    chosen = {str(value) for value in chosen} if isinstance(chosen, list | tuple) else {str(chosen)}
    return [
        {"value": str(value), "text": str(label), mark: str(value) in chosen} for value, label in bound.field.choices
    ]
