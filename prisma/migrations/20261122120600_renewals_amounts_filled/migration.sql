-- The renewals made before: their price is that of the multipack, which none of them has changed yet.
UPDATE crm_task t SET amount = m.price, currency = m.currency
FROM multipack m
WHERE m.id = t.multipack_id AND t.result = 'automatic_renewal';
