-- For how much was renewed stands on the task: a later change of the multipack's price does not change it, and a report over
-- a year of renewals reads it off one index instead of looking up every multipack.
ALTER TABLE crm_task
  ADD COLUMN amount bigint,
  ADD COLUMN currency text,
  ADD CONSTRAINT crm_task_money CHECK ((amount IS NULL) = (currency IS NULL));
DROP INDEX crm_task_report_idx;
CREATE INDEX crm_task_report_idx
  ON crm_task (result, created_at, customer_id, branch_id, multipack_id, channel, amount, currency);
