"""I: pictures that are broken, huge, odd, or no pictures."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms

from hostile.case import Case, Expect, Pixel, Shown
from hostile.generated import painting
from hostile.generated.books import Files, of_pictures, together
from hostile.generated.painting import BLUE, RED, WHITE, chunk, flag, header, png, saved

_SORTS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "tif": "TIFF"}
_FLAG = Shown((Pixel(RED, (0.17, 0.19)), Pixel(BLUE, (0.82, 0.8)), Pixel(WHITE, (0.5, 0.5))), painting.SIZE)
_MARK = "CANARY-tail-7f3a"

_STRANGERS = {
    "avif": b"\0\0\0\x1cftypavif" + bytes(20),
    "heic-sequence": b"\0\0\0\x1cftyphevc" + bytes(20),
    "film": b"\0\0\0\x1cftypisom" + bytes(20),
    "jxl": b"\xff\x0a" + bytes(30),
    "jpeg-2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(30),
    "photoshop": b"8BPS\0\1" + bytes(60),
    "gimp": b"gimp xcf v011\0" + bytes(60),
    "bitmap": saved(flag(), "BMP"),
    "icon": saved(flag(), "ICO"),
    "pcx": saved(flag(), "PCX"),
    "targa": saved(flag(), "TGA"),
    "ppm": saved(flag(), "PPM"),
    "pdf": saved(flag(), "PDF"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "eps-binary": b"\xc5\xd0\xd3\xc6" + bytes(60),
    "metafile": b"\xd7\xcd\xc6\x9a" + bytes(60),
    "enhanced-metafile": b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(60),
    "fits": b"SIMPLE  =                    T" + bytes(60),
    "zip": b"PK\3\4" + bytes(60),
    "text": b"push graphic-context\nimage over 0,0 0,0 'http://evil.example/x.png'\n",
    "zeros": bytes(4096),
    "ones": b"\xff" * 4096,
    "one-byte": b"\x89",
    "signature": painting.PNG_START,
    "jpeg-start": b"\xff\xd8\xff",
    "riff-start": b"RIFF\xff\xff\xff\xffWEBP",
    "riff-film": b"RIFF\x10\0\0\0AVI LIST" + bytes(30),
    "elf": b"\x7fELF" + bytes(60),
}


def cases() -> Iterator[Case]:
    """All cases of pictures."""
    strangers = (_refused(name, f"{name} called .png", {"a.png": data}) for name, data in _STRANGERS.items())
    yield from together("I-strangers", strangers)
    yield from _cut_off()
    yield from _too_large()
    yield from _malformed()
    yield from _moving()
    yield from _right()
    yield from _colours()


def _refused(name: str, what: str, pictures: Files, *more: str) -> Case:
    says = ("text.md:3", next(iter(pictures)), *more)
    return of_pictures(name, what, pictures, Expect.REFUSE, says=says, seconds=20)


def _cut_off() -> Iterator[Case]:
    for suffix, sort in _SORTS.items():
        data = saved(flag().resize((600, 400)), sort)
        for share in (0.1, 0.5, 0.98):
            what = f"{suffix} cut at {share:.0%}"
            cut = data[: int(len(data) * share)]
            yield _refused(f"I-cut-{suffix}-{int(share * 100)}", what, {f"a.{suffix}": cut})
    for suffix, sort in (("png", "PNG"), ("webp", "WEBP")):
        whole = bytearray(saved(flag().resize((600, 400)), sort))
        whole[len(whole) // 2] ^= 0xFF
        yield of_pictures(
            f"I-flipped-{suffix}", "a byte is wrong", {f"a.{suffix}": bytes(whole)}, Expect.EITHER, says=("a.",)
        )


def _too_large() -> Iterator[Case]:
    rows = zlib.compress(bytes(1 << 16))
    sof = struct.pack(">BHHB", 8, 60000, 60000, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    declared = {
        "png": png(header(60000, 60000), chunk(b"IDAT", rows)),
        "png-wide": png(header(2**31 - 1, 1), chunk(b"IDAT", rows)),
        "png-high": png(header(1, 2**31 - 1), chunk(b"IDAT", rows)),
        "jpg": b"\xff\xd8\xff\xc0" + struct.pack(">H", len(sof) + 2) + sof + b"\xff\xd9",
        "gif": painting.gif_header(65535, 65535) + b"\1\x44\0;",
        "webp": painting.riff((b"VP8X", b"\0\0\0\0" + b"\xff\xff\xff" * 2)),
        "webp-lossless": painting.riff((b"VP8L", b"\x2f" + struct.pack("<I", 0x0FFFFFFF) + bytes(20))),
        "tif": painting.tiff(_baseline(100_000, 100_000)),
        "tif-strips": painting.tiff([*_baseline(16, 16), (273, 4, 2**28, 8)][1:]),
    }
    for name, data in declared.items():
        yield _refused(f"I-declares-{name}", "declares a size it has not", {f"a.{name[:4].rstrip('-')}": data})
    yield _refused("I-bomb-png-bits", "400 million pixels in 50 kB", {"a.png": lambda: _white(20_000, 20_000)})
    yield _refused("I-bomb-tif", "400 million pixels", {"a.tif": lambda: _many(20_000, "TIFF", compression="group4")})
    yield _refused("I-bomb-gif", "225 million pixels", {"a.gif": lambda: _many(15_000, "GIF")})
    yield of_pictures(
        "I-tall", "200 × 12,000 pixels", {"a.png": lambda: _white(200, 12_000)}, Expect.EITHER, says=("a.png",),
        formats=("epub",),
    )  # fmt: skip
    thin = saved(Image.new("L", (1, 30_000), 128), "PNG")
    yield of_pictures("I-thin", "1 × 30,000 pixels", {"a.png": thin}, Expect.EITHER, says=("a.png",))
    small = painting.plain(RED, (1, 1))
    yield of_pictures("I-one-pixel", "1 × 1 pixel", {"a.png": small}, Expect.EITHER, says=("a.png",))


def _white(width: int, height: int) -> bytes:
    """A white PNG of one bit a pixel, made row by row."""
    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    return png(
        header(width, height, depth=1, colour=0),
        chunk(b"IDAT", b"".join(packer.compress(row) for _ in range(height)) + packer.flush()),
    )


def _many(edge: int, sort: str, **options: str) -> bytes:
    return saved(Image.new("1", (edge, edge)), sort, **options)


def _baseline(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The tags of a greyscale TIFF of one strip behind the directory."""
    return [
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)),
        *((273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, width * height % 2**32)),
    ]


