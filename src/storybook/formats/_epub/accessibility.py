"""What an edition truly offers to readers who don't see, measured on its finished pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
STILL = frozenset({"image/jpeg", "image/png", "image/svg+xml"})
"""Media types whose pictures cannot move."""


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """Facts that the accessibility metadata are made of.

    described: every picture that means something has alt text; lettering: words over pictures, whose size the reader
    cannot set; still: no picture can move.
    """

    pictures: int
    described: bool
    lettering: bool
    ruby: bool
    still: bool


def measure(pages: Iterable[etree._Element], media_types: Iterable[str]) -> AccessFacts:
    """The facts of finished pages and of the media types of their pictures."""
    alts: list[str] = []
    lettering = ruby = False
    for page in pages:
        images = page.iter(f"{XHTML}img")
        alts += [image.get("alt", "") for image in images if image.get("role") != "presentation"]
        lettering = lettering or next(page.iter(f"{SVG}text"), None) is not None
        ruby = ruby or next(page.iter(f"{XHTML}ruby"), None) is not None
    return AccessFacts(
        pictures=len(alts),
        described=all(alt.strip() for alt in alts),
        lettering=lettering,
        ruby=ruby,
        still=STILL.issuperset(media_types),
    )


def properties(facts: AccessFacts, summary: str, say: Callable[[str], str]) -> list[tuple[str, str]]:
    """The schema.org properties of the package document, in order; `summary` is the publisher's own, or empty.

    No conformance is claimed: that takes a person who has evaluated the book.
    """
    found = [("accessMode", "textual")]
    if facts.pictures:
        found.append(("accessMode", "visual"))
        found.append(("accessModeSufficient", "textual,visual"))
    if facts.described:
        found.append(("accessModeSufficient", "textual"))
    found += [("accessibilityFeature", feature) for feature in _features(facts)]
    found.append(("accessibilityHazard", "none" if facts.still else "unknown"))
    found.append(("accessibilitySummary", summary or _summary(facts, say)))
    return [(f"schema:{name}", value) for name, value in found]


def _features(facts: AccessFacts) -> list[str]:
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "ARIA"]
    if facts.pictures and facts.described:
        features.append("alternativeText")
    if not facts.lettering:
        features.append("displayTransformability")
    if facts.ruby:
        features.append("rubyAnnotations")
    return features


def _summary(facts: AccessFacts, say: Callable[[str], str]) -> str:
    keys = ["access_structure"]
    if not facts.lettering:
        keys.append("access_text")
    if facts.pictures:
        keys.append("access_described" if facts.described else "access_undescribed")
    else:
        keys.append("access_no_pictures")
    if facts.lettering:
        keys.append("access_lettering")
    if facts.still:
        keys.append("access_hazard")
    return " ".join(say(key) for key in keys)
