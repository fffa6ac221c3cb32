"""Tells what is no panel: scraps, and balloons, floating words or specks alone; it belongs to what is nearest."""

import cv2
import numpy as np

from storybook.comics.find.piece import Piece

Box = tuple[int, int, int, int]
"""First row, end row, first column, end column of ink that is no balloon's; nothing where there is none."""


def content_of(piece: Piece, start: int, end: int) -> Box:
    """The box of what lies in some rows of a piece."""
    part = piece.ink[start:end] & (piece.balloons[start:end] == 0)
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return start, start, 0, 0
    return start + int(rows[0]), start + int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def is_scrap(piece: Piece, box: Box) -> bool:
    """Whether what lies in a box is too small for a panel, or of specks, balloons and words alone."""
    tall, wide = box[1] - box[0], box[3] - box[2]
    if min(tall, wide) < piece.part(40, 14) or tall * wide < 0.012 * piece.whole**2:
        return True
    return _is_dust(piece, box) or _is_lettering_alone(piece, box)


def _is_dust(piece: Piece, box: Box) -> bool:
    """Whether the ink in a box is of specks and of level lines alone."""
    top, bottom, left, right = box
    ink = np.ascontiguousarray(piece.ink[top:bottom, left:right]).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, tall = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    speck = (wide <= piece.part(16, 6)) & (tall <= piece.part(16, 6))
    return bool((speck | (tall <= piece.part(10, 5))).all())


def _is_lettering_alone(piece: Piece, box: Box) -> bool:
    """Whether the ink in a box is of balloons or of letters alone."""
    top, bottom, left, right = box
    if (bottom - top) * (right - left) > 0.12 * piece.whole**2:
        return False
    ink = np.ascontiguousarray(piece.ink[top:bottom, left:right]).astype(np.uint8)
    ink = cv2.copyMakeBorder(ink, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0).astype(np.uint8)
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    letter = piece.part(60, 12)
    for outline in outlines:
        _, _, wide, tall = cv2.boundingRect(outline)
        if max(wide, tall) <= letter:
            continue
        area, hull = cv2.contourArea(outline), cv2.contourArea(cv2.convexHull(outline))
        if hull <= 0 or area < 0.88 * hull or not _is_light(piece, outline, (top, left)):
            return False
        if area > 0.03 * piece.whole**2 and _is_angular(outline):  # a large box is a panel, not a caption
            return False
    return True


def _is_angular(outline: cv2.typing.MatLike) -> bool:
    """Whether a shape is a quadrangle, or nearly."""
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True)
    return len(corners) <= 5


def _is_light(piece: Piece, outline: cv2.typing.MatLike, at: tuple[int, int]) -> bool:
    """Whether a shape is of one light tone inside, but for letters."""
    x, y, wide, tall = cv2.boundingRect(outline)
    mask = np.zeros((tall, wide), np.uint8)
    cv2.drawContours(mask, [outline - np.array([[x, y]])], -1, 255, -1)
    mask = cv2.erode(mask, np.ones((7, 7), np.uint8)).astype(np.uint8)
    top, left = at[0] + y - 2, at[1] + x - 2
    colours = piece.pixels[max(top, 0) : top + tall, max(left, 0) : left + wide]
    inside = mask[max(-top, 0) :, max(-left, 0) :][: colours.shape[0], : colours.shape[1]] > 0
    if not inside.any():
        return True
    inner = colours[inside].astype(np.int16)
    light = np.abs(inner - np.quantile(inner, 0.8, axis=0)).max(axis=1) < 18
    return bool(light.mean() > 0.55 and float(np.quantile(inner, 0.8, axis=0).min()) > 170)
