"""M: what a picture or a text says beside what it shows. Each canary is one way for a name to slip out."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from hostile.case import Case, Content, Expect
from hostile.generated import painting
from hostile.generated.books import HEAD, manifest, of_files, of_pictures, of_text
from hostile.generated.painting import chunk, flag, saved

_GPS_INFO, _EXIF_INFO = 0x8825, 0x8769
_TEXT_TAGS = {0x010E: "description", 0x010F: "make", 0x0131: "software", 0x013B: "artist", 0x8298: "copyright"}
_EXIF_TAGS = {0xA430: "owner", 0xA431: "serial", 0x9003: "taken", 0xA433: "lens", 0xA420: "unique"}
_EXIF_BYTES = {0x9286: "comment", 0x927C: "maker"}


def name_for(channel: str) -> str:
    """The canary of a channel."""
    return f"CANARY-{channel}-7f3a"


def cases() -> Iterator[Case]:
    """All cases of metadata."""
    for sort, data, channels in (
        ("jpg", _jpeg(), _JPEG_CHANNELS),
        ("png", _png(), _PNG_CHANNELS),
        ("webp", _webp(), _WEBP_CHANNELS),
        ("gif", _gif(), ("gif-comment", "gif-application", "gif-tail")),
        ("tif", _tiff(), _TIFF_CHANNELS),
    ):
        canaries = tuple(name_for(channel) for channel in channels)
        yield of_pictures(
            f"M-picture-{sort}", f"every channel of {sort}", {f"a.{sort}": data}, Expect.CLEAN, canaries=canaries
        )
    yield from _names()
    yield from _texts()


def _exif(prefix: str) -> Image.Exif:
    exif = Image.Exif()
    for tag, channel in _TEXT_TAGS.items():
        exif[tag] = name_for(f"{prefix}-{channel}")
    inner = exif.get_ifd(_EXIF_INFO)
    for tag, channel in _EXIF_TAGS.items():
        inner[tag] = name_for(f"{prefix}-{channel}")
    for tag, channel in _EXIF_BYTES.items():
        inner[tag] = b"ASCII\0\0\0" + name_for(f"{prefix}-{channel}").encode()
    place = exif.get_ifd(_GPS_INFO)
    place[1], place[3], place[0x1B] = "N", "E", name_for(f"{prefix}-gps").encode()
    place[2], place[4] = (38.0, 0.0, 0.0), (127.0, 0.0, 0.0)
    return exif


_EXIF_CHANNELS = (*_TEXT_TAGS.values(), *_EXIF_TAGS.values(), *_EXIF_BYTES.values(), "gps")


def _xmp(prefix: str) -> bytes:
    words = name_for(f"{prefix}-xmp")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{words}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


def _profile(prefix: str) -> bytes:
    """An sRGB profile whose copyright text is a canary."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    words = name_for(f"{prefix}-icc").encode("utf-16-be")
    place = profile.find("No copyright".encode("utf-16-be"))
    if place < 0:
        profile += words
        profile[:4] = struct.pack(">I", len(profile))
    else:
        profile[place : place + len(words)] = words
    return bytes(profile)


def _iptc(words: str) -> bytes:
    record = b"\x1c\x02\x50" + struct.pack(">H", len(words)) + words.encode()
    body = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return b"Photoshop 3.0\0" + body


_JPEG_CHANNELS = (
    *(f"jpg-{channel}" for channel in _EXIF_CHANNELS),
    *("jpg-xmp", "jpg-iptc", "jpg-comment", "jpg-app11", "jpg-app13", "jpg-thumbnail", "jpg-xmp-more", "jpg-tail"),
)


