-- Notices to customers about receivables, before and after they fall due (004).

CREATE TYPE "NoticeType" AS ENUM ('preventive', 'after_due');

ALTER TABLE branch
  ADD COLUMN notice_time text NOT NULL DEFAULT '08:00',
  ADD CONSTRAINT branch_notice_time CHECK (notice_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');
ALTER TABLE plan ADD COLUMN notices_of_collected boolean NOT NULL DEFAULT false;
ALTER TABLE contact ADD COLUMN receives_notices boolean NOT NULL DEFAULT false;

CREATE TABLE notice_concept (
  id uuid PRIMARY KEY,
  code text,
  description text,
  days integer NOT NULL,
  type "NoticeType" NOT NULL,
  retired_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  -- A built-in one that nobody described is described in each reader's language.
  CONSTRAINT notice_concept_described CHECK (
    CASE WHEN description IS NULL THEN code IS NOT NULL ELSE length(trim(description)) > 0 END),
  -- On the due date itself nothing is overdue.
  CONSTRAINT notice_concept_days CHECK (days BETWEEN 0 AND 365 AND (type = 'preventive' OR days > 0)),
  CONSTRAINT notice_concept_built_in CHECK (code IS NULL OR retired_at IS NULL)
);
CREATE UNIQUE INDEX notice_concept_code_key ON notice_concept (code);
CREATE UNIQUE INDEX notice_concept_described_once ON notice_concept (description) WHERE retired_at IS NULL;

INSERT INTO notice_concept (id, code, days, type, created_at) VALUES
  ('00000000-0000-7000-8000-000000000011', 'reminder', 7, 'preventive', now()),
  ('00000000-0000-7000-8000-000000000012', 'after_due', 7, 'after_due', now());

CREATE TABLE notice_setting (
  customer_id uuid PRIMARY KEY REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  subject text NOT NULL,
  active boolean NOT NULL,
  to_contacts boolean NOT NULL,
  reminder_concept_id uuid REFERENCES notice_concept (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  after_due boolean NOT NULL,
  after_due_concept_id uuid REFERENCES notice_concept (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reminder_body text NOT NULL,
  after_due_body text NOT NULL,
  active_since timestamptz(3),
  after_due_since timestamptz(3),
  after_due_chosen_at timestamptz(3),
  reminders_declined_at timestamptz(3),
  next_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  -- Turning it on turns the reminder on.
  CONSTRAINT notice_setting_active CHECK (NOT active OR reminder_concept_id IS NOT NULL AND active_since IS NOT NULL),
  CONSTRAINT notice_setting_after_due CHECK (
    NOT after_due OR after_due_concept_id IS NOT NULL AND after_due_since IS NOT NULL AND after_due_chosen_at IS NOT NULL)
);
CREATE INDEX notice_setting_reminder_concept_id_idx ON notice_setting (reminder_concept_id);
CREATE INDEX notice_setting_after_due_concept_id_idx ON notice_setting (after_due_concept_id);
CREATE INDEX notice_setting_next ON notice_setting (next_at) WHERE active;

CREATE TABLE notice (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  receivable_id uuid NOT NULL REFERENCES receivable (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  concept_id uuid NOT NULL REFERENCES notice_concept (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  due_on date NOT NULL,
  recipient text NOT NULL,
  contact_id uuid REFERENCES contact (id) ON DELETE SET NULL ON UPDATE CASCADE,
  mail_id uuid NOT NULL REFERENCES mail (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX notice_receivable_id_due_on_concept_id_recipient_key ON notice (receivable_id, due_on, concept_id, recipient);
CREATE UNIQUE INDEX notice_mail_id_key ON notice (mail_id);
CREATE INDEX notice_customer_id_created_at_idx ON notice (customer_id, created_at DESC);
CREATE INDEX notice_concept_id_idx ON notice (concept_id);
CREATE INDEX notice_contact_id_idx ON notice (contact_id);

-- Whatever happens to a receivable, its customer's notices are reckoned again: here, so that no way of changing one can forget it.
CREATE FUNCTION tell_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (kind, key)
  SELECT DISTINCT 'notices_changed', s.customer_id::text
  FROM changed c JOIN notice_setting s ON s.customer_id = c.customer_id AND s.active;
  RETURN NULL;
END $$;
CREATE TRIGGER receivable_made_tells_notices AFTER INSERT ON receivable
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_notices();
CREATE TRIGGER receivable_changed_tells_notices AFTER UPDATE ON receivable
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_notices();
-- One that was dropped before it went out may be due again.
CREATE TRIGGER notice_dropped_tells_notices AFTER DELETE ON notice
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_notices();
