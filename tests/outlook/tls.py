"""TLS on loopback: a certificate for this machine's own address, and a forwarder to a server that speaks plain http."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def context(folder: Path) -> ssl.SSLContext:
    """A server's, with a new certificate; ``ca.pem`` in ``folder`` is what its clients should trust."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate(folder))
    return made


@contextmanager
def forwarding(folder: Path, listener: socket.socket, port: int) -> Iterator[None]:
    """Whoever comes to ``listener`` by TLS speaks to ``port``."""
    secure = context(folder).wrap_socket(listener, server_side=True)
    ended = threading.Event()
    thread = threading.Thread(target=_accept, args=(secure, port, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        with suppress(OSError):
            secure.shutdown(socket.SHUT_RDWR)
        secure.close()
        thread.join()


def _accept(secure: ssl.SSLSocket, port: int, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            here, _ = secure.accept()
        except OSError:  # somebody who does not trust the certificate, or the end
            continue
        there = socket.create_connection(("127.0.0.1", port))
        for pair in ((here, there), (there, here)):
            threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with closing(source), suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


def certificate(folder: Path) -> Path:
    """A certificate for this machine's own address, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now, years = datetime.now(UTC), timedelta(days=3650)  # whoever looks at it may live by another clock
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - years)
        .not_valid_after(now + years)
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = made.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(public)
    (folder / "server.pem").write_bytes(key.private_bytes(*kind) + public)
    return folder / "server.pem"
