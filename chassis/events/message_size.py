"""How large is a message to the server? (it counts the headers too and closes the connection; the client does not)"""

from collections.abc import Mapping

HEADER_LINE = b"NATS/1.0\r\n"


def message_size(body: bytes, headers: Mapping[str, str]) -> int:
    """In bytes, to be compared with the client's `max_payload`."""
    lines = sum(len(name.encode()) + len(value.encode()) + len(": \r\n") for name, value in headers.items())
    return len(body) + len(HEADER_LINE) + lines + len("\r\n")
