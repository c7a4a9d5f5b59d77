"""Do the sums that are kept of all receivables agree with what they are the sums of? (`countersign audit books`)"""

from chassis.db.books import Check

KEY = "kind, legal_entity_id, owner_id, owner_unit, currency, status, history, day, tz, level, reminded"
ADDED = "(sum(count)::bigint, sum(amount), sum(paid), sum(written_off))::text"
OF = "legal_entity_id, owner_id, owner_unit, currency"
OPEN = "amount - paid - written_off"
SUMS = f"""
WITH kept AS (
  SELECT ({KEY})::text AS key, {ADDED} AS sums FROM receivable_sums_now
  GROUP BY {KEY} HAVING (sum(count), sum(amount), sum(paid), sum(written_off)) <> (0, 0, 0, 0)
), computed AS (
  SELECT ({KEY})::text AS key, {ADDED} AS sums FROM (
    SELECT 'STATUS' AS kind, {OF}, status, history, NULL::date AS day, NULL AS tz, NULL::int AS level,
      NULL::bool AS reminded, 1 AS count, amount, paid, written_off FROM receivables
    UNION ALL SELECT 'DUE', {OF}, NULL, NULL, due_on, tz, level, NULL, 1, {OPEN}, 0.00, 0.00
      FROM receivables WHERE status = 'OPEN'
    UNION ALL SELECT 'EXPECTED', {OF}, NULL, NULL, due_on + usual_days_late, NULL, NULL, NULL, 1, {OPEN}, 0.00, 0.00
      FROM receivables WHERE status = 'OPEN' AND due_on IS NOT NULL
    UNION ALL SELECT 'FELL_DUE', {OF}, NULL, NULL, due_on, NULL, NULL, was_reminded, 1, amount, 0.00, 0.00
      FROM receivables WHERE status <> 'CANCELLED' AND NOT history AND due_on IS NOT NULL) r
  GROUP BY {KEY})
SELECT coalesce(kept.key, computed.key), kept.sums, computed.sums
FROM kept FULL JOIN computed ON kept.key = computed.key"""
# A receivable says whether its customer was reminded of it, as its levels do.
REMINDED = """
SELECT r.number, r.was_reminded, EXISTS (
  SELECT FROM dunning_level_reached l WHERE l.receivable_id = r.id AND l.level = 0)
FROM receivables r"""

SUM_CHECKS = (Check("books.sums", SUMS), Check("books.reminded", REMINDED))
