-- A change of plan (003): what the renewal takes over from another plan, copied when it was agreed.

ALTER TABLE multipack
  ADD COLUMN renewal_plan_id uuid REFERENCES plan (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD COLUMN renewal_name text,
  ADD COLUMN renewal_payment "PaymentKind",
  ADD COLUMN renewal_instalment_count integer,
  ADD COLUMN renewal_instalment_every integer,
  ADD COLUMN renewal_instalment_unit "SpanUnit",
  ADD CONSTRAINT multipack_renewal_plan CHECK (
    (renewal_plan_id IS NULL) = (renewal_payment IS NULL) AND (renewal_plan_id IS NULL) = (renewal_name IS NULL)
    AND (renewal_payment IS NOT DISTINCT FROM 'instalments') = (renewal_instalment_count IS NOT NULL)
    AND (renewal_instalment_count IS NULL) = (renewal_instalment_every IS NULL)
    AND (renewal_instalment_count IS NULL) = (renewal_instalment_unit IS NULL));
CREATE INDEX multipack_renewal_plan_id_idx ON multipack (renewal_plan_id);
