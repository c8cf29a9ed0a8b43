"""Where a page stands: the way that led to it."""

from __future__ import annotations

from django.urls import reverse

Step = str | tuple[str, str]


def trail(*steps: Step) -> list[dict[str, str]]:
    """Breadcrumbs from the home page on; a step is its words and address, the last one words alone."""
    found: list[Step] = [("Home", reverse("public:home")), *steps]
    return [{"text": step} if isinstance(step, str) else {"text": step[0], "href": step[1]} for step in found]