def _jpeg() -> bytes:
    small = painting.with_segments(saved(flag().resize((30, 20)), "JPEG"), (0xFE, name_for("jpg-thumbnail").encode()))
    more = (
        b"http://ns.adobe.com/xmp/extension/\0"
        + b"0" * 32
        + struct.pack(">II", 20, 0)
        + name_for("jpg-xmp-more").encode()
    )
    data = saved(flag(), "JPEG", exif=_exif("jpg"), xmp=_xmp("jpg"), icc_profile=_profile("jpg"))
    data = painting.with_segments(
        data,
        (0xE0, b"JFXX\0\x10" + small),
        (0xE1, more),
        (0xEB, b"JP\0\1\0\0\0\1" + name_for("jpg-app11").encode()),
        (0xED, _iptc(name_for("jpg-iptc"))),
        (0xED, name_for("jpg-app13").encode()),
        (0xFE, name_for("jpg-comment").encode()),
    )
    return data + small + name_for("jpg-tail").encode()


_PNG_CHANNELS = (
    *(f"png-{channel}" for channel in _EXIF_CHANNELS),
    *(
        "png-text",
        "png-ztext",
        "png-itext",
        "png-xmp",
        "png-private",
        "png-profile",
        "png-palette",
        "png-tail",
        "png-late",
    ),
)


def _png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", name_for("png-text"))
    words.add_text("Comment", name_for("png-ztext"), zip=True)
    words.add_itxt("Title", name_for("png-itext"), zip=True)
    words.add_itxt("XML:com.adobe.xmp", _xmp("png").decode())
    data = saved(flag(), "PNG", pnginfo=words, exif=_exif("png"))
    profile = name_for("png-profile").encode()[:79] + b"\0\0" + zlib.compress(_profile("png"))
    data = painting.with_chunks(
        data,
        chunk(b"iCCP", profile),
        chunk(b"sPLT", name_for("png-palette").encode() + b"\0\x08\xff\0\0\xff\0\1"),
        chunk(b"prVt", name_for("png-private").encode()),
    )
    late = chunk(b"tEXt", b"Late\0" + name_for("png-late").encode())
    return data[:-12] + late + data[-12:] + name_for("png-tail").encode()


_WEBP_CHANNELS = (*(f"webp-{channel}" for channel in _EXIF_CHANNELS), "webp-xmp", "webp-private", "webp-tail")


def _webp() -> bytes:
    data = saved(
        flag(), "WEBP", lossless=True, exif=_exif("webp").tobytes(), xmp=_xmp("webp"), icc_profile=_profile("webp")
    )
    words = name_for("webp-private").encode()
    data += b"PRVT" + struct.pack("<I", len(words)) + words + b"\0" * (len(words) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:] + name_for("webp-tail").encode()


def _gif() -> bytes:
    data = saved(flag(), "GIF", comment=name_for("gif-comment").encode())
    words = name_for("gif-application").encode()
    application = b"\x21\xff\x0bXMP DataXMP" + bytes([len(words)]) + words + b"\0"
    return data[:-1] + application + b";" + name_for("gif-tail").encode()


_TIFF_CHANNELS = tuple(
    f"tif-{channel}" for channel in (*_TEXT_TAGS.values(), "xmp", "private", "page", "document", "tail")
)


def _tiff() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, channel in _TEXT_TAGS.items():
        tags[tag] = name_for(f"tif-{channel}")
    tags[0x010D], tags[0x011D] = name_for("tif-document"), name_for("tif-page")
    tags[0x02BC], tags.tagtype[0x02BC] = _xmp("tif"), 1
    tags[65000], tags.tagtype[65000] = name_for("tif-private"), 2
    return saved(flag(), "TIFF", tiffinfo=tags) + name_for("tif-tail").encode()


