import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from storybook.checks._preflight.carried import DEEPEST, carried
from storybook.checks.pdf_preflight import CHECK
from storybook.errors import OutputError
from storybook.model.finding import Severity

Edit = Callable[[Pdf], None]


def pdf(folder: Path, *edits: Edit) -> Path:
    """Two pages with labels, each with a picture of 300 by 300 px that is 72 pt wide, changed as asked."""
    document = pikepdf.new()
    for _ in range(2):
        page = document.add_blank_page(page_size=(200, 300))
        page.Resources = Dictionary(XObject=Dictionary(Pic=_picture(document)))
        page.Contents = Stream(document, b"q 72 0 0 72 10 10 cm /Pic Do Q")
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    for edit in edits:
        edit(document)
    path = folder / "book.pdf"
    document.save(path)
    return path


def _picture(document: Pdf) -> Stream:
    picture = Stream(document, b"\0" * 90000)
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 300, 300
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    return picture


def codes(path: Path) -> list[str]:
    return [finding.code for finding in CHECK.run(path)]


def test_a_sound_pdf_passes(tmp_path: Path) -> None:
    assert codes(pdf(tmp_path)) == []


def _no_labels(document: Pdf) -> None:
    del document.Root.PageLabels


def _script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _named_script(document: Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


def _launch(document: Pdf) -> None:
    _link(document, Dictionary(S=Name.Launch, F="calc"))


def _other_file(document: Pdf) -> None:
    _link(document, Dictionary(S=Name.GoToR, F="other.pdf"))


def _file_link(document: Pdf) -> None:
    _link(document, Dictionary(S=Name.URI, URI="file:///home/somebody"))


def _link(document: Pdf, action: Dictionary) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    document.pages[1].Annots = Array([document.make_indirect(link)])


def _attachment(document: Pdf) -> None:
    document.attachments["notes.txt"] = b"private"


def _page_action(document: Pdf) -> None:
    document.pages[0].AA = Dictionary()


def _tracking_link(document: Pdf) -> None:
    _link(document, Dictionary(S=Name.URI, URI="https://example.org/?utm_source=book"))


def _next_action(document: Pdf) -> None:
    _link(document, Dictionary(S=Name.GoTo, D="a", Next=Dictionary(S=Name.Launch, F="calc")))


def _form(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]))


def _note(document: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="ask her mother")
    document.pages[0].Annots = Array([document.make_indirect(note)])


def _hidden_script(document: Pdf) -> None:
    document.Root.Odd = Array([Array([Dictionary(Deep=Dictionary(JS="x()"))])])


def _editors_data(document: Pdf) -> None:
    document.pages[0].PieceInfo = Dictionary(Editor=Dictionary(LastModified="D:20260101"))


def _thumbnail(document: Pdf) -> None:
    document.pages[0].Thumb = _picture(document)


def _company(document: Pdf) -> None:
    document.docinfo["/Company"] = "somebody"


def _changed(document: Pdf) -> None:
    document.docinfo["/ModDate"] = "D:20260101"


def _hour(document: Pdf) -> None:
    document.docinfo["/CreationDate"] = "D:20260101120000+09'00'"


def _xmp(document: Pdf, properties: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><rdf:Description rdf:about="">{properties}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    document.Root.Metadata = Stream(document, text.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML})


def _xmp_city(document: Pdf) -> None:
    _xmp(document, "<photoshop:City>somewhere</photoshop:City>")


def _xmp_hour(document: Pdf) -> None:
    _xmp(document, "<xmp:CreateDate>2026-01-01T12:00:00+09:00</xmp:CreateDate>")


def _named_font(document: Pdf) -> None:
    font = b"\0\1\0\0\0\1" + bytes(6) + b"name" + bytes(12)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/A"), FontFile2=Stream(document, font))
    document.Root.Odd = document.make_indirect(descriptor)


def _commented_picture(document: Pdf) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "JPEG", comment=b"taken at home")
    picture = document.pages[0].Resources.XObject.Pic
    picture.write(out.getvalue(), filter=Name.DCTDecode)
    picture.ColorSpace = Name.DeviceRGB


