"""How the backend is set up, in words: read strictly, written so that it can be read again."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.service.setup import (
    POLICIES,
    RULES,
    policy_in,
    policy_text,
    servers_in,
    setup_of,
)
from tiktok_photo_video.settings import load_settings

CLOUD = Policy.like_cloud()
DAY_S = 24 * 3600


@pytest.mark.requirement("serve-policy")
@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("unmetered", Policy()),
        ("like-cloud", CLOUD),
        (" Like-Cloud ", CLOUD),
        ("like-cloud,credits=60", replace(CLOUD, granted_credits=60)),
        ("like-cloud, exports = no,", replace(CLOUD, exports_allowed=False)),
        ("unmetered,token-days=0.5", Policy(token_life_s=DAY_S / 2)),
        ("like-cloud,tokens-per-client=any", replace(CLOUD, max_tokens_per_client=None)),
        ("like-cloud,tokens-per-address=0", replace(CLOUD, max_tokens_per_address=0)),
    ],
)
def test_a_policy_is_a_name_and_its_exceptions(text: str, policy: Policy) -> None:
    assert policy_in(text) == policy


@pytest.mark.requirement("serve-policy")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing"),
        ("strict", "strict"),
        ("credits=60", "credits=60"),
        ("like-cloud,colour=red", "colour"),
        ("like-cloud,credits", "credits"),
        ("like-cloud,credits=-1", "-1"),
        ("like-cloud,credits=1e3", "1e3"),
        ("like-cloud,credits=99999999999", "99999999999"),
        ("like-cloud,exports=maybe", "maybe"),
        ("like-cloud,token-days=0", "token-days"),
        ("like-cloud,token-days=nan", "nan"),
        ("like-cloud,token-days=999999999", "999999999"),
        ("like-cloud,tokens-per-client=none", "none"),
        ("unmetered,is_metered=yes", "is_metered"),
    ],
)
def test_a_policy_that_is_none_is_refused_with_what_there_is(text: str, said: str) -> None:
    with pytest.raises(RequestError) as caught:
        policy_in(text)
    assert (caught.value.code, said in caught.value.message) == ("bad_policy", True)
    assert caught.value.hint


@pytest.mark.requirement("serve-policy")
def test_every_field_of_a_policy_has_a_rule() -> None:
    assert {rule.field for rule in RULES.values()} == {field.name for field in fields(Policy)}


COUNTS = st.integers(0, 10**9)
LIMITS = st.none() | COUNTS
LIVES_S = st.integers(1, 36_500 * 24).map(lambda hours: hours * 3600.0)
ANY_POLICY = st.builds(
    Policy,
    token_life_s=LIVES_S,
    max_tokens_per_client=LIMITS,
    max_tokens_per_address=LIMITS,
    window_s=LIVES_S,
    is_metered=st.booleans(),
    granted_credits=COUNTS,
    edit_cost=COUNTS,
    require_attribution=st.booleans(),
    exports_allowed=st.booleans(),
)


@pytest.mark.requirement("serve-policy")
@given(policy=ANY_POLICY)
def test_a_policy_in_words_is_read_as_the_same_policy(policy: Policy) -> None:
    again = policy_in(policy_text(policy))
    assert replace(again, token_life_s=0, window_s=0) == replace(policy, token_life_s=0, window_s=0)
    assert again.token_life_s == pytest.approx(policy.token_life_s)
    assert again.window_s == pytest.approx(policy.window_s)
    assert policy_text(again) == policy_text(policy)


@pytest.mark.requirement("serve-policy")
def test_the_known_policies_are_called_by_their_names() -> None:
    assert [policy_text(policy) for policy in POLICIES.values()] == list(POLICIES)


@pytest.mark.requirement("serve-private-fetch")
def test_servers_are_named_by_host_and_port() -> None:
    words = ["NAS.local:8080", " 192.168.1.20:80 ", "[fd00::1]:443", ""]
    assert servers_in(words) == {"nas.local:8080", "192.168.1.20:80", "[fd00::1]:443"}


@pytest.mark.requirement("serve-private-fetch")
@pytest.mark.parametrize(
    "word", ["nas", "nas:", "nas:0", "nas:65536", "http://nas:80", "u@nas:80", "::1:80", "*:80x"]
)
def test_anything_else_is_no_server(word: str) -> None:
    with pytest.raises(RequestError) as caught:
        servers_in([word])
    assert word in caught.value.message
    assert caught.value.hint


@pytest.mark.requirement("serve-policy")
def test_the_environment_can_ask_for_a_setup() -> None:
    usual = setup_of(load_settings({}))
    assert (usual.policy, usual.private_fetch) == (Policy(), frozenset())
    asked = setup_of(
        load_settings(
            {
                "TIKTOK_PHOTO_VIDEO_POLICY": "like-cloud,credits=7",
                "TIKTOK_PHOTO_VIDEO_PRIVATE_FETCH": "10.0.0.1:80,nas:81",
            }
        )
    )
    assert asked.policy_text == "like-cloud,credits=7"
    assert asked.private_fetch == {"10.0.0.1:80", "nas:81"}
