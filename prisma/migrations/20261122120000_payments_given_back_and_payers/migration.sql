-- Money also goes the other way (001): a debit comes back from the bank, a payment is refunded or becomes credit, credit is
-- spent. And a customer may be paid for by another one, and a minor have one who answers for them.

CREATE TYPE "PaymentEntry" AS ENUM ('payment', 'returned', 'refund', 'credited');
-- Payments only: no plan is sold by credit.
CREATE TYPE "PaymentMeans" AS ENUM ('cash', 'transfer', 'card', 'sepa', 'recurring_card', 'credit');

ALTER TABLE payment
  ADD COLUMN kind "PaymentEntry" NOT NULL DEFAULT 'payment',
  ADD COLUMN returns_id uuid,
  ALTER COLUMN method TYPE "PaymentMeans" USING method::text::"PaymentMeans",
  ADD CONSTRAINT payment_returns_id_fkey FOREIGN KEY (returns_id) REFERENCES payment (id) ON UPDATE CASCADE ON DELETE RESTRICT,
  ADD CONSTRAINT payment_returned CHECK ((kind = 'returned') = (returns_id IS NOT NULL)),
  ADD CONSTRAINT payment_method CHECK (CASE kind
    WHEN 'returned' THEN method IN ('sepa', 'recurring_card')
    WHEN 'refund' THEN method <> 'credit'
    WHEN 'credited' THEN method = 'credit'
    ELSE true END);
CREATE UNIQUE INDEX payment_returns_id_key ON payment (returns_id);

CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();

-- Apart from what was paid: giving money back makes nothing owed again.
ALTER TABLE receivable
  ADD COLUMN given_back_amount bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT receivable_given_back CHECK (given_back_amount BETWEEN 0 AND paid_amount);

CREATE TABLE credit (
  customer_id uuid NOT NULL REFERENCES customer (id) ON UPDATE CASCADE ON DELETE RESTRICT,
  currency text NOT NULL CONSTRAINT credit_currency CHECK (currency ~ '^[A-Z]{3}$'),
  balance bigint NOT NULL CONSTRAINT credit_balance CHECK (balance >= 0),
  PRIMARY KEY (customer_id, currency)
);

-- The balance is the sum of the payments by credit, whoever writes them; two that spend it at once wait for each other.
CREATE FUNCTION keep_credit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owner record;
BEGIN
  SELECT r.customer_id, r.currency INTO owner FROM receivable r WHERE r.id = NEW.receivable_id;
  IF NEW.kind = 'credited' THEN
    INSERT INTO credit (customer_id, currency, balance) VALUES (owner.customer_id, owner.currency, NEW.amount)
    ON CONFLICT (customer_id, currency) DO UPDATE SET balance = credit.balance + NEW.amount;
  ELSE
    UPDATE credit SET balance = balance - NEW.amount WHERE customer_id = owner.customer_id AND currency = owner.currency;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'customer % has no credit in %', owner.customer_id, owner.currency USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_balance';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payment_keeps_credit AFTER INSERT ON payment
FOR EACH ROW WHEN (NEW.method = 'credit') EXECUTE FUNCTION keep_credit();

ALTER TABLE customer
  ADD COLUMN payer_id uuid,
  ADD COLUMN guardian_id uuid,
  ADD CONSTRAINT customer_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES customer (id) ON UPDATE CASCADE ON DELETE RESTRICT,
  ADD CONSTRAINT customer_guardian_id_fkey FOREIGN KEY (guardian_id) REFERENCES customer (id) ON UPDATE CASCADE ON DELETE RESTRICT,
  ADD CONSTRAINT customer_payer CHECK (payer_id <> id),
  ADD CONSTRAINT customer_guardian CHECK (guardian_id <> id);
CREATE INDEX customer_payer_id_idx ON customer (payer_id);
CREATE INDEX customer_guardian_id_idx ON customer (guardian_id);

ALTER TYPE "TaskResult" ADD VALUE 'returned_debit' BEFORE 'none';
-- One of that name that somebody made keeps its tasks, and makes way.
UPDATE task_type SET name = name || ' (2)' WHERE name = 'returned debit';
INSERT INTO task_type (id, code, name, classification, visible_in_agenda, created_at)
VALUES ('00000000-0000-7000-8000-000000000020', 'returned_debit', 'returned debit', 'generic', true, now());
