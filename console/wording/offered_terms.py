"""How is it said which terms a customer is offered, and why these?"""

from messages.deals.offered_terms import OfferedTerms, PaymentWay
from messages.payment_terms.words import plain
from messages.texts import text


def said_offer(offer: OfferedTerms, lang: str) -> str:
    """Which version of which policy gave them, for which grade and behaviour."""
    comma = text("terms.comma", lang)
    grade = offer.grade or text("console.no_grade", lang)
    parts = [text("offer.by", lang, policy=said_policy(offer, lang), version=offer.policy_version, grade=grade)]
    parts.append(text("offer.usual", lang, days=offer.usual_days))
    if offer.extension:
        sign = "offer.longer" if offer.extension_days > 0 else "offer.shorter"
        parts.append(text(sign, lang, rule=offer.extension, days=abs(offer.extension_days)))
    if offer.most_days is not None:
        parts.append(text("offer.most", lang, days=offer.most_days))
    if offer.discount is not None:
        parts.append(text("terms.discount", lang, percent=plain(offer.discount.percent), days=offer.discount.days))
    return comma.join([*parts, said_ways(offer.ways, lang)])


def said_policy(offer: OfferedTerms, lang: str) -> str:
    """The one that came with the product has no name of its own."""
    return offer.policy or text("console.house_policy", lang)


def said_ways(ways: list[PaymentWay], lang: str) -> str:
    return text("offer.or", lang).join(text(way_code(one), lang) for one in ways)


def way_code(way: str) -> str:
    return f"value.method.{way.replace(' ', '_')}"
