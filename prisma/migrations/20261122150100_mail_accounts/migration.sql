-- Notices go out through the mail account of the user who collects, each account with a pace of its own (004).

CREATE TYPE "MailSecurity" AS ENUM ('tls', 'starttls', 'none');
ALTER TYPE "MailState" ADD VALUE 'dropped';

CREATE TABLE mail_account (
  user_id uuid PRIMARY KEY REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  from_name text,
  address text NOT NULL,
  host text NOT NULL,
  port integer NOT NULL,
  security "MailSecurity" NOT NULL,
  username text,
  password text,
  per_minute integer NOT NULL DEFAULT 30,
  checked_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT mail_account_port CHECK (port BETWEEN 1 AND 65535),
  CONSTRAINT mail_account_pace CHECK (per_minute BETWEEN 1 AND 6000)
);

-- Apart from the account: somebody without one may have letters waiting, and its owner edits while the delivery counts.
CREATE TABLE mail_sender (
  user_id uuid PRIMARY KEY REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  next_at timestamptz(3),
  failing_since timestamptz(3),
  failures integer NOT NULL DEFAULT 0,
  paused_until timestamptz(3),
  failure text,
  said text,
  told_at timestamptz(3),
  CONSTRAINT mail_sender_failing CHECK ((failing_since IS NULL) = (failures = 0))
);

ALTER TABLE mail ADD COLUMN sender_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE;
-- Letters are taken account by account.
DROP INDEX mail_queued;
CREATE INDEX mail_queued ON mail (sender_id, due_at) WHERE state = 'queued';

-- One of that name that somebody made keeps its tasks, and makes way.
UPDATE task_type SET name = name || ' (2)' WHERE name = 'mail account failing';
INSERT INTO task_type (id, code, name, classification, visible_in_agenda, created_at)
VALUES ('00000000-0000-7000-8000-000000000021', 'mail_account_failing', 'mail account failing', 'generic', true, now());

ALTER TABLE company ADD COLUMN notice_account_user_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE;
