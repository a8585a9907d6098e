"""The window's fonts: our own files where they are, an installed Chinese font where they are not."""

from functools import cache

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from creditdesk import paths

FILES = ("CdHei.ttf", "CdHeiMedium.ttf", "CdSong.ttf", "CdTitle.ttf")
_INSTALLED = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Zen Hei")


@cache
def load() -> tuple[str, ...]:
    """Give Qt the fonts of resources/fonts, once per process, and return the families it found in them."""
    found: list[str] = []
    for name in FILES:
        path = paths.resources() / "fonts" / name
        if path.is_file():
            found += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(found)


def families(medium: bool = False, title: bool = False) -> tuple[str, ...]:
    """Return the families to draw with, first choice first; rare characters fall to Cd Song."""
    first = ("Cd Title",) if title else ("Cd Hei Medium", "Cd Hei") if medium else ("Cd Hei",)
    loaded = load()
    ours = tuple(name for name in (*first, "Cd Song") if name in loaded)
    return ours if first[0] in loaded else (*ours, *_installed(medium))


def _installed(medium: bool) -> tuple[str, ...]:
    known = set(QFontDatabase.families())
    weights = (" Medium", "") if medium else ("",)
    found = tuple(name + weight for name in _INSTALLED for weight in weights if name + weight in known)
    return found or ("sans-serif",)


def speak_chinese(application: QApplication) -> None:
    """Set the Chinese locale and load Qt's own Chinese words (menus of editors, file dialogs)."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
