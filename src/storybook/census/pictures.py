"""Pictures of a book found again in a finished file: each use, by its bytes or its size, and in its place."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from storybook.census.expected import ExpectedChapter, ExpectedPicture
from storybook.census.letters import letters
from storybook.model.contents import Contents, ShownPicture
from storybook.model.walk import pictures_of


def picture_faults(chapters: Sequence[ExpectedChapter], contents: Contents) -> Iterator[str]:
    """What is wrong with the pictures, as the beginning of a sentence that ends with the file's name."""
    if contents.paged:
        yield from _faults_of_pages(chapters, contents)
        return
    for chapter, leaf in zip(chapters, contents.leaves, strict=True):
        yield from _faults_of_file(chapter, leaf.pictures)


def _faults_of_file(chapter: ExpectedChapter, shown: Sequence[ShownPicture]) -> Iterator[str]:
    name = _name(chapter)
    if len(shown) != len(chapter.pictures):
        yield f"{len(chapter.pictures)} pictures belong to {name}, and {len(shown)} are in"
        return
    for number, (expected, found) in enumerate(zip(chapter.pictures, shown, strict=True), start=1):
        if not _is(expected, found):
            yield f"picture {number} of {name} is not the right one in"
        elif found.alt is not None and not _describes(found.alt, expected.alt):
            yield f"the description of picture {number} of {name} is not the right one in"


def _describes(alt: str, texts: Sequence[str]) -> bool:
    """Whether a description is one text, or holds several in their order."""
    wanted, found = [letters(text) for text in texts], letters(alt)
    if len(wanted) <= 1:
        return found == "".join(wanted)
    end = 0
    for text in wanted:
        start = found.find(text, end)
        if start < 0:
            return False
        end = start + len(text)
    return True


def _faults_of_pages(chapters: Sequence[ExpectedChapter], contents: Contents) -> Iterator[str]:
    expected = [(chapter, picture) for chapter in chapters for picture in chapter.pictures]
    shown = [picture for leaf in contents.leaves for picture in leaf.pictures]
    missing = Counter(_key(picture) for _, picture in expected) - Counter(_shown_key(picture) for picture in shown)
    if missing:
        for chapter in chapters:
            lost = 0
            for picture in chapter.pictures:
                if missing[_key(picture)]:
                    missing[_key(picture)] -= 1
                    lost += 1
            if lost:
                yield f"{lost} of the {len(chapter.pictures)} pictures of {_name(chapter)} {_verb(lost)} not in"
        return
    if len(shown) > len(expected):
        yield f"{len(expected)} pictures belong to the book, and {len(shown)} are in"
        return
    if not any(_has_picture_in_note(chapter) for chapter in chapters):
        yield from _displaced(expected, contents)


def _displaced(expected: Sequence[tuple[ExpectedChapter, ExpectedPicture]], contents: Contents) -> Iterator[str]:
    """Pictures of a page may be drawn in any order; pages stand in theirs."""
    done = 0
    for page in contents.leaves:
        here = expected[done : done + len(page.pictures)]
        done += len(page.pictures)
        if Counter(_key(picture) for _, picture in here) != Counter(map(_shown_key, page.pictures)):
            yield f"the pictures of {_name(here[0][0])} are not in their places in"
            return


def _has_picture_in_note(chapter: ExpectedChapter) -> bool:
    return any(pictures_of(block) for note in chapter.chapter.notes for block in note.blocks)


def _is(expected: ExpectedPicture, found: ShownPicture) -> bool:
    asset = expected.asset
    known = ((found.size, asset.size), (found.sha256, asset.sha256), (found.width, asset.width))
    return found.size is not None and all(there is None or there == right for there, right in known)


def _key(picture: ExpectedPicture) -> Hashable:
    """A JPEG stands in a PDF byte for byte; of others, size and proportions are the same."""
    asset = picture.asset
    return asset.sha256 if asset.media_type == "image/jpeg" else (asset.width, asset.height)


def _shown_key(picture: ShownPicture) -> Hashable:
    return picture.sha256 if picture.sha256 is not None else (picture.width, picture.height)


def _name(chapter: ExpectedChapter) -> str:
    return f"the chapter “{chapter.chapter.title or chapter.chapter.id}”"


def _verb(count: int) -> str:
    return "are" if count > 1 else "is"
