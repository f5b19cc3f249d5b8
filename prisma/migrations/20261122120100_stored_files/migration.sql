-- Files that customers bring (000, 001): the letter recorded late, the certificate of an extraordinary withdrawal. The bytes
-- are in the row or in an object store; a task refers to the file of the act it stands for.

CREATE TYPE "FilePlace" AS ENUM ('database', 's3');

CREATE TABLE stored_file (
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  name         text NOT NULL,
  content_type text NOT NULL,
  size         integer NOT NULL,
  sha256       text NOT NULL,
  place        "FilePlace" NOT NULL,
  bytes        bytea,
  key          text,
  stored_at    timestamptz(3),
  created_at   timestamptz(3) NOT NULL,
  created_by   uuid,
  CONSTRAINT stored_file_pkey PRIMARY KEY (id),
  CONSTRAINT stored_file_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id)
    ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT stored_file_size CHECK (size > 0),
  CONSTRAINT stored_file_place CHECK (
    CASE place
      WHEN 's3' THEN key IS NOT NULL AND bytes IS NULL
      ELSE key IS NULL AND (stored_at IS NULL OR length(bytes) = size)
    END
  )
);
CREATE INDEX stored_file_customer_id_idx ON stored_file (customer_id);
-- Pictures and PDF files are compressed already.
ALTER TABLE stored_file ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE crm_task
  ADD COLUMN file_id uuid,
  ADD CONSTRAINT crm_task_file_id_fkey FOREIGN KEY (file_id) REFERENCES stored_file (id)
    ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX crm_task_file_id_idx ON crm_task (file_id);
