"""The tables, one file per thing the office keeps.

`record.content` is JSON with a few virtual columns over it, so that a new record kind is a file in forms/ and no
migration. Every row that can leave the office carries a UUIDv7, so that two desks can merge. A case is a course of any
procedure: the table knows no word of objections.
"""

from creditdesk.models.base import Base
from creditdesk.models.calendars import CalendarYear
from creditdesk.models.campaigns import Campaign
from creditdesk.models.case_papers import Attachment, AttachmentFile, CaseNote, QueueFilter, Reminder
from creditdesk.models.cases import Case, CaseItem, CaseStep
from creditdesk.models.commitments import CommitmentCheck
from creditdesk.models.confirmations import Confirmation, Notice
from creditdesk.models.enquiries import Enquiry, EnquirySubject
from creditdesk.models.erasures import ErasedRow, Erasure
from creditdesk.models.escalations import Escalation
from creditdesk.models.forms import OfficeForm
from creditdesk.models.grading import GradingCriterion
from creditdesk.models.incoming import IncomingConflict, IncomingPackage, RecordBase
from creditdesk.models.informants import InformantLock, InformantReader, InformantShare, SealedInformant
from creditdesk.models.joins import CaseJoin
from creditdesk.models.journal import JournalEntry
from creditdesk.models.keys import OfficeKey
from creditdesk.models.letters import (
    Letter,
    LetterBatch,
    LetterBatchItem,
    LetterFile,
    LetterPrint,
    LetterVoid,
    LetterWording,
    Register,
)
from creditdesk.models.listings import Listing
from creditdesk.models.lost_acts import LostAct
from creditdesk.models.merges import SubjectApart, SubjectMerge
from creditdesk.models.monthly_returns import MonthlyReturn
from creditdesk.models.officers import Officer
from creditdesk.models.packages import HandOver, Package, PackageFile, PackageProposal, PackageProposalRow, PackageRow
from creditdesk.models.partners import Partner, PartnerCertificate
from creditdesk.models.pauses import CasePause, LetterClock
from creditdesk.models.points import PointConsent, PointEntry, PointRule
from creditdesk.models.promises import Promise
from creditdesk.models.receipts import IssuedReceipt, Receipt, ReceiptRow
from creditdesk.models.records import Draft, Record, RecordVersion
from creditdesk.models.rectifications import Rectification
from creditdesk.models.referrals import Recall, Referral
from creditdesk.models.repairs import Repair
from creditdesk.models.role_links import Mirror, RoleLink
from creditdesk.models.rounds import JointObject, JointResponse, JointResult, JointRound, JointUpdate
from creditdesk.models.seals import LetterSeal, SealedFile, SealPicture
from creditdesk.models.settings import Setting
from creditdesk.models.skipped import SkippedNumber
from creditdesk.models.subjects import Subject, SubjectName
from creditdesk.models.tips import Tip, TipReferral
from creditdesk.models.units import SourceUnit

__all__ = [
    "Attachment",
    "AttachmentFile",
    "Base",
    "CalendarYear",
    "Campaign",
    "Case",
    "CaseItem",
    "CaseJoin",
    "CaseNote",
    "CasePause",
    "CaseStep",
    "CommitmentCheck",
    "Confirmation",
    "Draft",
    "Enquiry",
    "EnquirySubject",
    "ErasedRow",
    "Erasure",
    "Escalation",
    "GradingCriterion",
    "HandOver",
    "IncomingConflict",
    "IncomingPackage",
    "InformantLock",
    "InformantReader",
    "InformantShare",
    "IssuedReceipt",
    "JointObject",
    "JointResponse",
    "JointResult",
    "JointRound",
    "JointUpdate",
    "JournalEntry",
    "Letter",
    "LetterBatch",
    "LetterBatchItem",
    "LetterClock",
    "LetterFile",
    "LetterPrint",
    "LetterSeal",
    "LetterVoid",
    "LetterWording",
    "Listing",
    "LostAct",
    "Mirror",
    "MonthlyReturn",
    "Notice",
    "OfficeForm",
    "OfficeKey",
    "Officer",
    "Package",
    "PackageFile",
    "PackageProposal",
    "PackageProposalRow",
    "PackageRow",
    "Partner",
    "PartnerCertificate",
    "PointConsent",
    "PointEntry",
    "PointRule",
    "Promise",
    "QueueFilter",
    "Recall",
    "Receipt",
    "ReceiptRow",
    "Record",
    "RecordBase",
    "RecordVersion",
    "Rectification",
    "Referral",
    "Register",
    "Reminder",
    "Repair",
    "RoleLink",
    "SealPicture",
    "SealedFile",
    "SealedInformant",
    "Setting",
    "SkippedNumber",
    "SourceUnit",
    "Subject",
    "SubjectApart",
    "SubjectMerge",
    "SubjectName",
    "Tip",
    "TipReferral",
]
