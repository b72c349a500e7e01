"""An issuer of tokens, with keys of several kinds."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER = "https://issuer.example.com/"
AUDIENCE = "profile-gateway"

RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
OTHER_RSA = rsa.generate_private_key(65537, 2048)
SHORT_RSA = rsa.generate_private_key(65537, 1024)
ED = ed25519.Ed25519PrivateKey.generate()


def claims(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any claim
    """The claims of a good token; a change to None takes one out."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "crm",
        "iat": now,
        "exp": now + 60,
        "scope": "profiles:read consents:read openid",
        "accounts": ["acme"],
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def token(key: Any = RSA, algorithm: str = "RS256", kid: str | None = "rsa", headers: dict[str, Any] | None = None, **changes: Any) -> str:  # noqa: ANN401
    """A token signed by the issuer."""
    named = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changes), key, algorithm, named | (headers or {}))


def public(key: Any, kid: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - of any kind
    """A key as the issuer publishes it."""
    algorithms: dict[type, Any] = {
        rsa.RSAPrivateKey: jwt.algorithms.RSAAlgorithm,
        ec.EllipticCurvePrivateKey: jwt.algorithms.ECAlgorithm,
        ed25519.Ed25519PrivateKey: jwt.algorithms.OKPAlgorithm,
    }
    algorithm = next(algorithm for kind, algorithm in algorithms.items() if isinstance(key, kind))
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"} | changes


def pem(key: rsa.RSAPrivateKey) -> bytes:
    """A public key as text: what an attacker would take for a shared secret."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_set(*keys: dict[str, Any]) -> bytes:
    """A JWKS."""
    return json.dumps({"keys": keys}).encode()
