-- Notes on customers, and the agents who look after them (004).

CREATE TABLE note (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  text text NOT NULL,
  location text,
  treatment text,
  author_id uuid NOT NULL REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT note_written CHECK (length(trim(text)) > 0)
);
CREATE INDEX note_customer_id_created_at_idx ON note (customer_id, created_at DESC);
CREATE INDEX note_author_id_created_at_idx ON note (author_id, created_at);
CREATE INDEX note_created_at_idx ON note (created_at);

-- Apart from the customer, whose row carries what search is built on: one agent may have a hundred thousand.
CREATE TABLE customer_agents (
  customer_id uuid PRIMARY KEY REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  preferred_agent_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  collection_agent_id uuid REFERENCES "user" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX customer_agents_preferred_agent_id_idx ON customer_agents (preferred_agent_id);
CREATE INDEX customer_agents_collection_agent_id_idx ON customer_agents (collection_agent_id);
