"""Certificates for an upstream on this machine, right and wrong, made anew for each run."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

ADDRESS = "127.0.0.1"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def kept_in(self, file: Path) -> Path:
        """Write the certificate, without its key."""
        file.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return file

    def context(self, file: Path) -> ssl.SSLContext:
        """What a server needs to show it; ``file`` is written on the way."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(key + self.certificate.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def authority(name: str) -> Issued:
    """One who signs the certificates of others."""
    return issued(name, ends_in=DAY, authority=True)


def issued(name: str, by: Issued | None = None, ends_in: timedelta = DAY, *, authority: bool = False) -> Issued:
    """A certificate for a host, from an authority; without one it is signed with its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signing = (by.certificate.subject, by.key) if by else (subject, key)
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), now - 2 * DAY, now + ends_in)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectAlternativeName([host(name)]), critical=False)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    return Issued(builder.sign(signing, SHA256()), key)


def host(name: str) -> x509.GeneralName:
    """A name as certificates hold it."""
    return x509.IPAddress(ipaddress.ip_address(name)) if name == ADDRESS else x509.DNSName(name)
