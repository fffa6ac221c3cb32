"""What an edition truly offers to readers who don't see, measured on its finished pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
STILL = frozenset({"image/jpeg", "image/png", "image/webp", "image/svg+xml"})
"""Media types whose pictures cannot move: a WebP of ours holds one picture and nothing else."""


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """Facts that the accessibility metadata are made of.

    described: every picture that means something has alt text; lettering: words over pictures, whose size the reader
    cannot set; drawn: words that are part of pictures; still: no picture can move; comics: there are panels of comics;
    told: each of them is told in a script, with its words or that it has none.
    """

    pictures: int
    described: bool
    lettering: bool
    ruby: bool
    still: bool
    drawn: bool = False
    comics: bool = False
    told: bool = True

    @property
    def sufficient(self) -> bool:
        """Whether all that pictures say is said in words."""
        return self.described and self.told


def measure(pages: Iterable[etree._Element], media_types: Iterable[str]) -> AccessFacts:
    """The facts of finished pages and of the media types of their pictures."""
    alts: list[str] = []
    letterings = 0
    ruby = False
    script = _Script()
    for page in pages:
        images = page.iter(f"{XHTML}img")
        alts += [image.get("alt", "") for image in images if image.get("role") != "presentation"]
        letterings += sum(1 for _ in page.iter(f"{SVG}text"))
        ruby = ruby or next(page.iter(f"{XHTML}ruby"), None) is not None
        script.read(page)
    return AccessFacts(
        pictures=len(alts),
        described=all(alt.strip() for alt in alts),
        lettering=letterings > 0,
        ruby=ruby,
        still=STILL.issuperset(media_types),
        drawn=script.words > letterings,
        comics=script.figures > 0,
        told=script.complete,
    )


class _Script:
    """What pages show of comics, and what they tell of them."""

    def __init__(self) -> None:
        self.figures = 0
        self.words = 0
        self._wanted: set[str] = set()
        self._entries: dict[str, bool] = {}

    def read(self, page: etree._Element) -> None:
        """Note the panels that a page shows, and those that it tells."""
        for figure in page.iter(f"{XHTML}figure"):
            if "panel" in figure.get("class", "").split():
                self.figures += 1
                self._wanted |= {a.get("href", "").rpartition("#")[2] for a in figure.iter(f"{XHTML}a")} or {""}
        for section in page.iter(f"{XHTML}section"):
            if section.get("class") == "told":
                lines = [p.get("class", "") for p in section.iter(f"{XHTML}p") if _text(p)]
                self.words += lines.count("says")
                self._entries[section.get("id", "")] = "shows" in lines and bool({"says", "wordless"} & {*lines})

    @property
    def complete(self) -> bool:
        """Whether every panel that is shown leads to its script, and every panel of the script is told whole."""
        return self._wanted <= self._entries.keys() and all(self._entries.values())


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def properties(facts: AccessFacts, summary: str, say: Callable[[str], str]) -> list[tuple[str, str]]:
    """The schema.org properties of the package document, in order; `summary` is the publisher's own, or empty.

    No conformance is claimed: that takes a person who has evaluated the book.
    """
    found = [("accessMode", "textual")]
    if facts.pictures:
        found.append(("accessMode", "visual"))
        found.append(("accessModeSufficient", "textual,visual"))
    if facts.sufficient:
        found.append(("accessModeSufficient", "textual"))
    found += [("accessibilityFeature", feature) for feature in _features(facts)]
    found.append(("accessibilityHazard", "none" if facts.still else "unknown"))
    found.append(("accessibilitySummary", summary or _summary(facts, say)))
    return [(f"schema:{name}", value) for name, value in found]


def _features(facts: AccessFacts) -> list[str]:
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "ARIA"]
    if facts.pictures and facts.sufficient:
        features.append("alternativeText")
    if facts.comics and facts.sufficient:
        features.append("transcript")
    if not (facts.lettering or facts.drawn):
        features.append("displayTransformability")
    if facts.ruby:
        features.append("rubyAnnotations")
    return features


def _summary(facts: AccessFacts, say: Callable[[str], str]) -> str:
    keys = {
        "access_structure": True,
        "access_text": not (facts.lettering or facts.drawn),
        "access_no_pictures": not facts.pictures,
        "access_described": facts.pictures > 0 and facts.described,
        "access_undescribed": facts.pictures > 0 and not facts.described,
        "access_lettering": facts.lettering,
        "access_drawn": facts.drawn,
        "access_transcript": facts.comics and facts.sufficient,
        "access_untold": facts.comics and not facts.told,
        "access_hazard": facts.still,
    }
    return " ".join(say(key) for key, true in keys.items() if true)
