-- Which multipack of each chain will renew, as things stand. Without this, whoever looks for what is due walks past every
-- multipack that was ever renewed; with it, past those that still will. Kept by the database itself, so that no way of
-- changing a multipack can forget it.

CREATE TABLE renewal_ahead (
  chain_id uuid NOT NULL,
  multipack_id uuid NOT NULL,
  deadline date NOT NULL,
  CONSTRAINT renewal_ahead_pkey PRIMARY KEY (chain_id)
);
CREATE UNIQUE INDEX renewal_ahead_multipack_id_key ON renewal_ahead (multipack_id);
CREATE INDEX renewal_ahead_deadline_idx ON renewal_ahead (deadline);

CREATE FUNCTION keep_renewal_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.automatic_renewal AND NEW.renewal_cancelled_at IS NULL AND NEW.removed_at IS NULL
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

CREATE TRIGGER multipack_renewal_ahead
AFTER INSERT OR UPDATE OF automatic_renewal, renewal_cancelled_at, removed_at, withdrawn_on, cancelled_on, deadline ON multipack
FOR EACH ROW EXECUTE FUNCTION keep_renewal_ahead();

INSERT INTO renewal_ahead (chain_id, multipack_id, deadline)
SELECT m.chain_id, m.id, m.deadline FROM multipack m
WHERE m.automatic_renewal AND m.renewal_cancelled_at IS NULL AND m.removed_at IS NULL
  AND m.withdrawn_on IS NULL AND m.cancelled_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = m.id);

-- What it was for is done by the table.
DROP INDEX multipack_renewing;
