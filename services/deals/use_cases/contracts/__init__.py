"""What can be done with contracts?"""

from services.deals.use_cases.contracts.assess_risk import assess_risk
from services.deals.use_cases.contracts.attach_file import attach_file
from services.deals.use_cases.contracts.cancel_contract import cancel_contract
from services.deals.use_cases.contracts.edit_contract import edit_contract
from services.deals.use_cases.contracts.finish_cancellation import finish_cancellation, keep_contract
from services.deals.use_cases.contracts.import_contracts import import_contracts
from services.deals.use_cases.contracts.list_contracts import list_contracts
from services.deals.use_cases.contracts.list_files import list_files
from services.deals.use_cases.contracts.make_contract_effective import make_contract_effective
from services.deals.use_cases.contracts.reject_contract import reject_contract
from services.deals.use_cases.contracts.remove_file import remove_file
from services.deals.use_cases.contracts.return_contract import return_contract
from services.deals.use_cases.contracts.show_approval_subject import show_approval_subject
from services.deals.use_cases.contracts.show_contract import show_contract
from services.deals.use_cases.contracts.show_file import show_file
from services.deals.use_cases.contracts.submit_contract import submit_contract
from services.deals.use_cases.contracts.withdraw_contract import withdraw_contract

__all__ = [
    "assess_risk",
    "attach_file",
    "cancel_contract",
    "edit_contract",
    "finish_cancellation",
    "import_contracts",
    "keep_contract",
    "list_contracts",
    "list_files",
    "make_contract_effective",
    "reject_contract",
    "remove_file",
    "return_contract",
    "show_approval_subject",
    "show_contract",
    "show_file",
    "submit_contract",
    "withdraw_contract",
]