def _malformed() -> Iterator[Case]:
    rows = zlib.compress(b"".join(b"\0" + bytes(180) for _ in range(40)))
    good = png(header(60, 40), chunk(b"IDAT", rows))
    wrong_sum = bytearray(good)
    wrong_sum[30] ^= 0xFF
    bad = {
        "no-size": png(header(0, 0), chunk(b"IDAT", rows)),
        "no-width": png(header(0, 40), chunk(b"IDAT", rows)),
        "no-pixels": png(header(60, 40)),
        "no-header": painting.PNG_START + chunk(b"IDAT", rows) + chunk(b"IEND", b""),
        "no-end": good[:-12],
        "header-checksum": bytes(wrong_sum),
        "short-pixels": png(header(60, 40), chunk(b"IDAT", zlib.compress(bytes(100)))),
        "no-zlib": png(header(60, 40), chunk(b"IDAT", b"\0" * 100)),
        "depth": png(header(60, 40, depth=3), chunk(b"IDAT", rows)),
        "no-palette": png(header(60, 40, colour=3), chunk(b"IDAT", rows)),
        "palette-index": png(
            header(60, 40, colour=3), chunk(b"PLTE", b"\1\2\3"), chunk(b"IDAT", zlib.compress(b"\0" + b"\xff" * 60))
        ),
        "chunk-length": painting.PNG_START + b"\xff\xff\xff\xffIHDR" + bytes(40),
        "unknown-critical": png(header(60, 40), chunk(b"ABCD", b"x"), chunk(b"IDAT", zlib.compress(bytes(10)))),
    }
    for name, data in bad.items():
        yield _refused(f"I-malformed-{name}", name, {"a.png": data})
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff\xff" + b"\xff" * 60
    odd = painting.with_segments(saved(flag(), "JPEG"), (0xE1, exif))
    yield of_pictures(
        "I-exif-broken", "EXIF of nonsense", {"a.jpg": odd}, Expect.EITHER, says=("a.jpg",), shown=(_FLAG,)
    )
    loop = painting.tiff([*_baseline(16, 16)], bytes(400))
    looping = loop[:4] + loop[4:].replace(struct.pack("<I", 0), struct.pack("<I", 8), 1)
    yield of_pictures(
        "I-tif-ring",
        "a TIFF directory that leads to itself",
        {"a.tif": looping},
        Expect.EITHER,
        says=("a.tif",),
        seconds=20,
    )


def _moving() -> Iterator[Case]:
    for suffix in ("gif", "png", "webp", "tif"):
        data = painting.moving(_SORTS[suffix])
        yield of_pictures(
            f"I-moving-{suffix}", "several pictures in one", {f"a.{suffix}": data}, Expect.EITHER, says=(f"a.{suffix}",)
        )
    several = saved(flag(), "MPO", save_all=True, append_images=[Image.new("RGB", painting.SIZE, RED)])
    yield of_pictures(
        "I-mpo", "a phone's JPEG of two pictures", {"a.jpg": several}, Expect.EITHER, says=("a.jpg",), shown=(_FLAG,)
    )


