-- A file that has arrived has its bytes: a check lets through what is neither true nor false, as the length of none.

ALTER TABLE stored_file
  DROP CONSTRAINT stored_file_place,
  ADD CONSTRAINT stored_file_place CHECK (
    CASE place
      WHEN 's3' THEN key IS NOT NULL AND bytes IS NULL
      ELSE key IS NULL AND (stored_at IS NULL OR coalesce(length(bytes), 0) = size)
    END
  );
