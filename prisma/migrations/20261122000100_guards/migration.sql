-- What must hold whatever code runs: the last word on amounts, states, periods and traces belongs to the database.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The one company.
ALTER TABLE company
  ADD CONSTRAINT company_is_one CHECK (id = 1),
  ADD CONSTRAINT company_notice CHECK (default_notice_amount BETWEEN 0 AND 3650 AND default_notice_unit <> 'year'),
  ADD CONSTRAINT company_night CHECK (night_from ~ '^(0\d|1[0-2]):[0-5]\d$' AND night_to ~ '^(0\d|1[0-2]):[0-5]\d$' AND night_from < night_to);

ALTER TABLE "user"
  ADD CONSTRAINT user_access_level CHECK (access_level BETWEEN 1 AND 4),
  ADD CONSTRAINT user_email_lowercase CHECK (email = lower(email));

ALTER TABLE branch ADD CONSTRAINT branch_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE customer ADD CONSTRAINT customer_named CHECK (length(trim(name)) > 0);

ALTER TABLE plan
  ADD CONSTRAINT plan_currency CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT plan_amounts CHECK (price >= 0 AND one_off_fee >= 0 AND (renewal_price IS NULL OR renewal_price >= 0)),
  ADD CONSTRAINT plan_duration CHECK (duration_amount > 0 AND (renewal_duration_amount IS NULL) = (renewal_duration_unit IS NULL)),
  ADD CONSTRAINT plan_instalments CHECK (
    (payment = 'instalments') = (instalment_count IS NOT NULL)
    AND (instalment_count IS NULL) = (instalment_every IS NULL)
    AND (instalment_count IS NULL) = (instalment_unit IS NULL)
    AND (instalment_count IS NULL OR (instalment_count >= 2 AND instalment_every > 0))),
  ADD CONSTRAINT plan_rolling_is_monthly CHECK (payment <> 'rolling' OR (duration_amount = 1 AND duration_unit = 'month')),
  ADD CONSTRAINT plan_notice CHECK ((notice_amount IS NULL) = (notice_unit IS NULL) AND (notice_amount IS NULL OR (notice_amount >= 0 AND notice_unit <> 'year'))),
  -- 002: the portal either cancels a renewal that comes by itself, or renews by hand; never both.
  ADD CONSTRAINT plan_portal CHECK (NOT (portal_renewal AND (automatic_renewal OR portal_cancellation)) AND (automatic_renewal OR NOT portal_cancellation)),
  -- 002: other terms at renewal only without a price list.
  ADD CONSTRAINT plan_price_list CHECK (NOT (has_price_list AND (renewal_price IS NOT NULL OR renewal_duration_amount IS NOT NULL OR renewal_services_set)));

-- The deadline as SQL sees it: an independent computation that holds the stored one to the truth (002).
CREATE FUNCTION notice_deadline(valid_to date, amount integer, unit "SpanUnit") RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE unit
  WHEN 'day' THEN valid_to - amount
  WHEN 'week' THEN valid_to - 7 * amount
  WHEN 'month' THEN (valid_to - make_interval(months => amount))::date
  WHEN 'year' THEN (valid_to - make_interval(years => amount))::date
END;

