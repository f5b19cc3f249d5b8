-- Search by any part of a name, address, phone or reference, without accents and case.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- What an index may be built on: `unaccent` itself is only stable, for its dictionary could be set to another.
CREATE FUNCTION folded(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, $1));

CREATE INDEX customer_name_search ON customer USING gin (folded(name) gin_trgm_ops);
CREATE INDEX customer_email_search ON customer USING gin (folded(email) gin_trgm_ops);
CREATE INDEX customer_phone_search ON customer USING gin (folded(phone) gin_trgm_ops);
CREATE INDEX multipack_name_search ON multipack USING gin (folded(name) gin_trgm_ops);
CREATE INDEX multipack_reference_search ON multipack USING gin (folded(reference) gin_trgm_ops);

-- Lists of customers are by name.
CREATE INDEX customer_name_id_idx ON customer (name, id);
