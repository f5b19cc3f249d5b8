-- What is owed already is collected as its multipack is paid (001).

UPDATE receivable r SET collected = true
FROM multipack m
WHERE m.id = r.multipack_id AND r.state = 'open' AND m.payment_method IN ('sepa', 'recurring_card') AND m.withdrawn_on IS NULL;