def _names() -> Iterator[Case]:
    words = {part: name_for(f"name-{part}") for part in ("folder", "picture", "text", "unused", "hidden", "id")}
    picture = f"{words['folder']}/{words['picture']}.png"
    files: dict[str, Content] = {
        "book.yaml": manifest(f"{words['folder']}/{words['text']}.md"),
        f"{words['folder']}/{words['text']}.md": f"![A picture](<{words['picture']}.png>)\n",
        picture: painting.plain(painting.RED),
        f"{words['unused']}.docx": words["unused"],
        ".DS_Store": words["hidden"],
        "Thumbs.db": words["hidden"],
        f".~lock.{words['hidden']}#": words["hidden"],
    }
    yield of_files("M-names", "names of files and folders", files, Expect.CLEAN, canaries=tuple(words.values()))
    mac = {"text.md": "Hello.\n", "._text.md": name_for("fork"), "__MACOSX/._text.md": name_for("fork")}
    yield of_files("M-names-mac", "what a Mac leaves beside files", mac, Expect.CLEAN, canaries=(name_for("fork"),))


_NOTE = name_for("note")
_HIDDEN = {
    "comment": f"Hello <!-- {_NOTE} --> there.\n",
    "comment-lines": f"Hello.\n\n<!--\n{_NOTE}\n\n{_NOTE}\n-->\n\nThere.\n",
    "comment-dashes": f"Hello <!-- a -- {_NOTE} --> there.\n",
    "comment-first": f"<!-- {_NOTE} -->\n\nHello.\n",
    "definition-used": "[Hello][1].\n\n[1]: https://example.org/ 'x'\n",
}
_NEVER_PRINTED = {
    "front-matter": f"---\nauthor: {_NOTE}\n---\n\nHello.\n",
    "front-matter-plus": f"+++\nauthor = '{_NOTE}'\n+++\n\nHello.\n",
    "comment-open": f"Hello.\n\n<!-- {_NOTE}\n",
    "obsidian": f"Hello %%{_NOTE}%% there.\n",
    "critic": f"Hello {{>>{_NOTE}<<}} there.\n",
    "critic-delete": f"Hello {{--{_NOTE}--}} there.\n",
    "definition-as-comment": f"Hello.\n\n[//]: # ({_NOTE})\n",
    "definition-comment": f"Hello.\n\n[comment]: <> ({_NOTE})\n",
    "footnote-unused": f"Hello.\n\n[^1]: {_NOTE}\n",
    "html-attribute": f"Hello.\n\n<div data-x='{_NOTE}'>\n",
    "bad-link": f"Hello.\n\n[x](file:///home/{_NOTE}/a.odt)\n",
    "bad-picture": f"Hello.\n\n![x](/home/{_NOTE}/a.png)\n",
    "bad-picture-windows": f"Hello.\n\n![x](C:\\Users\\{_NOTE}\\a.png)\n",
    "title-of-link": f"Hello.\n\n[x](<javascript:{_NOTE}> '{_NOTE}')\n",
    "attributes": f"Hello.\n\n[x]{{data-x={_NOTE}}}\n",
}
"""Where a note would be printed or lost, so the book is refused; the message must not print it either."""


def _texts() -> Iterator[Case]:
    for name, text in _HIDDEN.items():
        yield of_text(f"M-text-{name}", name, text, Expect.EITHER, says=("text.md:",), canaries=(_NOTE,))
    for name, text in _NEVER_PRINTED.items():
        yield of_text(f"M-text-{name}", name, text, Expect.EITHER, says=("text.md:",), canaries=(_NOTE,))
    both = (
        HEAD.format(title="T")
        + f"# {_NOTE}\nchapters:\n  - kind: essay # {_NOTE}\n    title: One\n    source: text.md\n"
    )
    yield of_files("M-yaml-comment", "comments of a manifest", {"book.yaml": both}, Expect.CLEAN, canaries=(_NOTE,))
    shown: dict[str, Content] = {
        "text.md": "Hello.\n\n![Mina at the river](a.png)\n",
        "a.png": painting.plain(painting.RED),
    }
    yield of_files("M-description", "a picture's description is meant to be read", shown, Expect.EXACT, printed=())
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in name_for("tags"))
    yield of_text(
        "M-tags",
        "a name in tag characters",
        f"Hello{tags} there.\n",
        Expect.WARN,
        says=("U+E0043",),
        canaries=(name_for("tags"),),
    )
