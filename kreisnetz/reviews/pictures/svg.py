"""A picture made of few shapes: once for a page (its style comes from review.css), once as a file that brings its own.

Everything somebody typed is escaped here. Shapes carry classes, never colours, so that dark pages and print are the page's affair.
"""

from dataclasses import dataclass, field
from html import escape

# Class -> rule of the file. The same classes stand in ui/css/review.css with KERN's colours.
FILE_RULES = {
    ".kp": "font-family:'Fira Sans','Noto Sans',sans-serif;font-size:14px;fill:#171a1c",
    ".kp-title": "font-size:26px;font-weight:600",
    ".kp-big": "font-size:20px;font-weight:600",
    ".kp-muted": "fill:#535b66",
    ".kp-small": "font-size:12px",
    ".kp-line": "stroke:#b4bbc4;stroke-width:1;fill:none",
    ".kp-strong": "stroke:#1c3f6e;stroke-width:3;fill:none",
    ".kp-second": "stroke:#b3500f;stroke-width:3;fill:none;stroke-dasharray:7 5",
    ".kp-fall": "stroke:#b3500f;stroke-width:2.5;fill:none;stroke-dasharray:7 4",
    ".kp-same": "stroke:#8a93a0;stroke-width:1.5;fill:none",
    ".kp-dot": "fill:#1c3f6e",
    ".kp-bar": "fill:#1c3f6e",
    ".kp-bar2": "fill:#7aa2c9",
    ".kp-none": "fill:#fff;stroke:#b3500f;stroke-width:2",
    ".kp-part": "fill:#f6d9b8;stroke:#b3500f;stroke-width:1",
    ".kp-full": "fill:#1c3f6e",
    ".kp-h0": "fill:#f3f5f7",
    ".kp-h1": "fill:#d8e4f0",
    ".kp-h2": "fill:#a9c4de",
    ".kp-h3": "fill:#6d96c0",
    ".kp-h4": "fill:#2f629c",
    ".kp-on": "fill:#fff",
}
GROUND = "#ffffff"


@dataclass
class Picture:
    """Width and height in its own units; label: what the picture shows, in one sentence, for those who do not see it."""

    width: int
    height: int
    label: str
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: object, look: str = "", *, anchor: str = "start", turn: int = 0) -> None:
        around = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
        self.parts.append(
            f'<text class="kp {look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{around}>{escape(str(words))}</text>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, look: str, *, title: str = "", round_: int = 0
    ) -> None:
        said = f"<title>{escape(title)}</title>" if title else ""
        self.parts.append(
            f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
            f' rx="{round_}">{said}</rect>'
        )

    def line(self, points: list[tuple[float, float]], look: str) -> None:
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(f'<path class="{look}" d="M{way}"/>')

    def dot(self, x: float, y: float, radius: float, look: str, *, title: str = "") -> None:
        said = f"<title>{escape(title)}</title>" if title else ""
        self.parts.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{said}</circle>')

    def inline(self) -> str:
        """For a page. The same content stands in a table beside it."""
        return self._opening('class="kn-picture" role="img"') + "".join(self.parts) + "</svg>"

    def file(self) -> str:
        """To take away: with style and ground."""
        rules = "".join(f"{name}{{{rule}}}" for name, rule in FILE_RULES.items())
        head = self._opening(
            f'xmlns="http://www.w3.org/2000/svg" role="img" width="{self.width}" height="{self.height}"'
        )
        ground = f'<rect width="{self.width}" height="{self.height}" fill="{GROUND}"/>'
        return f"{head}<title>{escape(self.label)}</title><style>{rules}</style>{ground}{''.join(self.parts)}</svg>"

    def _opening(self, attributes: str) -> str:
        return f'<svg {attributes} viewBox="0 0 {self.width} {self.height}" aria-label="{escape(self.label)}">'


def shortened(words: str, most: int) -> str:
    """Fits into so many letters, cut at the end."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
