"""The desk's window with all its pages: what the program opens, and what pictures are taken of."""

from creditdesk.services import offices
from creditdesk.services.desk import Desk
from creditdesk.services.powers import ROLE_LABELS, Power
from creditdesk.ui.main_window import MainWindow, Sitting
from creditdesk.ui.page import Page
from creditdesk.ui.pages.backups.page import BackupsPage
from creditdesk.ui.pages.batch import BatchPage
from creditdesk.ui.pages.calendar.page import CalendarPage
from creditdesk.ui.pages.catalogue import CataloguePage
from creditdesk.ui.pages.duty import DutyPage
from creditdesk.ui.pages.enquiries import EnquiriesPage
from creditdesk.ui.pages.exchange.page import ExchangePage
from creditdesk.ui.pages.health import HealthPage
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.journal import JournalPage
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.listings import ListingsPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from creditdesk.ui.pages.officers.page import OfficersPage
from creditdesk.ui.pages.promises import PromisesPage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.repairs import RepairsPage
from creditdesk.ui.pages.retention import RetentionPage
from creditdesk.ui.pages.rounds import RoundsPage
from creditdesk.ui.pages.settings import SettingsPage
from creditdesk.ui.pages.statistics import StatisticsPage
from creditdesk.ui.pages.subjects import SubjectsPage, find
from creditdesk.ui.pages.tips import TipsPage
from creditdesk.ui.worker import Worker

PAGES = (
    HomePage,
    SubjectsPage,
    RecordsPage,
    BatchPage,
    EnquiriesPage,
    ObjectionsPage,
    RepairsPage,
    ListingsPage,
    PromisesPage,
    TipsPage,
    RoundsPage,
    RetentionPage,
    LettersPage,
    ExchangePage,
    StatisticsPage,
    CalendarPage,
    CataloguePage,
    OfficersPage,
    JournalPage,
    BackupsPage,
    HealthPage,
    SettingsPage,
)


def pages_of(desk: Desk) -> tuple[type[Page], ...]:
    """Return the pages the officer may read; who reads no record has a first page without records."""
    first = HomePage if desk.may(*HomePage.reads) else DutyPage
    return (first, *(page for page in PAGES[1:] if desk.may(*page.reads)))


def open_window(desk: Desk) -> MainWindow:
    """Return the window of an open desk on its first page; it ends its threads when it closes."""
    sitting = Sitting(
        offices.office(desk).name,
        desk.officer.name,
        ROLE_LABELS[desk.officer.role],
        lambda: desk.clock().date(),
    )
    pages = pages_of(desk)
    window = MainWindow(Worker(desk), sitting, pages, find if desk.may(Power.READ) else None)
    window.open_page(pages[0].name)
    window.count_pages()
    window.ask_date()
    return window
