"""Who may read, record and import in collections? What fewer may do names its roles at the route."""

from messages.roles import Role

READERS = (
    Role.SALES,
    Role.SALES_MANAGER,
    Role.DIRECTOR,
    Role.LEGAL,
    Role.FINANCE,
    Role.ORDER_ADMIN,
    Role.OPS,
    Role.ADMIN,
    Role.PROCESS,
)
RECORDERS = (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.FINANCE)
IMPORTERS = (Role.FINANCE, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN)
OVERSEERS = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)
PLANNERS = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)  # of what was agreed with the customer by when
TALKERS = (*RECORDERS, Role.DIRECTOR, Role.LEGAL)  # with each other, about what is owed