def _outside_stream(document: Pdf) -> None:
    document.pages[0].Resources.XObject.Pic.F = "/home/somebody/a.raw"


def _bleed_inside_trim(document: Pdf) -> None:
    document.pages[0].BleedBox = Array([50, 50, 150, 250])
    document.pages[0].TrimBox = Array([40, 50, 150, 250])
    document.pages[1].TrimBox = Array([40, 50, 150, 250])


def _other_size(document: Pdf) -> None:
    document.pages[1].MediaBox = Array([0, 0, 201, 300])


def _loose_font(document: Pdf) -> None:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/Nothing"), Flags=32)
    document.Root.Odd = document.make_indirect(descriptor)


def _coarse(document: Pdf) -> None:
    document.pages[0].Contents = Stream(document, b"q 2 0 0 2 0 0 cm q 150 0 0 100 0 0 cm /Pic Do Q Q")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_no_labels, "page-labels"),
        (_script, "active-content"),
        (_named_script, "active-content"),
        (_launch, "active-content"),
        (_other_file, "active-content"),
        (_page_action, "active-content"),
        (_file_link, "link"),
        (_attachment, "embedded-file"),
        (_tracking_link, "tracking-link"),
        (_next_action, "active-content"),
        (_form, "active-content"),
        (_hidden_script, "active-content"),
        (_note, "annotation"),
        (_thumbnail, "leftover"),
        (_company, "leftover"),
        (_changed, "leftover"),
        (_xmp_city, "leftover"),
        (_hour, "clock"),
        (_xmp_hour, "clock"),
        (_named_font, "font-names"),
        (_commented_picture, "picture-metadata"),
        (_outside_stream, "embedded-file"),
        (_bleed_inside_trim, "boxes"),
        (_other_size, "page-size"),
        (_loose_font, "font"),
        (_coarse, "coarse-picture"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, edit: Edit, code: str) -> None:
    found = codes(pdf(tmp_path, edit))
    assert set(found) == {code}


def test_what_an_editor_left_on_a_page_is_found(tmp_path: Path) -> None:
    assert set(codes(pdf(tmp_path, _editors_data))) == {"leftover"}


def test_no_finding_repeats_what_it_found(tmp_path: Path) -> None:
    for edit in (_company, _xmp_city, _tracking_link, _launch, _outside_stream):
        for finding in CHECK.run(pdf(tmp_path, edit)):
            assert not any(word in finding.message for word in ("somebody", "somewhere", "utm", "calc"))


def test_facts_that_readers_need_pass(tmp_path: Path) -> None:
    def facts(document: Pdf) -> None:
        document.docinfo["/Title"] = "A book"
        document.docinfo["/CreationDate"] = "D:20260101"
        _xmp(document, "<xmp:CreateDate>2026-01-01</xmp:CreateDate>")

    assert codes(pdf(tmp_path, facts)) == []


def test_a_picture_in_a_form_counts_with_the_forms_own_scale(tmp_path: Path) -> None:
    def in_form(document: Pdf) -> None:
        form = Stream(document, b"q 36 0 0 36 0 0 cm /Pic Do Q")
        form.Type, form.Subtype, form.Matrix = Name.XObject, Name.Form, Array([10, 0, 0, 10, 0, 0])
        form.Resources = document.pages[0].Resources
        document.pages[0].Resources = Dictionary(XObject=Dictionary(Form=form))
        document.pages[0].Contents = Stream(document, b"/Form Do")

    (finding,) = CHECK.run(pdf(tmp_path, in_form))
    assert (finding.place, finding.severity) == ("page 1", Severity.WARNING)
    assert "60 ppi" in finding.message


def test_a_coarse_picture_is_told_once_where_it_is_coarsest(tmp_path: Path) -> None:
    def ornament(document: Pdf) -> None:
        document.add_blank_page(page_size=(200, 300))
        for number, page in enumerate(document.pages):
            page.Resources = document.pages[0].Resources
            width = (240, 360, 240)[number]
            page.Contents = Stream(document, b"q %d 0 0 %d 0 0 cm /Pic Do Q" % (width, width))

    (finding,) = CHECK.run(pdf(tmp_path, ornament))
    assert finding.place == "page 2"
    assert "60 ppi" in finding.message
    assert finding.message.endswith("on 2 more pages")


