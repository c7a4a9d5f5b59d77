"""How is a contact shown to somebody who does not own the lead?"""


def masked_name(name: str | None) -> str | None:
    """LEA-18: of what is not yours you see the beginning, never the whole: 王**, 138****8000, l***@example.com."""
    return name and f"{name[:1]}**"


def masked_company(name: str | None) -> str | None:
    return name and f"{name[:2] if len(name) > 4 else name[:1]}****"


def masked_phone(phone: str | None) -> str | None:
    return phone and (f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else "****")


def masked_email(email: str | None) -> str | None:
    name, found, domain = (email or "").partition("@")
    return f"{name[:1]}***@{domain}" if found else email and "***"
