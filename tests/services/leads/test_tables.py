"""Do the migrations make what the code says?"""

from chassis.testing.plugin import ServiceHarness, assert_migrated


async def test_the_migrations_equal_the_tables(harness: ServiceHarness) -> None:
    await assert_migrated(harness)
