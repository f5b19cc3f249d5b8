-- The ledger of all customers is read from the newest on, a page at a time.
CREATE INDEX notice_created_at_id_idx ON notice (created_at DESC, id DESC);