def test_paper_asks_for_more_pixels_than_a_screen(tmp_path: Path) -> None:
    def fairly_coarse(document: Pdf) -> None:
        for page in document.pages:
            page.Contents = Stream(document, b"q 180 0 0 180 0 0 cm /Pic Do Q")  # 120 ppi

    def for_paper(document: Pdf) -> None:
        for page in document.pages:
            page.TrimBox = Array([9, 9, 191, 291])

    assert codes(pdf(tmp_path, fairly_coarse)) == []
    assert codes(pdf(tmp_path, fairly_coarse, for_paper)) == ["coarse-picture"] * 2


def test_an_encrypted_pdf_is_found_whether_it_opens_or_not(tmp_path: Path) -> None:
    for password in ("", "secret"):
        path = tmp_path / f"locked{password}.pdf"
        with pikepdf.open(pdf(tmp_path)) as document:
            document.save(path, encryption=pikepdf.Encryption(owner="owner", user=password))
        assert codes(path) == ["encrypted"]


def test_what_is_no_pdf_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(b"nothing")
    with pytest.raises(OutputError, match=r"book\.pdf"):
        CHECK.run(tmp_path / "book.pdf")


def told(folder: Path, *edits: Edit) -> list[tuple[str, str]]:
    """Code and message of all that a PDF carries beside its pages."""
    with pikepdf.open(pdf(folder, *edits)) as document:
        return list(carried(document))


@pytest.mark.parametrize(
    ("edit", "code", "message"),
    [
        (_script, "active-content", "an action of the kind JavaScript is in the PDF"),
        (_named_script, "active-content", "the PDF carries something that runs or asks (JavaScript)"),
        (_page_action, "active-content", "the PDF carries something that runs or asks (AA)"),
        (_launch, "active-content", "an action of the kind Launch is in the PDF"),
        (_next_action, "active-content", "an action of the kind Launch is in the PDF"),
        (_form, "active-content", "the PDF carries something that runs or asks (AcroForm)"),
        (_note, "annotation", "a page carries a mark of the kind Text"),
        (_attachment, "embedded-file", "the PDF names other files (Filespec)"),
        (_attachment, "embedded-file", "the PDF carries or names other files (EF)"),
        (_editors_data, "leftover", "the PDF tells of its making (PieceInfo)"),
        (_editors_data, "leftover", "the PDF tells of its making (LastModified)"),
        (_company, "leftover", "the PDF's facts say more than a reader needs (Company)"),
        (_hour, "clock", "the PDF tells the hour of its making"),
        (_xmp_city, "leftover", "the PDF's metadata say more than a reader needs (City)"),
        (_xmp_hour, "clock", "the PDF tells the hour of its making"),
        (_named_font, "font-names", "a font still carries what its maker wrote into it"),
        (_commented_picture, "picture-metadata", "a picture carries more than pixels"),
        (_outside_stream, "embedded-file", "the PDF takes a part of itself from another file"),
    ],
)
def test_what_a_pdf_carries_is_told_in_words(tmp_path: Path, edit: Edit, code: str, message: str) -> None:
    assert (code, message) in told(tmp_path, edit)


def test_what_a_pdf_carries_is_told_once_and_in_order(tmp_path: Path) -> None:
    found = told(tmp_path, _editors_data, _page_action, _named_font, _note, _company)
    assert found == sorted(set(found))
    assert len(found) == 6


@pytest.mark.parametrize("key", ["/A", "/OpenAction", "/Next", "/PA"])
def test_an_action_is_found_wherever_it_hangs(tmp_path: Path, key: str) -> None:
    def hang(document: Pdf) -> None:
        document.Root.Odd = Dictionary({key: Dictionary(S=Name.SubmitForm)})

    def harmless(document: Pdf) -> None:
        document.Root.Odd = Dictionary({key: Dictionary(S=Name.GoTo)})

    def none(document: Pdf) -> None:
        document.Root.Odd = Dictionary({key: Dictionary(D="a")})

    assert told(tmp_path, hang) == [("active-content", "an action of the kind SubmitForm is in the PDF")]
    assert told(tmp_path, harmless) == told(tmp_path, none) == []


