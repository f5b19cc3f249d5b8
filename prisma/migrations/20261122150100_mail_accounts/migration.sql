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
  per_minute integer NOT NULL DEFAULT 60,
  checked_at timestamptz(3),
  failing_since timestamptz(3),
  failures integer NOT NULL DEFAULT 0,
  paused_until timestamptz(3),
  last_error text,
  told_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT mail_account_port CHECK (port BETWEEN 1 AND 65535),
  CONSTRAINT mail_account_pace CHECK (per_minute BETWEEN 1 AND 6000),
  CONSTRAINT mail_account_failing CHECK ((failing_since IS NULL) = (failures = 0))
);

ALTER TABLE mail ADD COLUMN sender_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE;
-- The delivery passes over the letters of accounts that rest.
DROP INDEX mail_queued;
CREATE INDEX mail_queued ON mail (due_at, sender_id) WHERE state = 'queued';

ALTER TABLE company ADD COLUMN notice_account_user_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE;
