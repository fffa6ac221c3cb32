"""S: drawings that act, load, grow or say what nobody should hear."""

import gzip
from base64 import b64encode
from collections.abc import Iterator

from hostile.case import Case, Content, Expect
from hostile.generated.books import of_files, showing
from hostile.generated.painting import flag, saved

EVIL = ("evil.example", "alert(1)", "CANARY-drawing-7f3a")
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="80">'
_RECT = '<rect width="120" height="80" fill="#c81e1e"/>'
_JPEG = b64encode(saved(flag(), "JPEG", comment=b"CANARY-drawing-7f3a")).decode()

_INSIDE = {
    "handler": '<rect width="9" height="9" onclick="alert(1)"/>',
    "load": '<g onload="alert(1)"/>',
    "script-href": '<script xlink:href="http://evil.example/x.js"/>',
    "link-script": '<a xlink:href="javascript:alert(1)"><rect width="9" height="9"/></a>',
    "style-import": "<style>@import url(http://evil.example/x.css);</style>",
    "style-font": "<style>@font-face{font-family:x;src:url(http://evil.example/x.woff)}</style>",
    "style-attribute": '<rect width="9" height="9" style="fill:url(http://evil.example/#a)"/>',
    "fill": '<rect width="9" height="9" fill="url(http://evil.example/#a)"/>',
    "filter": '<filter id="f"><feImage xlink:href="http://evil.example/x.png"/></filter><rect filter="url(#f)"/>',
    "picture-remote": '<image width="9" height="9" xlink:href="http://evil.example/x.png"/>',
    "picture-file": '<image width="9" height="9" xlink:href="file:///etc/hostname"/>',
    "picture-beside": '<image width="9" height="9" href="../outside/secret.png"/>',
    "picture-drawing": '<image width="9" height="9" href="data:image/svg+xml,%3Csvg onload=alert(1)/%3E"/>',
    "picture-metadata": f'<image width="60" height="40" href="data:image/jpeg;base64,{_JPEG}"/>',
    "use-remote": '<use xlink:href="http://evil.example/x.svg#a"/>',
    "use-itself": '<g id="a"><use xlink:href="#a"/></g>',
    "use-ring": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "animation": '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload" to="alert(1)"/>',
    "include": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>',
    "frame": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://evil.example"/></foreignObject>',
    "title": "<title>CANARY-drawing-7f3a</title><desc>CANARY-drawing-7f3a</desc>",
    "comment": "<!-- CANARY-drawing-7f3a --><?note CANARY-drawing-7f3a?>",
    "metadata": "<metadata>CANARY-drawing-7f3a</metadata>",
    "own-namespace": '<x:y xmlns:x="urn:CANARY-drawing-7f3a" x:z="CANARY-drawing-7f3a"/>',
    "text-outside": '<text x="-900">CANARY-drawing-7f3a</text>',
    "ids": '<g id="CANARY-drawing-7f3a" class="CANARY-drawing-7f3a" data-x="CANARY-drawing-7f3a"/>',
    "cdata": "<style><![CDATA[*{background:url(http://evil.example/)}]]></style>",
    "other-prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "entity-letters": '<a xlink:href="&#106;avascript:alert(1)"><rect width="9" height="9"/></a>',
    "switch": '<switch><foreignObject requiredExtensions="x">alert(1)</foreignObject></switch>',
    "cursor": '<rect width="9" height="9" style="cursor:url(http://evil.example/)"/>',
    "view-box": '<svg viewBox="0 0 0 0"><rect width="9" height="9"/></svg>',
    "huge-stroke": '<path d="M0 0L9 9" stroke="red" stroke-width="1e300"/>',
    "dashes": '<path d="M0 0H1e9" stroke="red" stroke-dasharray="0.0001"/>',
    "blur": '<filter id="f"><feGaussianBlur stdDeviation="1e9"/></filter><rect width="9" height="9" filter="url(#f)"/>',
    "pattern": '<pattern id="p" width="1e-9" height="1e-9"/><rect width="9" height="9" fill="url(#p)"/>',
    "not-a-number": '<rect width="NaN" height="inf" x="1e999"/>',
    "transform": '<g transform="scale(1e300) rotate(nan)"><rect width="9" height="9"/></g>',
}