def _nested(depth: int) -> Edit:
    def nest(document: Pdf) -> None:
        inner: Dictionary | Array = Dictionary(JS="x()")
        for number in range(depth):
            inner = Array([inner]) if number % 2 else Dictionary(In=inner)
        document.Root.Odd = document.make_indirect(inner)

    return nest


def test_what_stands_deep_is_found_and_what_stands_too_deep_is_told(tmp_path: Path) -> None:
    runs = ("active-content", "the PDF carries something that runs or asks (JS)")
    deep = ("nested", "objects stand too deep inside one another")
    assert told(tmp_path, _nested(DEEPEST)) == [runs]
    assert told(tmp_path, _nested(DEEPEST + 1)) == [deep]
    assert told(tmp_path, _nested(DEEPEST + 40)) == [deep]


def _fonted(data: bytes, key: str = "/FontFile2") -> Edit:
    def add(document: Pdf) -> None:
        document.Root.Odd = document.make_indirect(Dictionary({key: Stream(document, data)}))

    return add


TOLD_FONT = [("font-names", "a font still carries what its maker wrote into it")]


@pytest.mark.parametrize("magic", [b"\0\1\0\0", b"OTTO", b"true"])
@pytest.mark.parametrize("key", ["/FontFile", "/FontFile2", "/FontFile3"])
def test_a_font_of_every_kind_is_looked_into_to_its_last_table(tmp_path: Path, magic: bytes, key: str) -> None:
    head, glyphs, name = magic + b"\0\2" + bytes(6), b"glyf" + bytes(12), b"name" + bytes(12)
    assert told(tmp_path, _fonted(head + glyphs + name, key)) == TOLD_FONT
    assert told(tmp_path, _fonted(head + name + glyphs, key)) == TOLD_FONT
    assert told(tmp_path, _fonted(head + glyphs + glyphs + name, key)) == []


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0", b"\0\1\0\0\0\1name12", b"%!PS\0\1" + bytes(6) + b"name" + bytes(9)])
def test_what_is_no_font_of_tables_carries_none(tmp_path: Path, data: bytes) -> None:
    assert told(tmp_path, _fonted(data)) == []


def test_a_font_that_ends_behind_its_count_has_no_tables(tmp_path: Path) -> None:
    assert told(tmp_path, _fonted(b"\0\1\0\0\0\1\0\0\0\0\0\0")) == []
    assert told(tmp_path, _fonted(b"\0\1\0\0\0\1\0\0\0\0\0\0name")) == TOLD_FONT


def _jpeg_picture(data: bytes, *, listed: bool, kind: Name = Name.Image) -> Edit:
    def put(document: Pdf) -> None:
        picture = document.pages[0].Resources.XObject.Pic
        picture.write(data, filter=Array([Name.DCTDecode]) if listed else Name.DCTDecode)
        picture.ColorSpace, picture.Subtype = Name.DeviceRGB, kind

    return put


def _jpeg(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "JPEG", **more)
    return out.getvalue()


@pytest.mark.parametrize("listed", [False, True])
def test_a_jpeg_inside_a_pdf_is_looked_into_however_it_is_named(tmp_path: Path, listed: bool) -> None:
    assert told(tmp_path, _jpeg_picture(_jpeg(), listed=listed)) == []
    odd = [("picture-metadata", "a picture carries more than pixels")]
    assert told(tmp_path, _jpeg_picture(_jpeg(comment=b"a"), listed=listed)) == odd
    broken = [("picture-broken", "a picture is not whole")]
    assert told(tmp_path, _jpeg_picture(_jpeg()[:300], listed=listed)) == broken
    assert told(tmp_path, _jpeg_picture(_jpeg()[:300], listed=listed, kind=Name.Form)) == []


