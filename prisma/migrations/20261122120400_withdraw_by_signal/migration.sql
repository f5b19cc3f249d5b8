-- A withdrawal cannot be undone, and nobody signs in to send a signal: one withdraws only where the company allows it.

ALTER TABLE company ADD COLUMN allow_withdraw_signal boolean NOT NULL DEFAULT false;
