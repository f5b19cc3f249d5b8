-- The cancellation desk (003): tickets, and requests to leave that are worked against a time limit to a cancellation or a
-- reversal. A request opened in time holds the renewal of its multipack.

CREATE TYPE "ProfileUnit" AS ENUM ('day', 'week', 'month');
CREATE TYPE "TicketChannel" AS ENUM ('counter', 'phone', 'email', 'chat', 'portal', 'bot', 'api');
CREATE TYPE "TicketState" AS ENUM ('open', 'closed');
CREATE TYPE "RequestState" AS ENUM ('pending', 'in_analysis', 'cancelled', 'reverted');

ALTER TYPE "TaskResult" ADD VALUE 'cancellation_request_opened' BEFORE 'none';
ALTER TYPE "TaskResult" ADD VALUE 'cancellation_request_cancelled' BEFORE 'none';
ALTER TYPE "TaskResult" ADD VALUE 'cancellation_request_reverted' BEFORE 'none';

INSERT INTO task_type (id, code, name, classification, created_at) VALUES
  ('00000000-0000-7000-8000-000000000004', 'cancellation_request', 'cancellation request', 'generic', now());

-- ---------------------------------------------------------------- settings

CREATE TABLE cancellation_profile (
  id uuid NOT NULL,
  title text NOT NULL,
  unit "ProfileUnit" NOT NULL,
  period integer NOT NULL,
  days integer NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  retired_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT cancellation_profile_pkey PRIMARY KEY (id),
  CONSTRAINT cancellation_profile_titled CHECK (length(trim(title)) > 0),
  CONSTRAINT cancellation_profile_period CHECK (period BETWEEN 1 AND 3650),
  -- 003: a month is 30 days.
  CONSTRAINT cancellation_profile_days CHECK (days = period * CASE unit WHEN 'day' THEN 1 WHEN 'week' THEN 7 ELSE 30 END),
  CONSTRAINT cancellation_profile_default CHECK (NOT is_default OR retired_at IS NULL)
);
CREATE UNIQUE INDEX cancellation_profile_title_key ON cancellation_profile (title);
CREATE UNIQUE INDEX cancellation_profile_one_default ON cancellation_profile (is_default) WHERE is_default;

CREATE TABLE cancellation_reason (
  id uuid NOT NULL,
  title text NOT NULL,
  description text,
  retired_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT cancellation_reason_pkey PRIMARY KEY (id),
  CONSTRAINT cancellation_reason_titled CHECK (length(trim(title)) > 0)
);
CREATE UNIQUE INDEX cancellation_reason_title_key ON cancellation_reason (title);

CREATE TABLE reversal_classification (
  id uuid NOT NULL,
  title text NOT NULL,
  description text,
  retired_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT reversal_classification_pkey PRIMARY KEY (id),
  CONSTRAINT reversal_classification_titled CHECK (length(trim(title)) > 0)
);
CREATE UNIQUE INDEX reversal_classification_title_key ON reversal_classification (title);

