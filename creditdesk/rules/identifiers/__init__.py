"""The numbers that tell one subject from another: one module per number, and one that recognises them."""

from creditdesk.rules.identifiers.citizen_number import check_citizen_number, citizen_number_holds, eighteen_digits
from creditdesk.rules.identifiers.identity import Identity, Kind, mask, normalise
from creditdesk.rules.identifiers.org_code import check_org_code, hyphenated
from creditdesk.rules.identifiers.recognise import identify
from creditdesk.rules.identifiers.reg_number import check_reg_number
from creditdesk.rules.identifiers.uscc import check_uscc, conversion_fault, org_code_in, uscc_holds

__all__ = [
    "Identity",
    "Kind",
    "check_citizen_number",
    "check_org_code",
    "check_reg_number",
    "check_uscc",
    "citizen_number_holds",
    "conversion_fault",
    "eighteen_digits",
    "hyphenated",
    "identify",
    "mask",
    "normalise",
    "org_code_in",
    "uscc_holds",
]
