-- Connections (003): the customer's access as it should be, and what the network equipment was told and answered.

CREATE TYPE "ConnectionState" AS ENUM ('normal', 'reduced', 'blocked');
CREATE TYPE "NetworkCommandKind" AS ENUM ('change', 'disconnect');
CREATE TYPE "NetworkCommandState" AS ENUM ('pending', 'acknowledged', 'refused', 'no_answer', 'false_answer', 'failed', 'superseded');

-- The shared secret is encrypted with SECRET_KEY and never shown.
CREATE TABLE nas (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  branch_id uuid NOT NULL REFERENCES branch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  host text NOT NULL,
  coa_port integer NOT NULL DEFAULT 3799,
  secret text NOT NULL,
  normal_filter text NOT NULL DEFAULT 'normal',
  reduced_filter text NOT NULL DEFAULT 'reduced',
  blocked_filter text NOT NULL DEFAULT 'blocked',
  retired_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT nas_port CHECK (coa_port BETWEEN 1 AND 65535)
);
CREATE UNIQUE INDEX nas_name_key ON nas (name);
CREATE INDEX nas_branch_id_idx ON nas (branch_id);

CREATE TABLE connection (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  multipack_id uuid REFERENCES multipack (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  branch_id uuid NOT NULL REFERENCES branch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  username text NOT NULL,
  service text NOT NULL,
  state "ConnectionState" NOT NULL DEFAULT 'normal',
  reason text,
  state_since timestamptz(3) NOT NULL,
  nas_id uuid REFERENCES nas (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  framed_ip text,
  session_id text,
  calling_station text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT connection_named CHECK (length(trim(username)) > 0),
  CONSTRAINT connection_reason CHECK (state = 'normal' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX connection_branch_id_username_key ON connection (branch_id, username);
CREATE INDEX connection_customer_id_idx ON connection (customer_id);
CREATE INDEX connection_multipack_id_idx ON connection (multipack_id);
CREATE INDEX connection_nas_id_idx ON connection (nas_id);

CREATE TABLE connection_exception (
  id uuid PRIMARY KEY,
  connection_id uuid NOT NULL REFERENCES connection (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  until timestamptz(3) NOT NULL,
  reason text NOT NULL,
  ended_at timestamptz(3),
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX connection_exception_open ON connection_exception (connection_id) WHERE ended_at IS NULL;
CREATE INDEX connection_exception_connection_id_created_at_idx ON connection_exception (connection_id, created_at DESC);

CREATE TABLE connection_usage (
  connection_id uuid NOT NULL REFERENCES connection (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  day date NOT NULL,
  bytes_in bigint NOT NULL,
  bytes_out bigint NOT NULL,
  PRIMARY KEY (connection_id, day),
  CONSTRAINT connection_usage_bytes CHECK (bytes_in >= 0 AND bytes_out >= 0)
);

-- What the equipment must be told, written with the change it follows from; afterwards what it answered.
CREATE TABLE network_command (
  id uuid PRIMARY KEY,
  connection_id uuid NOT NULL REFERENCES connection (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  nas_id uuid NOT NULL REFERENCES nas (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind "NetworkCommandKind" NOT NULL,
  target "ConnectionState" NOT NULL,
  state "NetworkCommandState" NOT NULL DEFAULT 'pending',
  error_cause integer,
  error text,
  attempts integer NOT NULL DEFAULT 0,
  claimed_until timestamptz(3),
  answered_at timestamptz(3),
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT network_command_answered CHECK ((state = 'pending') = (answered_at IS NULL))
);
CREATE INDEX network_command_connection_id_id_idx ON network_command (connection_id, id);
CREATE INDEX network_command_nas_id_idx ON network_command (nas_id);
CREATE INDEX network_command_pending ON network_command (id) WHERE state = 'pending';

CREATE FUNCTION announce_network_command() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY tacit_network;
  RETURN NULL;
END $$;
CREATE TRIGGER network_command_announced AFTER INSERT ON network_command FOR EACH STATEMENT EXECUTE FUNCTION announce_network_command();
