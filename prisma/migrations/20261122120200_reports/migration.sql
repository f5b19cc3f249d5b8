-- Reports over a million tasks: counts of a result are read off an index alone, days and authors have one of their own. And
-- filters that somebody wants to ask again, for themselves or for all.
DROP INDEX crm_task_result_created_at_idx;
CREATE INDEX crm_task_report_idx ON crm_task (result, created_at, customer_id, branch_id, multipack_id, channel);
CREATE INDEX crm_task_created_at_idx ON crm_task (created_at);
CREATE INDEX crm_task_author_id_created_at_idx ON crm_task (author_id, created_at);

CREATE TYPE "FilterKind" AS ENUM ('crm');
CREATE TYPE "FilterSharing" AS ENUM ('nobody', 'branch', 'company');
CREATE TABLE saved_filter (
  id uuid NOT NULL,
  kind "FilterKind" NOT NULL,
  name text NOT NULL,
  rows jsonb NOT NULL,
  shared_with "FilterSharing" NOT NULL DEFAULT 'nobody',
  owner_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT saved_filter_pkey PRIMARY KEY (id),
  CONSTRAINT saved_filter_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX saved_filter_owner_id_kind_name_key ON saved_filter (owner_id, kind, name);
CREATE INDEX saved_filter_name_id_idx ON saved_filter (name, id);
