-- A user's agenda may be read by calendars at a secret address, of which the hash alone is kept.

CREATE TABLE calendar_feed (
  user_id UUID NOT NULL,
  hash TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL,
  last_read_at TIMESTAMPTZ(3),
  CONSTRAINT calendar_feed_pkey PRIMARY KEY (user_id),
  CONSTRAINT calendar_feed_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX calendar_feed_hash_key ON calendar_feed(hash);
