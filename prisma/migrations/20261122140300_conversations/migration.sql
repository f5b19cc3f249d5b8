-- Conversations that a bot had with customers (003): taken in over the API, signed with a secret of the company.

ALTER TABLE company
  ADD COLUMN bot_secret text,
  ADD COLUMN bot_secret_at timestamptz(3);

CREATE TYPE "MessageSender" AS ENUM ('customer', 'bot', 'operator');

CREATE TABLE bot_conversation (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  source text NOT NULL,
  external_id text NOT NULL,
  channel text NOT NULL,
  subject text,
  started_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  created_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX bot_conversation_source_external_id_key ON bot_conversation (source, external_id);
CREATE INDEX bot_conversation_customer_id_started_at_idx ON bot_conversation (customer_id, started_at DESC);

CREATE TABLE bot_message (
  conversation_id uuid NOT NULL REFERENCES bot_conversation (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  external_id text NOT NULL,
  at timestamptz(3) NOT NULL,
  sender "MessageSender" NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (conversation_id, external_id)
);
CREATE INDEX bot_message_conversation_id_at_idx ON bot_message (conversation_id, at);
