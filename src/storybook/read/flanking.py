"""Where emphasis may begin and end: CommonMark's rule, mended for Chinese, Japanese and Korean.

CommonMark leaves the asterisks of `**“말”**이` on the page, because the closing ones stand between a punctuation mark
and a letter. The mend is that of the CommonMark CJK-friendly amendments: East Asian letters count as a boundary.
"""

import unicodedata

_EMOJI_BLOCKS = (range(0x2300, 0x2C00), range(0x1F000, 0x20000))
_HANGUL_JAMO = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))


def can_open_and_close(before: str, after: str, within_words: bool) -> tuple[bool, bool]:
    """Whether a run of * or _ can begin and can end emphasis.

    before, after: up to two characters on its sides; within_words: true for *, which works inside a word.
    """
    last, following = _last_seen(before), after[:1] or " "
    last_punctuates, next_punctuates = _is_punctuation(last), _is_punctuation(following)
    last_space, next_space = _is_space(last), _is_space(following)
    last_wide, next_wide = _is_cjk(last), _is_cjk(following)
    left_flanking = not next_space and (not next_punctuates or next_wide or last_space or last_punctuates or last_wide)
    right_flanking = not last_space and (not last_punctuates or last_wide or next_space or next_punctuates or next_wide)
    can_open = left_flanking and (within_words or not right_flanking or last_punctuates)
    # An underscore inside a word joins it (snake_case), but a Korean particle follows its noun without a space.
    can_close = right_flanking and (within_words or not left_flanking or next_punctuates or next_wide)
    return can_open, can_close


def _last_seen(before: str) -> str:
    """The last character, or the one before it where it is a variation selector."""
    if before and 0xFE00 <= ord(before[-1]) <= 0xFE0E:
        before = before[:-1]
    return before[-1:] or " "


def _is_space(letter: str) -> bool:
    return letter in "\t\n\f\r " or unicodedata.category(letter) == "Zs"


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_cjk(letter: str) -> bool:
    code = ord(letter)
    if any(code in block for block in _EMOJI_BLOCKS):
        return False
    return unicodedata.east_asian_width(letter) in "WFH" or any(code in block for block in _HANGUL_JAMO)
