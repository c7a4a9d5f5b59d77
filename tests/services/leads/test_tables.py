"""Do the migrations make what the code says?"""

from chassis.testing import House, assert_migrated


async def test_the_migrations_equal_the_tables(house: House) -> None:
    await assert_migrated(house)
