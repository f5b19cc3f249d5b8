-- Withdrawals (001): what is fetched by SEPA or card is known of each receivable, so that it can be taken out of that; a
-- withdrawal keeps its reason and its last day, and is never undone.

CREATE TYPE "WithdrawalReason" AS ENUM ('death', 'illness', 'relocation');
ALTER TABLE multipack
  ADD COLUMN withdrawal_reason "WithdrawalReason",
  ADD CONSTRAINT multipack_withdrawal_reason CHECK (withdrawal_reason IS NULL OR withdrawn_on IS NOT NULL);

ALTER TABLE receivable
  ADD COLUMN collected boolean NOT NULL DEFAULT false,
  ADD COLUMN at_bank_at timestamptz(3),
  ADD CONSTRAINT receivable_collected CHECK (NOT collected OR state <> 'void'),
  ADD CONSTRAINT receivable_at_bank CHECK (at_bank_at IS NULL OR state = 'open');

ALTER TABLE crm_task
  ADD COLUMN effective_on date,
  ADD CONSTRAINT crm_task_effective CHECK (effective_on IS NULL OR (result = 'withdrawal' AND multipack_id IS NOT NULL));

-- It moves only together with the validity, as that of a renewed multipack does when the one before it is frozen.
CREATE FUNCTION refuse_undoing_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on + (NEW.valid_to - OLD.valid_to)
    OR NEW.withdrawal_reason IS DISTINCT FROM OLD.withdrawal_reason
  THEN
    RAISE EXCEPTION 'the withdrawal of multipack % is irreversible', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER multipack_withdrawn_for_good BEFORE UPDATE ON multipack
FOR EACH ROW WHEN (OLD.withdrawn_on IS NOT NULL) EXECUTE FUNCTION refuse_undoing_withdrawal();