ALTER TABLE plan
  ADD COLUMN cancellation_profile_id uuid,
  ADD CONSTRAINT plan_cancellation_profile_id_fkey FOREIGN KEY (cancellation_profile_id)
    REFERENCES cancellation_profile (id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- tickets

CREATE TABLE ticket (
  id uuid NOT NULL,
  protocol serial NOT NULL,
  customer_id uuid NOT NULL,
  multipack_id uuid,
  branch_id uuid NOT NULL,
  via "TicketChannel" NOT NULL,
  subject text NOT NULL,
  description text NOT NULL DEFAULT '',
  state "TicketState" NOT NULL DEFAULT 'open',
  closed_at timestamptz(3),
  closed_by uuid,
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT ticket_pkey PRIMARY KEY (id),
  CONSTRAINT ticket_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT ticket_multipack_id_fkey FOREIGN KEY (multipack_id) REFERENCES multipack (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT ticket_branch_id_fkey FOREIGN KEY (branch_id) REFERENCES branch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT ticket_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT ticket_subject CHECK (length(trim(subject)) > 0),
  CONSTRAINT ticket_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (closed_by IS NULL OR closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX ticket_protocol_key ON ticket (protocol);
CREATE INDEX ticket_customer_id_id_idx ON ticket (customer_id, id);
CREATE INDEX ticket_multipack_id_idx ON ticket (multipack_id);

-- ---------------------------------------------------------------- requests

CREATE TABLE cancellation_request (
  id uuid NOT NULL,
  code serial NOT NULL,
  customer_id uuid NOT NULL,
  multipack_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  ticket_id uuid,
  reason_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  profile_days integer NOT NULL,
  title text NOT NULL,
  details text NOT NULL DEFAULT '',
  state "RequestState" NOT NULL DEFAULT 'pending',
  risk_at timestamptz(3) NOT NULL,
  limit_at timestamptz(3) NOT NULL,
  at_risk_at timestamptz(3),
  breached_at timestamptz(3),
  claimed_by uuid,
  claimed_at timestamptz(3),
  concluded_at timestamptz(3),
  concluded_by uuid,
  last_day date,
  reversal_classification_id uuid,
  conclusion_title text,
  conclusion_details text,
  held_renewal boolean NOT NULL,
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT cancellation_request_pkey PRIMARY KEY (id),
  CONSTRAINT cancellation_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_multipack_id_fkey FOREIGN KEY (multipack_id) REFERENCES multipack (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_branch_id_fkey FOREIGN KEY (branch_id) REFERENCES branch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_reason_id_fkey FOREIGN KEY (reason_id) REFERENCES cancellation_reason (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES cancellation_profile (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_concluded_by_fkey FOREIGN KEY (concluded_by) REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_reversal_classification_id_fkey FOREIGN KEY (reversal_classification_id) REFERENCES reversal_classification (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT cancellation_request_titled CHECK (length(trim(title)) > 0),
  CONSTRAINT cancellation_request_time CHECK (profile_days > 0 AND created_at < risk_at AND risk_at < limit_at),
  CONSTRAINT cancellation_request_claimed CHECK (
    (claimed_by IS NULL) = (claimed_at IS NULL)
    AND (state <> 'pending' OR claimed_by IS NULL) AND (state <> 'in_analysis' OR claimed_by IS NOT NULL)),
  CONSTRAINT cancellation_request_concluded CHECK (
    (state IN ('cancelled', 'reverted')) = (concluded_at IS NOT NULL) AND (concluded_by IS NULL OR concluded_at IS NOT NULL)),
  CONSTRAINT cancellation_request_cancelled CHECK (last_day IS NULL OR state = 'cancelled'),
  CONSTRAINT cancellation_request_reverted CHECK (
    (state = 'reverted') = (reversal_classification_id IS NOT NULL) AND (state = 'reverted') = (conclusion_title IS NOT NULL))
);
CREATE UNIQUE INDEX cancellation_request_code_key ON cancellation_request (code);
CREATE INDEX cancellation_request_customer_id_id_idx ON cancellation_request (customer_id, id);
CREATE INDEX cancellation_request_ticket_id_idx ON cancellation_request (ticket_id);
CREATE INDEX cancellation_request_multipack_id_idx ON cancellation_request (multipack_id);
CREATE INDEX cancellation_request_state_limit_at_id_idx ON cancellation_request (state, limit_at, id);
CREATE INDEX cancellation_request_concluded_at_id_idx ON cancellation_request (concluded_at, id);
CREATE INDEX cancellation_request_created_at_idx ON cancellation_request (created_at);
-- 003: one in progress for a multipack.
CREATE UNIQUE INDEX cancellation_request_in_progress ON cancellation_request (multipack_id) WHERE concluded_at IS NULL;

-- Profile and limit are fixed at the opening, and a conclusion is final.
CREATE FUNCTION refuse_changing_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.concluded_at IS NOT NULL THEN
    RAISE EXCEPTION 'cancellation request % is concluded', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.multipack_id, OLD.customer_id, OLD.profile_id, OLD.profile_days, OLD.created_at, OLD.risk_at, OLD.limit_at)
    IS DISTINCT FROM (NEW.multipack_id, NEW.customer_id, NEW.profile_id, NEW.profile_days, NEW.created_at, NEW.risk_at, NEW.limit_at)
  THEN
    RAISE EXCEPTION 'the limit of cancellation request % is fixed', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cancellation_request_fixed BEFORE UPDATE ON cancellation_request FOR EACH ROW EXECUTE FUNCTION refuse_changing_request();

CREATE TABLE request_comment (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  text text NOT NULL,
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT request_comment_pkey PRIMARY KEY (id),
  CONSTRAINT request_comment_request_id_fkey FOREIGN KEY (request_id) REFERENCES cancellation_request (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT request_comment_written CHECK (length(trim(text)) > 0)
);
CREATE INDEX request_comment_request_id_id_idx ON request_comment (request_id, id);
CREATE TRIGGER request_comment_append_only BEFORE UPDATE OR DELETE ON request_comment FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Who has a request open on the screen; worth nothing half a minute later.
CREATE TABLE request_presence (
  request_id uuid NOT NULL,
  user_id uuid NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  CONSTRAINT request_presence_pkey PRIMARY KEY (request_id, user_id),
  CONSTRAINT request_presence_request_id_fkey FOREIGN KEY (request_id) REFERENCES cancellation_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT request_presence_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- ---------------------------------------------------------------- commands and traces

-- What a refusal said, so that whoever asked late is told the same.
ALTER TABLE command ADD COLUMN refusal_details jsonb;
-- Commands under way for a request, which a breach waits for.
CREATE INDEX command_of_request ON command ((payload->>'requestId')) WHERE state = 'pending';
-- What was done while a request was analysed.
CREATE INDEX audit_event_of_request ON audit_event ((details->>'requestId'), id) WHERE details ? 'requestId';

ALTER TABLE crm_task
  DROP CONSTRAINT crm_task_effective,
  -- As text: a value that was added above cannot be meant in the same transaction.
  ADD CONSTRAINT crm_task_effective CHECK (
    effective_on IS NULL OR (result::text IN ('withdrawal', 'cancellation_request_cancelled') AND multipack_id IS NOT NULL));

-- ---------------------------------------------------------------- the renewal held

ALTER TABLE multipack
  ADD COLUMN renewal_held_at timestamptz(3),
  ADD CONSTRAINT multipack_cancelled CHECK (cancelled_on IS NULL OR cancelled_on BETWEEN valid_from AND valid_to);

CREATE OR REPLACE FUNCTION keep_renewal_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.automatic_renewal AND NEW.renewal_cancelled_at IS NULL AND NEW.renewal_held_at IS NULL AND NEW.removed_at IS NULL
    AND NEW.withdrawn_on IS NULL AND NEW.cancelled_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = NEW.id)
  THEN
    INSERT INTO renewal_ahead (chain_id, multipack_id, deadline) VALUES (NEW.chain_id, NEW.id, NEW.deadline)
    ON CONFLICT (chain_id) DO UPDATE SET multipack_id = excluded.multipack_id, deadline = excluded.deadline;
  ELSE
    -- A successor that does not renew takes the place of the one before it all the same.
    DELETE FROM renewal_ahead WHERE chain_id = NEW.chain_id AND multipack_id IN (NEW.id, NEW.previous_id);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER multipack_renewal_ahead ON multipack;
CREATE TRIGGER multipack_renewal_ahead
AFTER INSERT OR UPDATE OF automatic_renewal, renewal_cancelled_at, renewal_held_at, removed_at, withdrawn_on, cancelled_on, deadline ON multipack
FOR EACH ROW EXECUTE FUNCTION keep_renewal_ahead();