def test_notes_of_a_picture_and_a_file_of_a_stream_are_found(tmp_path: Path) -> None:
    def noted(document: Pdf) -> None:
        document.pages[0].Resources.XObject.Pic.Metadata = document.make_indirect(Stream(document, b"<a/>"))

    def elsewhere(document: Pdf) -> None:
        document.Root.Odd = document.make_indirect(Stream(document, b"a", {"/F": "b"}))

    assert told(tmp_path, noted) == [("picture-metadata", "a picture carries notes")]
    assert told(tmp_path, elsewhere) == []


def test_a_mark_is_a_link_or_told(tmp_path: Path) -> None:
    def mark(document: Pdf) -> None:
        document.Root.Odd = Dictionary(Rect=Array([0, 0, 1, 1]))

    assert told(tmp_path, mark) == []


@pytest.mark.parametrize(
    ("xmp", "found"),
    [
        ("<xmp:CreateDate> 2026-01 </xmp:CreateDate>", []),
        ("<xmp:CreateDate>2026-01-01<b/>T12</xmp:CreateDate>", ["clock"]),
        ("<xmp:CreateDate>2026-<rdf:b>01</rdf:b>-01</xmp:CreateDate>", []),
        ('<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-01-01T12</dc:date>', ["clock"]),
        ('<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">2026-01-01T12</dc:title>', []),
        ("<title>A</title>", ["leftover"]),
        ("<rdf:li>A</rdf:li>", []),
    ],
)
def test_the_newer_table_of_facts_says_what_readers_need(tmp_path: Path, xmp: str, found: list[str]) -> None:
    assert [code for code, _ in told(tmp_path, lambda document: _xmp(document, xmp))] == found


def test_facts_that_stand_in_attributes_are_read_too(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = f'<r:RDF xmlns:r="{rdf}" xmlns:a="b:"><r:Description r:about="" a:c="d" e="f"/></r:RDF>'

    def add(document: Pdf) -> None:
        document.Root.Metadata = Stream(document, text.encode())

    says = "the PDF's metadata say more than a reader needs"
    assert told(tmp_path, add) == [("leftover", f"{says} (c)"), ("leftover", f"{says} (e)")]


@pytest.mark.parametrize(("day", "found"), [("2026-01-01", []), ("2026-01-01T12", ["clock"])])
def test_a_day_in_an_attribute_is_held_as_one_in_an_element(day: str, found: list[str]) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    space = "http://ns.adobe.com/xap/1.0/"
    text = f'<r:RDF xmlns:r="{rdf}" xmlns:a="{space}"><r:Description a:CreateDate="{day}"/></r:RDF>'
    document = pikepdf.new()
    document.Root.Metadata = Stream(document, text.encode())
    assert [code for code, _ in carried(document)] == found


def test_a_table_of_facts_that_cannot_be_read_is_told() -> None:
    document = pikepdf.new()
    document.Root.Metadata = Stream(document, b"<a>")  # saving would mend it
    assert list(carried(document)) == [("leftover", "the PDF's metadata are not well-formed")]


def test_entities_in_the_table_of_facts_are_not_filled_in(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("2026-01-01")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = (
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "{(tmp_path / "outside").as_uri()}">]><r:RDF xmlns:r="{rdf}">'
        '<r:Description><m:CreateDate xmlns:m="http://ns.adobe.com/xap/1.0/">&b;</m:CreateDate></r:Description></r:RDF>'
    )
    document = pikepdf.new()
    document.Root.Metadata = Stream(document, text.encode())
    assert list(carried(document)) == [("clock", "the PDF tells the hour of its making")]


@pytest.mark.parametrize(
    ("day", "found"),
    [("D:2026", []), ("D:202601", []), ("D:20260101", []), ("D:2026010112", ["clock"]), ("", ["clock"])],
)
def test_a_day_is_no_clock(tmp_path: Path, day: str, found: list[str]) -> None:
    def dated(document: Pdf) -> None:
        document.docinfo["/CreationDate"] = day

    assert [code for code, _ in told(tmp_path, dated)] == found
