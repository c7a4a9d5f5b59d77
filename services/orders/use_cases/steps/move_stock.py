"""How do pieces leave a stock location, or come back, so that a count of before is still right? Part of shipping and of
putting back."""

from datetime import datetime

from chassis.db.unit_of_work import Work
from services.orders.domain.erp import is_in_count
from services.orders.domain.stock import off_the_shelf
from services.orders.store.products import write_moves
from services.orders.tables import StockRow


def move_stock(work: Work, location: StockRow, pieces: int) -> None:
    """They were put back into a locked stock location, or left it (negative), now."""
    moved = off_the_shelf(location.site, pieces)
    location.on_hand += moved
    _note(work, location, moved, work.now)


def move_stock_as_told(work: Work, location: StockRow, pieces: int, at: datetime) -> None:
    """The same, as an ERP says that it happened: a later count has it already."""
    moved = off_the_shelf(location.site, pieces)
    if not is_in_count(at, location.counted_at):
        location.on_hand += moved
    _note(work, location, moved, at)


def _note(work: Work, location: StockRow, moved: int, at: datetime) -> None:
    if moved:
        work.gather(write_moves, (location.product_id, location.site, moved, at))
