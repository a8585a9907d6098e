"""Every colour, distance and type size of the window, in light and dark, and what is made from them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from creditdesk import paths
from creditdesk.ui import fonts

# Type sizes in device-independent pixels.
HEAD, SMALL, BODY, TITLE, NUMBER, FIGURE = 12, 13, 14, 16, 20, 30

# Distances in device-independent pixels, on a grid of 4.
GAP, PAD_SMALL, PAD, MARGIN = 12, 8, 12, 16
ROW, ROW_SUM, ROW_HEAD, FIELD, PRIMARY = 34, 32, 28, 32, 36
RAIL, RAIL_NARROW, NARROW, TOP, STATUS = 172, 52, 1240, 48, 28
RADIUS_FIELD, RADIUS_BUTTON, RADIUS_PANEL = 5, 6, 8
ICON, ICON_INLINE = 20, 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance, as #RRGGBB, each named after its role."""

    name: str
    bg: str
    rail: str
    surface: str
    sunken: str
    hover: str
    select: str
    soft: str
    line: str
    edge: str
    hatch: str
    text: str
    text2: str
    text3: str
    accent: str
    fill: str
    fillhover: str
    onfill: str
    barmute: str
    over: str
    overbg: str
    oversolid: str
    today: str
    todaybg: str
    todaysolid: str
    soon: str
    soonbg: str
    soonsolid: str
    ample: str
    amplebg: str
    amplesolid: str
    done: str
    donebg: str
    prov: str
    provbg: str
    desk: str
    brand: str
    seal: str
    keyedge: str
    letter: str = "#C4161C"


LIGHT = Tokens(
    name="light", bg="#F3F5F8", rail="#E9EDF3", surface="#FFFFFF", sunken="#F7F9FB", hover="#EFF3F8", select="#DCE8F6",
    soft="#E6EEF8", line="#DEE4EB", edge="#96A2B1", hatch="#D3DAE3", text="#1A2330", text2="#475365", text3="#5C687A",
    accent="#1D4F91", fill="#1D4F91", fillhover="#173F76", onfill="#FFFFFF", barmute="#C4D4E8", over="#AF1F1A",
    overbg="#FBE7E5", oversolid="#C3281F", today="#A0420A", todaybg="#FCEADC", todaysolid="#DA671C", soon="#755100",
    soonbg="#FAF0CF", soonsolid="#D9A521", ample="#1B6541", amplebg="#E1F1E8", amplesolid="#3E9169", done="#525E6F",
    donebg="#ECEFF3", prov="#643E9A", provbg="#F3EEFA", desk="#C9D1DB", brand="#1D4F91",
    seal="#173F76", keyedge="#8EA7C8",
)  # fmt: skip
DARK = Tokens(
    name="dark", bg="#12161C", rail="#0D1116", surface="#1A1F27", sunken="#161B22", hover="#222933", select="#1F3450",
    soft="#1D2D44", line="#2B333E", edge="#59657A", hatch="#333D49", text="#E6EAF0", text2="#B3BDCA", text3="#97A3B2",
    accent="#8AB6F2", fill="#2C62AE", fillhover="#3672C4", onfill="#FFFFFF", barmute="#31455F", over="#FF9F97",
    overbg="#3E1F1F", oversolid="#D9534B", today="#FFB380", todaybg="#3C2818", todaysolid="#E07B35", soon="#ECCA6C",
    soonbg="#342C16", soonsolid="#C79A2B", ample="#85D0A8", amplebg="#173026", amplesolid="#3F8F68", done="#A6B1BF",
    donebg="#262D37", prov="#C9ADF2", provbg="#2A2440", desk="#0A0D11", brand="#1B3E70",
    seal="#16325A", keyedge="#95B0D6",
)  # fmt: skip

