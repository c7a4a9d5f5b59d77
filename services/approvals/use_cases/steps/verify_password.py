"""Is this the person's password? (argon2id; slow by intent, so never inside a transaction)"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# OWASP's smallest recommended setting: 19 MiB, two passes; about 25 ms of one core.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODYS = HASHER.hash("nobody has this password")  # an unknown login takes as long as a wrong password


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    try:
        return HASHER.verify(password_hash or NOBODYS, password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
