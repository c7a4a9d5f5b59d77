"""Is a request to a path of the last release answered as one to today's?"""

from chassis.testing.plugin import Api, an_actor


async def test_a_former_route_is_answered_as_todays_and_says_which_that_is(api: Api) -> None:
    ops = api.as_(an_actor("ops"))
    former = await ops.get("/facts", params={"about": "nothing"})
    today = await ops.get("/events", params={"about": "nothing"})
    assert (former.status_code, former.json()) == (today.status_code, today.json()) == (200, [])
    assert former.headers["link"] == '</events>; rel="successor-version"'
    assert former.headers["deprecation"].startswith("@")
    assert "deprecation" not in today.headers
    assert "link" not in today.headers


async def test_whoever_may_not_use_todays_route_may_not_use_its_former_path(api: Api) -> None:
    assert (await api.anybody.get("/facts", params={"about": "nothing"})).status_code == 401
    assert (await api.as_(an_actor("sales")).get("/facts", params={"about": "nothing"})).status_code == 403


async def test_a_path_that_never_was_is_not_found(api: Api) -> None:
    assert (await api.as_(an_actor("ops")).get("/never/facts")).status_code == 404