# Every ground that ordinary text may stand on, and the texts of urgency that stand on grounds of their own.
GROUNDS = ("bg", "rail", "surface", "sunken", "hover", "select", "soft")
PAIRS = (
    *((text, ground) for text in ("text", "text2", "text3", "accent") for ground in GROUNDS),
    *((tone, ground) for tone in ("over", "today", "soon", "ample", "done", "prov")
      for ground in (f"{tone}bg", "surface", "sunken", "hover", "select")),
    ("accent", "soonbg"), ("accent", "overbg"), ("accent", "todaybg"), ("onfill", "fill"), ("onfill", "fillhover"),
    ("onfill", "brand"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shade:
    """How one urgency looks: the token of its text, text, ground and bar as #RRGGBB, and its edge."""

    tone: str
    text: str
    ground: str
    bar: str
    grounded: bool
    dashed: bool = False


# Urgency → token stem and whether its pill carries a ground in lists.
_STEMS = {
    "overdue": ("over", True), "today": ("today", True), "soon": ("soon", True),
    "ample": ("ample", False), "done": ("done", False), "provisional": ("prov", True),
}  # fmt: skip


def shade(urgency: str) -> Shade:
    """Return how `urgency` (overdue, today, soon, ample, done, provisional) looks now."""
    stem, grounded = _STEMS[urgency]
    now = tokens()
    bar = getattr(now, f"{stem}solid", None) or getattr(now, stem)
    return Shade(stem, getattr(now, stem), getattr(now, f"{stem}bg"), bar, grounded, urgency == "provisional")


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two #RRGGBB colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Theme(QObject):
    """The appearance of the running program; `changed` is sent after everything has been recoloured."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now = LIGHT
        self.choice = "system"
        self._listening = False

    def choose(self, choice: str) -> None:
        """Show "light", "dark" or what the "system" says, now and until chosen otherwise."""
        self.choice = choice
        hints = QGuiApplication.styleHints()
        if not self._listening:
            self._listening = True
            hints.colorSchemeChanged.connect(self._follow)
        dark = choice == "dark" or (choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        self._apply(DARK if dark else LIGHT)

    def _follow(self) -> None:
        if self.choice == "system":
            self.choose("system")

    def _apply(self, now: Tokens) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.now = now
        application.setFont(font())
        application.setPalette(palette(now))
        for ticked in ("QCheckBox", "QListWidget"):
            # The stub asks for bytes, which the call itself refuses.
            application.setPalette(tick_palette(now), ticked)  # type: ignore[arg-type]
        application.setStyleSheet(qss(now))
        self.changed.emit()


_theme: Callable[[], Theme] = cache(Theme)


def theme() -> Theme:
    """Return the one Theme of this process."""
    return _theme()


def tokens() -> Tokens:
    """Return the colours shown now."""
    return _theme().now


@cache
def _colour(text: str) -> QColor:
    return QColor(text)


def colour(name: str) -> QColor:
    """Return the colour of the token `name` (or of #RRGGBB) as shown now."""
    return _colour(name if name.startswith("#") else getattr(tokens(), name))


@cache
def font(size: int = BODY, medium: bool = False, title: bool = False) -> QFont:
    """Return the window's font in `size` pixels; `medium` is emphasis, `title` the letterhead's serif."""
    result = QFont()
    result.setFamilies(list(fonts.families(medium=medium, title=title)))
    result.setPixelSize(size)
    result.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return result


def qss(now: Tokens) -> str:
    """Return the style sheet of resources/style/window.qss with the colours of `now` filled in."""
    template = Template((paths.resources() / "style" / "window.qss").read_text(encoding="utf-8"))
    families = {key: ", ".join(f'"{name}"' for name in fonts.families(medium=key == "medium_family"))
                for key in ("family", "medium_family")}  # fmt: skip
    return template.substitute(asdict(now), **families)


def tick_palette(now: Tokens) -> QPalette:
    """Return the palette of boxes to tick: their edge, which the style takes from the window's colour, is `edge`."""
    result = palette(now)
    result.setColor(QPalette.ColorRole.Window, QColor(now.edge).lighter(130))
    return result


def palette(now: Tokens) -> QPalette:
    """Return the palette that gives `now` to everything the style sheet does not reach."""
    result = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: now.bg, role.WindowText: now.text, role.Base: now.surface, role.AlternateBase: now.sunken,
        role.Text: now.text, role.Button: now.surface, role.ButtonText: now.text, role.Highlight: now.fill,
        role.HighlightedText: now.onfill, role.Link: now.accent, role.PlaceholderText: now.text3,
        role.ToolTipBase: now.surface, role.ToolTipText: now.text, role.Light: now.surface, role.Midlight: now.line,
        role.Mid: now.edge, role.Dark: now.edge, role.Shadow: now.line, role.Accent: now.accent,
    }  # fmt: skip
    for key, value in pairs.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(now.text3))
    return result
