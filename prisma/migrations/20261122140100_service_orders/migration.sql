-- Service orders (003): work agreed with a customer, appointed, and concluded once.

CREATE TYPE "ServiceOrderState" AS ENUM ('open', 'scheduled', 'done', 'cancelled');

CREATE TABLE service_order (
  id uuid PRIMARY KEY,
  code serial NOT NULL,
  customer_id uuid NOT NULL REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  multipack_id uuid REFERENCES multipack (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  branch_id uuid NOT NULL REFERENCES branch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind text NOT NULL,
  description text NOT NULL,
  state "ServiceOrderState" NOT NULL DEFAULT 'open',
  scheduled_from timestamptz(3),
  scheduled_to timestamptz(3),
  assignee_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  closed_at timestamptz(3),
  conclusion text,
  author_kind "ActorKind" NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  channel "Channel" NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT service_order_named CHECK (length(trim(kind)) > 0),
  CONSTRAINT service_order_appointed CHECK (
    (scheduled_from IS NULL) = (scheduled_to IS NULL) AND scheduled_from < scheduled_to
    AND (state <> 'scheduled' OR scheduled_from IS NOT NULL) AND (state <> 'open' OR scheduled_from IS NULL)),
  CONSTRAINT service_order_closed CHECK ((state IN ('done', 'cancelled')) = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX service_order_code_key ON service_order (code);
CREATE INDEX service_order_customer_id_created_at_idx ON service_order (customer_id, created_at DESC);
CREATE INDEX service_order_assignee_id_scheduled_from_idx ON service_order (assignee_id, scheduled_from);
CREATE INDEX service_order_multipack_id_idx ON service_order (multipack_id);
