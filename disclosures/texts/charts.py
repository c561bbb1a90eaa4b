"""Bars as SVG, drawn on the server: no style, no script, the same figures stand in a table."""

from markupsafe import Markup, escape

from disclosures.texts.told import Bars

WIDTH, NAMES, FIGURES, STEP = 720, 190, 90, 26


def svg(chart: Bars, description: str) -> Markup:
    """Return a chart as an image that is read aloud by its title and a description."""
    height = STEP * len(chart.rows) + 6
    room = WIDTH - NAMES - FIGURES
    parts = [
        Markup(
            '<svg class="zb-chart" viewBox="0 0 %d %d" role="img" aria-label="%s" '
            'xmlns="http://www.w3.org/2000/svg">'
        )
        % (WIDTH, height, f"{chart.title}。{description}")
    ]
    for place, (name, size, printed) in enumerate(chart.rows):
        top = place * STEP + 4
        length = max(1.0, round(size * room, 1))
        parts.append(
            Markup(
                '<text x="%d" y="%d" text-anchor="end" font-size="15" fill="#1d2733">%s</text>'
                '<rect x="%d" y="%d" width="%s" height="%d" fill="#0f4c81"/>'
                '<text x="%s" y="%d" font-size="15" fill="#3f4a56">%s</text>'
            )
            % (
                NAMES - 8,
                top + 15,
                escape(_short(name)),
                NAMES,
                top,
                length,
                STEP - 7,
                NAMES + length + 6,
                top + 15,
                escape(printed),
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def _short(name: str) -> str:
    """Return a name that fits beside its bar; the table has it whole."""
    return name if len(name) <= 11 else f"{name[:10]}…"