ALTER TABLE multipack
  ADD CONSTRAINT multipack_currency CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT multipack_amounts CHECK (price >= 0 AND one_off_fee >= 0 AND (renewal_price IS NULL OR renewal_price >= 0)),
  ADD CONSTRAINT multipack_duration CHECK (duration_amount > 0 AND (renewal_duration_amount IS NULL) = (renewal_duration_unit IS NULL)),
  ADD CONSTRAINT multipack_instalments CHECK (
    (payment = 'instalments') = (instalment_count IS NOT NULL)
    AND (instalment_count IS NULL) = (instalment_every IS NULL)
    AND (instalment_count IS NULL) = (instalment_unit IS NULL)
    AND (instalment_count IS NULL OR (instalment_count >= 2 AND instalment_every > 0))),
  ADD CONSTRAINT multipack_period CHECK (valid_from <= valid_to),
  ADD CONSTRAINT multipack_anchor CHECK (anchor_day BETWEEN 1 AND 31),
  ADD CONSTRAINT multipack_notice CHECK (notice_amount >= 0 AND notice_unit <> 'year'),
  ADD CONSTRAINT multipack_deadline CHECK (deadline = notice_deadline(valid_to, notice_amount, notice_unit)),
  ADD CONSTRAINT multipack_chain CHECK ((ordinal = 0) = (previous_id IS NULL) AND (ordinal = 0) = (chain_id = id)),
  ADD CONSTRAINT multipack_freeze CHECK (freeze_until IS NULL OR freeze_until >= freeze_from),
  ADD CONSTRAINT multipack_withdrawn CHECK (withdrawn_on IS NULL OR withdrawn_on BETWEEN valid_from AND valid_to),
  -- Deferred, because moving a multipack and its successor by a freeze passes through an overlap.
  ADD CONSTRAINT multipack_no_overlap EXCLUDE USING gist (chain_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (removed_at IS NULL) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE multipack ADD CONSTRAINT multipack_chain_fkey FOREIGN KEY (chain_id) REFERENCES multipack (id) DEFERRABLE INITIALLY DEFERRED;

-- What the forecast and the sweep read: terms whose renewal may still come.
CREATE INDEX multipack_renewing ON multipack (deadline)
  WHERE automatic_renewal AND renewal_cancelled_at IS NULL AND removed_at IS NULL AND withdrawn_on IS NULL AND cancelled_on IS NULL;

ALTER TABLE receivable
  ADD CONSTRAINT receivable_amounts CHECK (amount >= 0 AND paid_amount BETWEEN 0 AND amount),
  ADD CONSTRAINT receivable_paid CHECK (state <> 'paid' OR paid_amount = amount),
  ADD CONSTRAINT receivable_open CHECK (state <> 'open' OR paid_amount < amount OR amount = 0);

ALTER TABLE payment ADD CONSTRAINT payment_amount CHECK (amount > 0);

ALTER TABLE task_type ADD CONSTRAINT task_type_named CHECK (length(trim(name)) > 0);

-- History is added to, never rewritten.
CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER renewal_attempt_append_only BEFORE UPDATE OR DELETE ON renewal_attempt FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER renewal_attempt_no_truncate BEFORE TRUNCATE ON renewal_attempt FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();

-- A decided command keeps its decision; a renewal once linked stays linked.
CREATE FUNCTION refuse_redeciding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'command % is already %', OLD.id, OLD.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER command_decided_once BEFORE UPDATE ON command FOR EACH ROW EXECUTE FUNCTION refuse_redeciding();

CREATE FUNCTION refuse_relinking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.previous_id IS DISTINCT FROM NEW.previous_id OR OLD.chain_id <> NEW.chain_id OR OLD.ordinal <> NEW.ordinal THEN
    RAISE EXCEPTION 'multipack % cannot change its place in the chain', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL THEN
    RAISE EXCEPTION 'multipack % was removed for good', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER multipack_keeps_its_place BEFORE UPDATE ON multipack FOR EACH ROW EXECUTE FUNCTION refuse_relinking();
CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a multipack is removed by its state, never deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER multipack_never_deleted BEFORE DELETE ON multipack FOR EACH ROW EXECUTE FUNCTION refuse_deletion();

-- Wakes the relay as soon as the transaction with the message commits.
CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY tacit_outbox;
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_announced AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();

-- The rows every system has: the company and the built-in task types.
INSERT INTO company (id, name, updated_at) VALUES (1, 'Tacit', now());
INSERT INTO task_type (id, code, name, classification, created_at) VALUES
  ('00000000-0000-7000-8000-000000000001', 'automatic_renewal', 'automatic renewal', 'automatic_renewal', now()),
  ('00000000-0000-7000-8000-000000000002', 'suspension', 'suspension', 'generic', now()),
  ('00000000-0000-7000-8000-000000000003', 'change_of_terms', 'change of terms', 'generic', now());
