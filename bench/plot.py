"""The results as a picture: how fast each server is beside the gateway, on a scale of powers of ten. Bars, so SVG by hand will do."""

from collections.abc import Iterator
from html import escape
from math import log10

from bench.results import Results, Row, Table

_WIDTH, _LABELS, _BAR, _GAP, _RIGHT = 900, 230, 16, 34, 90
_LEAST, _MOST = 0.01, 100.0
_INK, _OURS, _THEIRS = "#1f2933", "#0b7285", "#9fb3c8"
_STYLE = "text{font:12px sans-serif;fill:" + _INK + "}.title{font-weight:bold}"


def plot(results: Results) -> str:
    """Draw a group of bars for each workload; a bar's length is a server's rate as a multiple of the gateway's."""
    body: list[str] = []
    y = 24
    for table in results.tables:
        body += _group(table, y)
        y += _GAP + (_BAR + 4) * len(table.rows)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" role="img" aria-label="Rates beside the gateway\'s">'
    ground = f'<style>{_STYLE}</style><rect width="{_WIDTH}" height="{y}" fill="#fff"/>'
    return "\n".join([head, ground, *body, "</svg>", ""])


def _group(table: Table, y: int) -> Iterator[str]:
    rows = sorted(table.rows, key=lambda row: -row.speed.rate)
    yield f'<text class="title" x="8" y="{y}">{escape(table.title)}</text>'
    bottom = y + 8 + (_BAR + 4) * len(rows)
    yield f'<line x1="{_x(1):.1f}" x2="{_x(1):.1f}" y1="{y + 6}" y2="{bottom}" stroke="{_OURS}" stroke-dasharray="3 3"/>'
    for index, row in enumerate(rows):
        yield from _bar(row, y + 8 + index * (_BAR + 4), ours=row.speed.name == table.subject)


def _bar(row: Row, y: int, *, ours: bool) -> Iterator[str]:
    end = _x(1 / row.ratio)
    colour = _OURS if ours else _THEIRS
    yield f'<text x="{_LABELS - 8}" y="{y + 12}" text-anchor="end">{escape(row.speed.name)}</text>'
    yield f'<rect x="{_LABELS}" y="{y}" width="{end - _LABELS:.1f}" height="{_BAR}" fill="{colour}"/>'
    yield f'<text x="{end + 6:.1f}" y="{y + 12}">{row.speed.rate:,.4g}/s</text>'


def _x(multiple: float) -> float:
    """Return where a multiple of the gateway's rate lies."""
    share = (log10(min(max(multiple, _LEAST), _MOST)) - log10(_LEAST)) / (log10(_MOST) - log10(_LEAST))
    return _LABELS + share * (_WIDTH - _LABELS - _RIGHT)