def _right() -> Iterator[Case]:
    turned = {
        f"{suffix}-{orientation}.{suffix}": painting.turned(_SORTS[suffix], orientation)
        for suffix in ("jpg", "png", "webp", "tif")
        for orientation in range(1, 9)
    }
    yield of_pictures(
        "I-orientations", "all orientations in four formats", turned, Expect.EXACT, shown=(_FLAG,) * len(turned)
    )
    right = {
        "interlaced.png": _interlaced(),
        "palette.png": saved(flag().quantize(8), "PNG"),
        "progressive.jpg": saved(flag(), "JPEG", progressive=True),
        "wrong-suffix.jpg": saved(flag(), "PNG"),
        "wrong-suffix.png": saved(flag(), "JPEG"),
        "alpha.png": saved(flag().convert("RGBA"), "PNG"),
        "alpha.webp": saved(flag().convert("RGBA"), "WEBP", lossless=True),
        "still.gif": saved(flag(), "GIF"),
        "lzw.tif": saved(flag(), "TIFF", compression="tiff_lzw"),
        "deflate.tif": saved(flag(), "TIFF", compression="tiff_adobe_deflate"),
        "archive.png": saved(flag(), "PNG") + b"PK\3\4" + _MARK.encode(),
        "film.jpg": saved(flag(), "JPEG") + b"\0\0\0\x18ftypmp42" + _MARK.encode(),
        "page.jpg": painting.with_segments(saved(flag(), "JPEG"), (0xFE, b"<script>" + _MARK.encode())),
    }
    yield of_pictures(
        "I-right", "odd and sound", right, Expect.EXACT, shown=(_FLAG,) * len(right), canaries=(_MARK, "ftypmp42")
    )


def _interlaced() -> bytes:
    """A PNG of one colour in Adam7: every pass is written out."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    picture = flag()
    data = b""
    for left, top, across, down in passes:
        for row in range(top, picture.height, down):
            pixels = (picture.getpixel((column, row)) for column in range(left, picture.width, across))
            data += b"\0" + b"".join(bytes(pixel) for pixel in pixels if isinstance(pixel, tuple))
    return png(header(*painting.SIZE, interlace=1), chunk(b"IDAT", zlib.compress(data)))


def _colours() -> Iterator[Case]:
    def all_of(rgb: tuple[int, int, int], tolerance: int = 14) -> Shown:
        return Shown((Pixel(rgb, tolerance=tolerance),))

    size = (60, 40)
    red = (200, 30, 30)
    deep_grey = Image.frombytes("I;16", size, struct.pack("<H", 32768) * 2400)
    deep = chunk(
        b"IDAT", zlib.compress(b"".join(b"\0" + struct.pack(">HHH", 51400, 7710, 7710) * 60 for _ in range(40)))
    )
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clear = Image.new("RGBA", size, (0, 0, 0, 0))
    half = Image.new("LA", size, (0, 128))
    sound = {
        "deep-grey.png": (saved(deep_grey, "PNG"), all_of((128, 128, 128))),
        "deep-grey.tif": (saved(deep_grey, "TIFF"), all_of((128, 128, 128))),
        "deep.png": (png(header(60, 40, depth=16), deep), all_of(red)),
        "bits.png": (saved(Image.new("1", size, 1), "PNG"), all_of(WHITE)),
        "bits.tif": (saved(Image.new("1", size, 0), "TIFF", compression="group4"), all_of((0, 0, 0))),
        "clear.png": (saved(clear, "PNG"), all_of(WHITE)),
        "clear.webp": (saved(clear, "WEBP", lossless=True), all_of(WHITE)),
        "half.png": (saved(half, "PNG"), all_of((127, 127, 127))),
        "profile.jpg": (saved(Image.new("RGB", size, red), "JPEG", icc_profile=srgb), all_of(red)),
        "broken-profile.jpg": (saved(Image.new("RGB", size, red), "JPEG", icc_profile=b"nonsense" * 40), all_of(red)),
        "ink.jpg": (saved(Image.new("CMYK", size, (0, 255, 255, 0)), "JPEG"), all_of((255, 0, 0), 80)),
        "ink.tif": (saved(Image.new("CMYK", size, (0, 255, 255, 0)), "TIFF"), all_of((255, 0, 0), 80)),
        "bytes.tif": (saved(Image.new("LAB", size, (128, 128, 128)), "TIFF"), all_of((119, 119, 119), 30)),
    }
    for name, (data, shown) in sound.items():
        expect = Expect.EITHER if name in ("bytes.tif", "broken-profile.jpg") else Expect.EXACT
        yield of_pictures(
            f"I-colours-{name}",
            name,
            {name: data},
            expect,
            says=(name,),
            shown=(shown,),
            formats=("epub", "screen-pdf"),
        )
