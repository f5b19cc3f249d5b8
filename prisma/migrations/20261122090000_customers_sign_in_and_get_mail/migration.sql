-- Customers sign in to the portal with an e-mail address, and letters to them wait, go out and stay to be read in one table.

CREATE TABLE portal_user (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL CONSTRAINT portal_user_email_lowercase CHECK (email = lower(email)),
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX portal_user_email_key ON portal_user (email);

CREATE TABLE portal_session (
  id uuid PRIMARY KEY,
  token text NOT NULL,
  user_id uuid NOT NULL REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE CASCADE,
  expires_at timestamptz(3) NOT NULL,
  ip_address text,
  user_agent text,
  by_link boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX portal_session_token_key ON portal_session (token);
CREATE INDEX portal_session_user_id_idx ON portal_session (user_id);

CREATE TABLE portal_account (
  id uuid PRIMARY KEY,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id uuid NOT NULL REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX portal_account_user_id_provider_id_key ON portal_account (user_id, provider_id);

CREATE TABLE portal_verification (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX portal_verification_identifier_key ON portal_verification (identifier);
CREATE INDEX portal_verification_expires_at_idx ON portal_verification (expires_at);

-- Whom an address reaches is asked with every request of the portal.
CREATE INDEX customer_lower_email ON customer (lower(email));

CREATE TYPE "MailState" AS ENUM ('queued', 'sent', 'failed');
CREATE TABLE mail (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  customer_id uuid REFERENCES customer (id) ON UPDATE CASCADE ON DELETE RESTRICT,
  "to" text NOT NULL,
  subject text NOT NULL,
  text text,
  html text,
  language text NOT NULL,
  message_id text,
  unique_key text NOT NULL,
  state "MailState" NOT NULL DEFAULT 'queued',
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  claimed_until timestamptz(3),
  expires_at timestamptz(3),
  sent_at timestamptz(3),
  answer text,
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT mail_one_line CHECK ("to" !~ '[\r\n]' AND subject !~ '[\r\n]'),
  CONSTRAINT mail_sent CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CONSTRAINT mail_body CHECK (state <> 'queued' OR (text IS NOT NULL AND html IS NOT NULL))
);
CREATE UNIQUE INDEX mail_message_id_key ON mail (message_id);
CREATE UNIQUE INDEX mail_unique_key_key ON mail (unique_key);
CREATE INDEX mail_customer_id_id_idx ON mail (customer_id, id);
-- What the delivery looks for: few rows, however many went out.
CREATE INDEX mail_queued ON mail (due_at) WHERE state = 'queued';
CREATE INDEX mail_failed ON mail (id) WHERE state = 'failed';

-- Wakes the delivery as soon as the transaction with the letter commits.
CREATE FUNCTION announce_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY tacit_mail;
  RETURN NULL;
END $$;
CREATE TRIGGER mail_announced AFTER INSERT ON mail FOR EACH STATEMENT EXECUTE FUNCTION announce_mail();
