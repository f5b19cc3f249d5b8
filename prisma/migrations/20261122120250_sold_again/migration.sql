-- What is sold anew after a withdrawal, which cannot be undone, is linked to what was withdrawn (001).

ALTER TABLE multipack
  ADD COLUMN sold_again_from_id uuid REFERENCES multipack (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- A sale is, a renewal is not.
  ADD CONSTRAINT multipack_sold_again CHECK (sold_again_from_id IS NULL OR ordinal = 0 AND sold_again_from_id <> id);
CREATE INDEX multipack_sold_again_from_id_idx ON multipack (sold_again_from_id);