_LAUGHS = (
    '<g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 25))
    + '<use href="#a24"/>'
)

_REFUSED: dict[str, Content] = {
    "use-bomb": f"{_OPEN}{_LAUGHS}</svg>",
    "entity-outside": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{_OPEN}<text>&x;</text></svg>',
    "entity-inside": f'<!DOCTYPE svg [<!ENTITY x "y">]>{_OPEN}<text>&x;</text></svg>',
    "entity-parameter": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://evil.example/x.dtd">%x;]>{_OPEN}</svg>',
    "unclosed": f"{_OPEN}<g>",
    "two-roots": f"{_OPEN}</svg>{_OPEN}</svg>",
    "bad-byte": f"{_OPEN}<text>".encode() + b"\xff</text></svg>",
    "control": f"{_OPEN}<text>\x01</text></svg>",
    "unbound-prefix": f"{_OPEN}<x:y/></svg>",
    "not-svg": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "deep": _OPEN + "<g>" * 2_000 + "</g>" * 2_000 + "</svg>",
    "many": _OPEN + "<g/>" * 1_500_000 + "</svg>",
    "gzip": gzip.compress(f"{_OPEN}{_RECT}</svg>".encode(), mtime=0),
    "gzip-bomb": gzip.compress(f"{_OPEN}".encode() + b" " * 50_000_000, mtime=0),
    "empty-root": "<svg/>",
    "zero-size": _OPEN.replace('"120"', '"0"') + _RECT + "</svg>",
    "negative": _OPEN.replace('"120"', '"-5"') + _RECT + "</svg>",
    "nan": _OPEN.replace('"120"', '"NaN"') + _RECT + "</svg>",
}

_DOUBTFUL: dict[str, Content] = {
    "utf-16-entity": f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{_OPEN}&x;</svg>'.encode(
        "utf-16"
    ),
    "utf-7": f'<?xml version="1.0" encoding="utf-7"?>{_OPEN}{_RECT}+ADw-script+AD4-alert(1)+ADw-/script+AD4-</svg>',
    "doctype": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://evil.example/svg11.dtd">{_OPEN}{_RECT}</svg>',
    "instruction": f'<?xml-stylesheet href="http://evil.example/x.css"?>{_OPEN}{_RECT}</svg>',
    "huge": _OPEN.replace('"120"', '"1000000"').replace('"80"', '"1000000"') + _RECT + "</svg>",
    "many-attributes": _OPEN.replace(">", "".join(f' a{n}="x"' for n in range(200_000)) + ">") + "</svg>",
    "percent-size": _OPEN.replace('"120"', '"100%"') + _RECT + "</svg>",
    "named-png": f"{_OPEN}{_RECT}</svg>",
    "plain": f"{_OPEN}{_RECT}</svg>",
}


def cases() -> Iterator[Case]:
    """All cases of drawings; a drawing that is built has become pixels."""
    for name, inside in _INSIDE.items():
        yield _case(f"S-{name}", inside[:60], f"{_OPEN}{_RECT}{inside}</svg>", Expect.EITHER)
    for name, drawing in _REFUSED.items():
        yield _case(f"S-refused-{name}", name, drawing, Expect.REFUSE)
    for name, drawing in _DOUBTFUL.items():
        yield _case(f"S-doubtful-{name}", name, drawing, Expect.EITHER)


def _case(name: str, what: str, drawing: Content, expect: Expect) -> Case:
    file = "drawing.png" if name.endswith("named-png") else "drawing.svg"
    files = {"text.md": showing([file]), file: drawing}
    return of_files(
        name, what, files, expect, says=(file,), canaries=EVIL, formats=("epub",), seconds=30, told=False, lineless=True
    )
