"""The last strokes on a PDF before it is written: boxes, crop marks, page labels, tags."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storybook.fonts import quiet
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH, Rect
from storybook.pages.paper_engine import pydyf
from storybook.pages.sheet import Sheet, crop_marks, points

MARK_WEIGHT = 0.25
"""Thickness of a crop mark in points."""

POINTS_PER_CSS_PX = 0.75


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Page labels from a page (0 is the first): a PDF numbering style (D, r), or a fixed text before nothing."""

    page: int
    style: str = ""
    text: str = ""


def set_boxes(pdf: Any, sheets: Sequence[Sheet]) -> None:  # noqa: ANN401 - pydyf has no types
    """Give every page the media, bleed and trim boxes of its sheet, the sheet's corner being the origin."""
    for page, sheet in zip(_pages(pdf), sheets, strict=True):
        boxes = {"MediaBox": Rect(0, 0, sheet.width, sheet.height), "BleedBox": sheet.bleed, "TrimBox": sheet.trim}
        page.update({name: pydyf.Array(points(sheet, box)) for name, box in boxes.items()})


def draw_crop_marks(pdf: Any, sheet: Sheet) -> None:  # noqa: ANN401
    """Draw crop marks on every page, in black that stays black on every plate."""
    marks = crop_marks(sheet)
    if not marks:
        return
    scale = POINTS_PER_INCH / MM_PER_INCH
    # WeasyPrint's content ends with the origin at the left top corner, so that y goes down as ours does.
    lines = [" ".join(f"{value * scale:.4f}" for value in mark) for mark in marks]
    drawn = [f"{a} {b} m {c} {d} l S" for a, b, c, d in (line.split() for line in lines)]
    for page in _pages(pdf):
        stream = _object(pdf, page["Contents"]).stream
        stream += ["q", f"{MARK_WEIGHT} w 0 G", *drawn, "Q"]


def label_pages(pdf: Any, ranges: Sequence[LabelRange]) -> None:  # noqa: ANN401
    """Set what readers call the pages."""
    numbers = pydyf.Array()
    for label in ranges:
        entry = pydyf.Dictionary()
        if label.style:
            entry["S"] = f"/{label.style}"
        if label.text:
            entry["P"] = pydyf.String(label.text)
        numbers.extend([label.page, entry])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def turn_from_right(pdf: Any) -> None:  # noqa: ANN401
    """Say that of two pages side by side, the right one comes first."""
    preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
    preferences["Direction"] = "/R2L"


def name_links(pdf: Any, names: Mapping[str, str]) -> None:  # noqa: ANN401
    """Say in words where each link inside the book leads; WeasyPrint says the id."""
    for annotation in _dictionaries(pdf, "/Annot"):
        if "Dest" in annotation:
            target = annotation["Dest"].string
            annotation["Contents"] = pydyf.String(names.get(target, target))


def mark_furniture(pdf: Any) -> None:  # noqa: ANN401
    """Make artifacts of running heads and folios, which WeasyPrint tags but hangs nowhere in the tree."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    tagged = set(_numbers_below(pdf, root))
    parents = _object(pdf, root["ParentTree"])["Nums"]
    by_page = dict(zip(parents[::2], parents[1::2], strict=True))
    for page in _pages(pdf):
        elements = by_page[page["StructParents"]]
        orphans = {number for number, element in enumerate(elements) if _number(element) not in tagged}
        for number in orphans:
            elements[number] = b"null"
        _make_artifacts(_object(pdf, page["Contents"]).stream, orphans)


def quiet_fonts(pdf: Any) -> None:  # noqa: ANN401
    """Take out of every font what its maker wrote into it."""
    for descriptor in _dictionaries(pdf, "/FontDescriptor"):
        for key in ("FontFile2", "FontFile3"):
            if key in descriptor:
                file = _object(pdf, descriptor[key])
                file.stream = [quiet(b"".join(file.stream))]
                if "Length1" in file.extra:
                    file.extra["Length1"] = len(file.stream[0])


def place_figures(pdf: Any, sheet: Sheet) -> None:  # noqa: ANN401
    """Turn the boxes of figures into points from the left bottom corner; WeasyPrint leaves them in CSS pixels."""
    height = points(sheet, Rect(0, 0, sheet.width, sheet.height))[3]
    for element in _dictionaries(pdf, "/StructElem"):
        if element["S"] == "/Figure":
            x1, y1, x2, y2 = (value * POINTS_PER_CSS_PX for value in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array([x1, height - y2, x2, height - y1])


def wrap_list_bodies(pdf: Any) -> None:  # noqa: ANN401
    """Put whatever a list item holds beside its label into a list body, as the tag tree demands."""
    for item in [element for element in _dictionaries(pdf, "/StructElem") if element["S"] == "/LI"]:
        kids = [(kid, _object(pdf, kid)) for kid in item["K"] if isinstance(kid, bytes)]
        loose = [kid for kid, element in kids if element["S"] not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]})
        body["K"] = pydyf.Array(loose)
        pdf.add_object(body)
        for kid in loose:
            _object(pdf, kid)["P"] = body.reference
        item["K"] = pydyf.Array([kid for kid in item["K"] if kid not in loose] + [body.reference])


def _make_artifacts(stream: list[Any], orphans: set[int]) -> None:
    if not orphans:
        return
    for index, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in orphans:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _numbers_below(pdf: Any, root: Any) -> Iterator[int]:  # noqa: ANN401
    """Object numbers of all structure elements that hang in the tree."""
    waiting = list(root["K"])
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes):
            yield (number := _number(kid))
            waiting.extend(pdf.objects[number].get("K", ()))


def _pages(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    return (pdf.objects[number] for number in pdf.pages["Kids"][::3])


def _dictionaries(pdf: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401
    return (item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == kind)


def _object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
