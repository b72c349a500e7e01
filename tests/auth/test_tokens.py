"""Only a token that the issuer signed, for us, and that is still good, says who is calling."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.jwks import Keys
from app.auth.principal import Principal, Scope
from app.auth.tokens import TokenRules, Tokens
from app.auth.verified import AT_MOST, Verified
from app.errors import Unauthenticated
from tests.auth.issuer import AUDIENCE, EC, ED, ISSUER, OTHER_RSA, RSA, SHORT_RSA, claims, key_set, pem, public, token

ALGORITHMS = ("RS256", "ES256")
PUBLISHED = key_set(
    public(RSA, "rsa"),
    public(EC, "ec"),
    public(SHORT_RSA, "short"),
    public(OTHER_RSA, "for encryption", use="enc"),
    public(OTHER_RSA, "for another", alg="RS512"),
    public(ED, "ed"),
    {"kty": "oct", "kid": "shared", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"},
)


async def published() -> bytes:
    return PUBLISHED


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(Keys(published, ALGORITHMS, pause=1), TokenRules(ISSUER, AUDIENCE, ALGORITHMS, 30, "scope", "accounts"))


@pytest.mark.parametrize("signed", [token(), token(EC, "ES256", "ec"), token(aud=["other", AUDIENCE])])
async def test_a_good_token_says_who_is_calling_and_what_may_be_read(tokens: Tokens, signed: str) -> None:
    expected = Principal("crm", frozenset({Scope.PROFILES, Scope.CONSENTS}), frozenset({"acme"}))
    assert await tokens.principal(f"Bearer {signed}") == expected
    assert await tokens.principal(f"bearer {signed}") == expected


@pytest.mark.parametrize(
    ("changes", "accounts"),
    [
        ({"accounts": "acme other"}, {"acme", "other"}),
        ({"accounts": None}, set()),
        ({"accounts": ["*"]}, None),
        ({"accounts": {"acme": 1}}, set()),
    ],
)
async def test_accounts_are_those_of_the_claim_and_none_without_it(
    tokens: Tokens, changes: dict[str, Any], accounts: set[str] | None
) -> None:
    principal = await tokens.principal(f"Bearer {token(**changes)}")
    assert principal.accounts == (None if accounts is None else frozenset(accounts))


async def test_scopes_may_be_a_list_in_a_claim_of_another_name() -> None:
    tokens = Tokens(Keys(published, ALGORITHMS, pause=1), TokenRules(ISSUER, AUDIENCE, ALGORITHMS, 30, "scp", "accounts"))
    principal = await tokens.principal(f"Bearer {token(scp=['tags:read', 'unknown', 7])}")
    assert principal.scopes == {Scope.TAGS}


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(algorithm: str) -> str:
    return f"{segment({'alg': algorithm, 'typ': 'JWT', 'kid': 'rsa'})}.{segment(claims())}."


def signed_with_the_public_key(secret: bytes, kid: str) -> str:
    text = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{segment(claims())}"
    signature = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def tampered() -> str:
    head, _, signature = token().split(".")
    return f"{head}.{segment(claims(scope='profiles:read pii:read'))}.{signature}"


NOW = int(time.time())
WRONG = {
    "forged": token(OTHER_RSA),
    "tampered": tampered(),
    "without its signature": token().rpartition(".")[0] + ".",
    "expired": token(exp=NOW - 3600),
    "never expires": token(exp=None),
    "not good yet": token(nbf=NOW + 3600),
    "issued in the future": token(iat=NOW + 3600),
    "of another issuer": token(iss="https://issuer.example.org/"),
    "of no issuer": token(iss=None),
    "for another audience": token(aud="another"),
    "for nobody": token(aud=None),
    "of nobody": token(sub=None),
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg nOnE": unsigned("nOnE"),
    "alg empty": unsigned(""),
    "the public key taken for a secret": signed_with_the_public_key(pem(RSA), "rsa"),
    "the published set taken for a secret": signed_with_the_public_key(PUBLISHED, "rsa"),
    "a published secret": signed_with_the_public_key(base64.b64decode("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"), "shared"),
    "an algorithm that is not allowed": token(RSA, "RS512"),
    "an algorithm of another kind of key": token(EC, "ES256", "rsa"),
    "a key of another kind": token(RSA, "RS256", "ec"),
    "a kind of key that is not allowed": token(ED, "EdDSA", "ed"),
    "a key that is too short": jwt.PyJWT({"enforce_minimum_key_length": False}).encode(claims(), OTHER_RSA, "RS256", {"kid": "short"}),
    "a key for encryption": token(OTHER_RSA, kid="for encryption"),
    "a key for another algorithm": token(OTHER_RSA, kid="for another"),
    "an unknown key": token(kid="unknown"),
    "no key where there are several": token(kid=None),
    "a key that it brings itself": token(OTHER_RSA, kid="own", headers={"jwk": public(OTHER_RSA, "own")}),
    "a key elsewhere": token(OTHER_RSA, kid="own", headers={"jku": "https://attacker.example.com/"}),
    "an extension that is not known": token(headers={"crit": ["x"], "x": 1}),
    "too long": token(padding="x" * 10_000),
    "not a token": "x.y.z",
    "nothing": "",
    "not ASCII": "é",
}


@pytest.mark.parametrize("why", WRONG)
async def test_any_other_token_is_refused(tokens: Tokens, why: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await tokens.principal(f"Bearer {WRONG[why]}")
    assert str(refused.value) == Unauthenticated.default_message, "the message does not say what was wrong"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", f"Basic {token()}", f"Token {token()}", token()])
async def test_what_is_no_bearer_token_is_refused(tokens: Tokens, header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        await tokens.principal(header)


@given(st.text())
async def test_whatever_a_header_says_it_is_refused_and_nothing_breaks(text: str) -> None:
    tokens = Tokens(Keys(published, ALGORITHMS, pause=1), TokenRules(ISSUER, AUDIENCE, ALGORITHMS, 30, "scope", "accounts"))
    with pytest.raises(Unauthenticated):
        await tokens.principal(f"Bearer {text}")


async def test_clocks_may_differ_a_little(tokens: Tokens) -> None:
    assert (await tokens.principal(f"Bearer {token(exp=int(time.time()) - 10)}")).name == "crm"


@pytest.mark.parametrize("exp", [1e400, "soon", [], True])
async def test_an_issuer_that_writes_nonsense_breaks_nothing(tokens: Tokens, exp: object) -> None:
    with pytest.raises(Unauthenticated):
        await tokens.principal(f"Bearer {token(exp=exp)}")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


async def test_a_token_that_was_just_checked_is_not_checked_again_but_not_for_long() -> None:
    clock, reads = Clock(), list[bytes]()

    async def read() -> bytes:
        reads.append(PUBLISHED)
        return PUBLISHED if len(reads) == 1 else key_set(public(EC, "ec"))

    keys = Keys(read, ALGORITHMS, pause=1, clock=clock)
    tokens = Tokens(keys, TokenRules(ISSUER, AUDIENCE, ALGORITHMS, 0, "scope", "accounts"), clock)
    signed = f"Bearer {token(exp=int(clock.now) + 3600)}"
    assert await tokens.principal(signed) is await tokens.principal(signed)
    clock.now += 2
    await keys.find("unknown", "RS256")
    with pytest.raises(Unauthenticated):
        await tokens.principal(signed)
    assert len(reads) == 2, "the key went, and the token with it"


@pytest.mark.parametrize(("lives", "later"), [(10, 11), (3600, 31)])
async def test_a_token_is_remembered_no_longer_than_it_lives_and_half_a_minute(lives: int, later: int) -> None:
    clock = Clock()
    verified = Verified(clock)
    verified.put("token", Principal("crm"), clock.now + lives)
    assert verified.find("token") == Principal("crm")
    assert verified.find("other") is None
    clock.now += later
    assert verified.find("token") is None


def test_no_more_than_so_many_tokens_are_remembered() -> None:
    verified = Verified()
    for number in range(AT_MOST + 1):
        verified.put(str(number), Principal("crm"), time.time() + 60)
    assert verified.find("0") is None
    assert verified.find("1")
