"""Templates: a book's own cannot reach out of their sandbox, and a manuscript is never one."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from paper import sample
from program import Run, small_starter, storybook
from storybook.errors import SourceError
from storybook.model import blocks as b
from storybook.model.book import Book, Matter
from storybook.pages.own_looks import refuse_what_reaches_out
from storybook.pages.theme import load_theme
from storybook.pages.xhtml import ChapterPage, environment

SCENE = "blocks/scene_break.xhtml.j2"

ESCAPES = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "own-globals": "{{ self.__init__.__globals__ }}",
    "page": "{{ page.__init__.__globals__ }}",
    "method": "{{ page.inlines.__func__.__globals__ }}",
    "format": "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
    "attribute-filter": "{{ page | attr('__class__') }}",
    "map-filter": "{{ [page] | map(attribute='__class__') | first }}",
    "include": "{% include '/etc/passwd' %}",
    "include-up": "{% include '../../../../etc/passwd' %}",
    "import": "{% import '/etc/passwd' as users %}",
    "import-up": "{% from '../book.yaml' import x %}",
    "extends": "{% extends '../../etc/passwd' %}",
    "undefined": "{{ nothing }}",
    "undefined-in-passing": "{% if nothing.at.all %}a{% endif %}",
    "syntax": "{% if %}",
    "odd-tag": "{% debug %}",
    "odd-filter": "{{ 'a' | shell }}",
    "division": "{{ 1 / 0 }}",
    "sum": "{{ 'a' + 1 }}",
    "long-range": "{% for i in range(999999999) %}a{% endfor %}",
    "bad-key": "{{ page.say('no such word') }}",
    "bad-call": "{{ page.block() }}",
    "bad-number": "{{ 'a' | int(default='x') | round('y') }}",
    "itself": "{% include 'blocks/scene_break.xhtml.j2' %}",
    "memory": "{{ ('x' * 99999999999) | length }}",
    "script": "<script>1</script>",
    "handler": "<p onclick='x()'>a</p>",
    "remote": "<img src='https://example.invalid/a.png' alt=''/>",
}

BY_LIMITS = ("itself", "memory")
"""Those that the limits of the child process end, not the sandbox."""


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book."""
    return small_starter(tmp_path_factory.mktemp("starter") / "book")


def build_with(starter: Path, folder: Path, name: str, text: str, *formats: str) -> Run:
    shutil.copytree(starter, folder / "book")
    file = folder / "book" / "templates" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return storybook("build", folder / "book", "--out", folder / "dist", *(f"--format={one}" for one in formats))


def render(folder: Path, text: str) -> None:
    """Set a pause by a template of a book's own, without the rest of the book."""
    file = folder / "templates" / SCENE
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    refuse_what_reaches_out(f"templates/{SCENE}", file.read_bytes())
    chapter = sample.chapter("chapter-01", "One", Matter.BODY, "essay", b.SceneBreak())
    made = sample.edition(Book(sample.english().metadata, (chapter,)), folder / "art")
    made = replace(made, theme=load_theme(folder / "templates"))
    ChapterPage(made, "epub", chapter, lambda name: name).block(b.SceneBreak())


@pytest.mark.parametrize("escape", [name for name in ESCAPES if name not in BY_LIMITS])
def test_a_template_that_reaches_out_is_refused_with_its_place(tmp_path: Path, escape: str) -> None:
    with pytest.raises(SourceError) as caught:
        render(tmp_path, f"<hr/>\n{ESCAPES[escape]}\n")
    (problem,) = caught.value.problems
    assert problem.where is not None
    assert (problem.where.file, problem.where.line) == (f"templates/{SCENE}", 2)
    assert problem.hint
    for word in ("root:", "passwd", "0x", str(tmp_path), "example"):
        assert word not in str(problem)


@pytest.mark.parametrize("escape", ["globals", "include", "long-range", "script", *BY_LIMITS])
def test_a_build_with_such_a_template_ends_with_a_refusal(starter: Path, tmp_path: Path, escape: str) -> None:
    run = build_with(starter, tmp_path, SCENE, f"<hr/>\n{ESCAPES[escape]}\n", "epub")
    assert run.code == 3, run.err
    assert "mend:" in run.err
    for word in ("root:", "passwd", "Traceback", "0x", str(tmp_path)):
        assert word not in run.err
    assert not (tmp_path / "dist").exists()


def test_a_template_that_only_looks_otherwise_is_used(starter: Path, tmp_path: Path) -> None:
    run = build_with(starter, tmp_path, SCENE, '<hr class="wave"/>\n', "epub")
    assert run.code == 0, run.err
    (epub,) = (tmp_path / "dist").glob("*.epub")
    with zipfile.ZipFile(epub) as container:
        assert any(b'<hr class="wave"/>' in container.read(name) for name in container.namelist())


@pytest.mark.parametrize("suffix", ["xhtml.j2", "opf", "ncx", "html", "txt", "css", "anything"])
def test_everything_is_escaped_whatever_a_template_is_called(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a.{suffix}").write_text("{{ word }}", "utf-8")
    engine = environment(load_theme(tmp_path).folders)
    assert engine.get_template(f"a.{suffix}").render(word="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_a_manuscript_is_never_a_template(starter: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(starter, book)
    words = "{{ 7 * 7 }} {% raw %} {# gone? #} ${7*7} #{7*7} <%= 7 %>"
    (book / "en" / "essay.md").write_text(f"Say `{words}` aloud.\n\nThen {{{{ 6 * 8 }}}} alone.\n", "utf-8")
    manifest = book / "book.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("Our First Book", "Our {{ 5 * 9 }} Book"), "utf-8")
    run = storybook("build", book, "--out", tmp_path / "dist", "--format=epub")
    assert run.code == 0, run.err
    (epub,) = (tmp_path / "dist").glob("*.epub")
    with zipfile.ZipFile(epub) as container:
        text = "".join(
            container.read(name).decode() for name in container.namelist() if name.endswith((".xhtml", ".opf"))
        )
    assert "{{ 7 * 7 }} {% raw %} {# gone? #}" in text
    assert "Our {{ 5 * 9 }} Book" in text
    assert "{{ 6 * 8 }}" in text
    assert not any(f">{number}<" in text for number in (49, 48, 45))
