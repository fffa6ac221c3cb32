"""Ways to bring pictures to 1,200 px, each to be measured as a process of its own by images.py.

    python benchmarks/images_ways.py WAY PICTURES OUT

PICTURES and OUT are folders. What is more than twice as high as wide is a strip, and becomes slices.
"""

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storybook.model.picture import Picture

WIDTH = 1200
SLICE = 2000
"""Px of a strip's master that one slice shows."""


def pillow(pictures: Path, out: Path, *, finish: Callable[[bytes], bytes] = bytes) -> None:
    """The floor: decode, Lanczos, JPEG 4:2:0 of quality 85, all by Pillow."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    for path in sorted(pictures.iterdir()):
        with Image.open(path) as image:
            size = _size(*image.size)
            image.draft("RGB", size)
            small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        for number, (top, bottom) in enumerate(_slices(*small.size)):
            data = io.BytesIO()
            small.crop((0, top, small.width, bottom)).save(data, "JPEG", quality=85)
            (out / f"{path.stem}-{number}.jpg").write_bytes(finish(data.getvalue()))


def kcc(pictures: Path, out: Path) -> None:
    """What KCC does with colour pictures: as the floor, then mozjpeg's lossless optimisation."""
    from mozjpeg_lossless_optimization import optimize

    pillow(pictures, out, finish=optimize)


def libvips(pictures: Path, out: Path, *, passes: str = "") -> None:
    """The same by libvips: decode, resize, JPEG; passes: `one` or `several`, at the setting of ours, else as floor."""
    from storybook.images import vips
    from storybook.images.kinds import JPEG, PNG

    for path in sorted(pictures.iterdir()):
        with path.open("rb") as file:
            image = vips.on_paper(vips.opened(file, PNG if path.suffix == ".png" else JPEG), 255)
            width, height = _size(image.width, image.height)
            small = vips.resized(image, width, height)
            if height > 2 * width:
                small = vips.in_memory(vips.pixels_of(small), width, height, small.bands)
            for number, (top, bottom) in enumerate(_slices(width, height)):
                part = vips.part_of(small, 0, top, width, bottom - top)
                way = vips.JpegWay(bool(passes), packed=bool(passes), progressive=passes == "several")
                (out / f"{path.stem}-{number}.jpg").write_bytes(vips.jpeg(part, 80 if passes else 85, way))


def ours(pictures: Path, out: Path, *, jobs: int, fixed: bool, progressive: bool = True) -> None:
    """Ours through a store in OUT; fixed: without a search, JPEG 4:4:4 of quality 80; progressive: not as for print."""
    from storybook.images.cache import Wish, derive_all, examine
    from storybook.images.setting import Encoder, Setting
    from storybook.images.sizing import Placement
    from storybook.model.picture import ImageProfile
    from storybook.store import Store

    store = Store(out)
    bar = ImageProfile("reader", WIDTH, 10_000, None, 80, progressive=progressive)
    setting = Setting(Encoder.JPEG_FULL, 80) if fixed else None
    wishes: list[Wish] = []
    for path in sorted(pictures.iterdir()):
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            whole = examine(store, file, path.name, sha256, None)
        for picture in parts_of(whole):
            stem = f"img-{len(wishes):04}"
            wishes.append(Wish(picture, stem, None, bar, Placement(width_mm=148), setting=setting))
    assets = list(derive_all(wishes, lambda name, _: (pictures / name).open("rb"), store, jobs))
    digest = hashlib.sha256("".join(asset.sha256 for asset in assets).encode()).hexdigest()
    made = {"bytes": sum(asset.size for asset in assets), "digest": digest[:12]}
    print(json.dumps(made))


def parts_of(picture: "Picture") -> "Iterator[Picture]":
    from storybook.model.picture import PixelBox

    if picture.height <= 2 * picture.width:
        yield picture
        return
    for top in range(0, picture.height, SLICE):
        yield picture.cut(PixelBox(0, top, picture.width, min(SLICE, picture.height - top)))


def plain_img2pdf(pictures: Path, out: Path) -> None:
    """Img2pdf on A5."""
    import img2pdf

    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(148), img2pdf.mm_to_pt(210)), fit=img2pdf.FitMode.into)
    with (out / "book.pdf").open("wb") as file:
        img2pdf.convert([str(path) for path in sorted(pictures.iterdir())], layout_fun=layout, outputstream=file)


def _size(width: int, height: int) -> tuple[int, int]:
    return min(width, WIDTH), round(height * min(1, WIDTH / width))


def _slices(width: int, height: int) -> Iterator[tuple[int, int]]:
    """First row and the row after the last of each slice of a strip; a page is one slice."""
    step = SLICE * width // 1600 if height > 2 * width else height
    for top in range(0, height, step):
        yield top, min(top + step, height)


WAYS: Mapping[str, Callable[[Path, Path], None]] = {
    "pillow": pillow,
    "kcc": kcc,
    "libvips": libvips,
    "libvips-one": partial(libvips, passes="one"),
    "libvips-several": partial(libvips, passes="several"),
    "img2pdf": plain_img2pdf,
    **{f"one-{jobs}": partial(ours, jobs=jobs, fixed=True, progressive=False) for jobs in (1, 2)},
    **{f"fixed-{jobs}": partial(ours, jobs=jobs, fixed=True) for jobs in (1, 2)},
    **{f"search-{jobs}": partial(ours, jobs=jobs, fixed=False) for jobs in (1, 2)},
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
