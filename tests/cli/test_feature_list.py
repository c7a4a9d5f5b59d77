"""Does the list of features say of each what the tests show, and no more?"""

from cli.papers.feature_list import all_features, numbered_tests


def test_every_feature_has_its_row_and_every_numbered_test_its_feature() -> None:
    features = {feature.number: feature for feature in all_features()}
    assert list(features) == list(range(1, 215))
    assert {number for number, _ in numbered_tests()} <= set(features)
    assert all(feature.statement and feature.owner for feature in features.values())


def test_what_has_no_test_is_not_claimed() -> None:
    for feature in all_features():
        assert (feature.state == "not yet") == (not feature.tests)
        assert not (feature.missing and not feature.tests), "what is missing is said of what is there in part"
