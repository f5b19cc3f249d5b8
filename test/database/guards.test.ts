import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { payReceivable } from '../../src/database/receivables.ts';
import { SYSTEM, type World, world, YEARLY } from './support.ts';

// Whatever code writes to the database, and whoever writes past it: these it does not take.

let w: World;
let sql: pg.Client;
let id: string;
let successor: string;

beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
  sql = new pg.Client({ connectionString: w.url });
  await sql.connect();
  ({ id } = await w.sold('2026-09-01'));
  w.clock.set('2026-09-16T09:00:00Z');
  successor = (await w.change((act) => advanceChain(act, id), SYSTEM)).renewed!.successorId;
  await w.plan(YEARLY);
  const owed = await w.database.receivable.findFirstOrThrow({ where: { multipackId: id }, orderBy: { number: 'asc' } });
  await w.change((act) => payReceivable(act, {}, owed.id, { method: 'cash', amount: { amount: 1, currency: 'EUR' } }));
  const createdAt = w.clock.now();
  const profile = { title: 'Dieci giorni', unit: 'day', period: 10, days: 10, isDefault: true, createdAt } as const;
  await w.database.cancellationProfile.create({ data: profile });
  const { id: reasonId } = await w.database.cancellationReason.create({ data: { title: 'Trasloco', createdAt } });
  const asked = { multipackId: id, title: 'Disdetta', reasonId, details: '' };
  const request = await w.change((act) => openRequest(act, {}, asked));
  await w.database.requestComment.create({
    data: {
      requestId: request.id,
      text: 'Ha chiamato',
      authorKind: 'system',
      authorName: 'Tacit',
      channel: 'system',
      createdAt,
    },
  });
});
afterAll(async () => {
  await sql.end();
  await w.close();
});

beforeEach(() => sql.query('ROLLBACK').then(() => undefined));

const ORDER = (column: string, value: string) => `
  INSERT INTO service_order (id, customer_id, branch_id, kind, description, author_kind, author_name, channel, created_at, ${column})
  SELECT gen_random_uuid(), id, branch_id, 'Router', '', 'user', 'Anna', 'console', now(), ${value} FROM customer LIMIT 1`;
const CONNECTION = (column: string, value: string, username = 'maria') => `
  INSERT INTO connection (id, customer_id, branch_id, username, service, state_since, created_at, ${column})
  SELECT gen_random_uuid(), id, branch_id, '${username}', 'Fibra', now(), now(), ${value} FROM customer LIMIT 1`;

const NOTICES = (active: string, concept: string, afterDue: string) => `
  INSERT INTO notice_setting (customer_id, subject, active, to_contacts, reminder_concept_id, after_due, after_due_concept_id,
    reminder_body, after_due_body, active_since, created_at)
  SELECT id, '', ${active}, false, ${concept}, ${afterDue}, '00000000-0000-7000-8000-000000000012', '', '', now(), now()
  FROM customer LIMIT 1`;

/** What PostgreSQL says to a statement, and, for what it checks at the end only, to the commit. */
async function refusal(statement: string, values: unknown[] = []): Promise<string | undefined> {
  await sql.query('BEGIN');
  try {
    await sql.query(statement, values);
    await sql.query('SET CONSTRAINTS ALL IMMEDIATE');
    return undefined;
  } catch (error) {
    const { constraint, message } = error as pg.DatabaseError;
    return constraint ?? message;
  } finally {
    await sql.query('ROLLBACK');
  }
}

const payment = (kind: string) => `
  INSERT INTO payment (id, receivable_id, amount, paid_at, kind, method, returns_id)
  SELECT gen_random_uuid(), id, 1, now(), ${kind} FROM receivable LIMIT 1`;

describe('a row of these is never stored', () => {
  test.each([
    ['a second company', `INSERT INTO company (id, name, updated_at) VALUES (2, 'B', now())`, 'company_is_one'],
    ['a default notice in years', `UPDATE company SET default_notice_unit = 'year'`, 'company_notice'],
    ['a default notice below zero', `UPDATE company SET default_notice_amount = -1`, 'company_notice'],
    [
      'a night that ends before it begins',
      `UPDATE company SET night_from = '05:00', night_to = '04:00'`,
      'company_night',
    ],
    ['a night in the afternoon', `UPDATE company SET night_from = '13:00', night_to = '14:00'`, 'company_night'],
    ['a branch with a made-up currency', `UPDATE branch SET currency = 'euro'`, 'branch_currency'],
    ['a customer without a name', `UPDATE customer SET name = '  '`, 'customer_named'],
    [
      'a profile whose days are not its period',
      `UPDATE cancellation_profile SET unit = 'month'`,
      'cancellation_profile_days',
    ],
    ['a profile of no time', `UPDATE cancellation_profile SET period = 0, days = 0`, 'cancellation_profile_period'],
    ['a retired default', `UPDATE cancellation_profile SET retired_at = now()`, 'cancellation_profile_default'],
    [
      'a second default',
      `INSERT INTO cancellation_profile (id, title, unit, period, days, is_default, created_at)
       VALUES (gen_random_uuid(), 'B', 'week', 1, 7, true, now())`,
      'cancellation_profile_one_default',
    ],
    ['a reason without a title', `UPDATE cancellation_reason SET title = ' '`, 'cancellation_reason_titled'],
    [
      'a second request in progress for a multipack',
      `INSERT INTO cancellation_request (id, customer_id, multipack_id, branch_id, reason_id, profile_id, profile_days, title,
         risk_at, limit_at, held_renewal, author_kind, author_name, channel, created_at)
       SELECT gen_random_uuid(), customer_id, multipack_id, branch_id, reason_id, profile_id, profile_days, title,
         risk_at, limit_at, held_renewal, author_kind, author_name, channel, created_at FROM cancellation_request`,
      'cancellation_request_in_progress',
    ],
    [
      'a request in analysis by nobody',
      `UPDATE cancellation_request SET state = 'in_analysis'`,
      'cancellation_request_claimed',
    ],
    [
      'a request cancelled at no time',
      `UPDATE cancellation_request SET state = 'cancelled'`,
      'cancellation_request_concluded',
    ],
    [
      'a reversal without a classification',
      `UPDATE cancellation_request SET state = 'reverted', concluded_at = now(), conclusion_title = 'A'`,
      'cancellation_request_reverted',
    ],
    [
      'a last day of what was not cancelled',
      `UPDATE cancellation_request SET last_day = '2026-09-20'`,
      'cancellation_request_cancelled',
    ],
    [
      'a last day of a cancellation outside the validity',
      `UPDATE multipack SET cancelled_on = valid_to + 1`,
      'multipack_cancelled',
    ],
    [
      'a ticket closed at no time',
      `INSERT INTO ticket (id, customer_id, branch_id, via, subject, state, author_kind, author_name, channel, created_at)
       SELECT gen_random_uuid(), id, branch_id, 'phone', 'A', 'closed', 'user', 'Anna', 'console', now() FROM customer LIMIT 1`,
      'ticket_closed',
    ],
    ['a service order with half an appointment', ORDER('scheduled_from', 'now()'), 'service_order_appointed'],
    ['a service order done without an end', ORDER('state', `'done'`), 'service_order_closed'],
    ['a connection blocked without a reason', CONNECTION('state', `'blocked'`), 'connection_reason'],
    ['a connection without a user name', CONNECTION('framed_ip', `'10.0.0.1'`, ' '), 'connection_named'],
    [
      'consumption below zero',
      `WITH c AS (${CONNECTION('framed_ip', 'null')} RETURNING id)
       INSERT INTO connection_usage SELECT id, '2026-01-01', -1, 0 FROM c`,
      'connection_usage_bytes',
    ],
    ['a renewal into half of another plan', `UPDATE multipack SET renewal_name = 'Pool'`, 'multipack_renewal_plan'],
    ['a task type without a name', `UPDATE task_type SET name = ' ' WHERE code = 'suspension'`, 'task_type_named'],
    [
      'a portal account by an address in capitals',
      `INSERT INTO portal_user (id, name, email, created_at, updated_at) VALUES (gen_random_uuid(), 'A', 'A@example.com', now(), now())`,
      'portal_user_email_lowercase',
    ],
    [
      'a letter whose subject is two header lines',
      `INSERT INTO mail (id, kind, "to", subject, text, html, language, unique_key) VALUES (gen_random_uuid(), 'a', 'a@example.com', E'a\\nBcc: b', '', '', 'en', 'a')`,
      'mail_one_line',
    ],
    [
      'a letter to two header lines',
      `INSERT INTO mail (id, kind, "to", subject, text, html, language, unique_key) VALUES (gen_random_uuid(), 'a', E'a@example.com\\rBcc: b', 'a', '', '', 'en', 'a')`,
      'mail_one_line',
    ],
    [
      'a letter without words that waits to go out',
      `INSERT INTO mail (id, kind, "to", subject, language, unique_key) VALUES (gen_random_uuid(), 'a', 'a@example.com', 'a', 'en', 'a')`,
      'mail_body',
    ],
    [
      'a letter that went out at no time',
      `INSERT INTO mail (id, kind, "to", subject, language, unique_key, state) VALUES (gen_random_uuid(), 'a', 'a@example.com', 'a', 'en', 'a', 'sent')`,
      'mail_sent',
    ],
    [
      'a mail account at no port',
      `INSERT INTO mail_account (user_id, address, host, port, security, created_at) VALUES (gen_random_uuid(), 'a@b.c', 'b', 0, 'tls', now())`,
      'mail_account_port',
    ],
    [
      'a mail account that sends nothing a minute',
      `INSERT INTO mail_account (user_id, address, host, port, security, per_minute, created_at) VALUES (gen_random_uuid(), 'a@b.c', 'b', 25, 'tls', 0, now())`,
      'mail_account_pace',
    ],
    [
      'a sender that has failed since no instant',
      `INSERT INTO mail_sender (user_id, failures) VALUES (gen_random_uuid(), 1)`,
      'mail_sender_failing',
    ],
    ['a plan with a made-up currency', `UPDATE plan SET currency = 'E'`, 'plan_currency'],
    ['a plan that costs less than nothing', `UPDATE plan SET price = -1`, 'plan_amounts'],
    ['a plan of no length', `UPDATE plan SET duration_amount = 0 WHERE payment = 'instalments'`, 'plan_duration'],
    ['a plan with half a renewal duration', `UPDATE plan SET renewal_duration_amount = 2`, 'plan_duration'],
    [
      'instalments without a count',
      `UPDATE plan SET instalment_count = NULL WHERE payment = 'instalments'`,
      'plan_instalments',
    ],
    ['one instalment', `UPDATE plan SET instalment_count = 1 WHERE payment = 'instalments'`, 'plan_instalments'],
    [
      'a single payment with a count',
      `UPDATE plan SET payment = 'single' WHERE payment = 'instalments'`,
      'plan_instalments',
    ],
    [
      'a rolling plan of two months',
      `UPDATE plan SET duration_amount = 2 WHERE payment = 'rolling'`,
      'plan_rolling_is_monthly',
    ],
    ['half a notice', `UPDATE plan SET notice_amount = NULL`, 'plan_notice'],
    ['a notice in years', `UPDATE plan SET notice_unit = 'year'`, 'plan_notice'],
    ['a portal that renews by hand what renews by itself', `UPDATE plan SET portal_renewal = true`, 'plan_portal'],
    ['a portal that cancels what does not renew', `UPDATE plan SET automatic_renewal = false`, 'plan_portal'],
    ['a price list with renewal terms', `UPDATE plan SET has_price_list = true, renewal_price = 1`, 'plan_price_list'],
    ['a multipack with a made-up currency', `UPDATE multipack SET currency = 'eur'`, 'multipack_currency'],
    ['a multipack that costs less than nothing', `UPDATE multipack SET one_off_fee = -1`, 'multipack_amounts'],
    ['a multipack of no length', `UPDATE multipack SET duration_amount = 0`, 'multipack_duration'],
    [
      'a multipack with instalments but no count',
      `UPDATE multipack SET payment = 'instalments'`,
      'multipack_instalments',
    ],
    ['a validity that ends before it begins', `UPDATE multipack SET valid_from = valid_to + 1`, 'multipack_period'],
    ['an anchor that no month has', `UPDATE multipack SET anchor_day = 32`, 'multipack_anchor'],
    ['a notice below zero', `UPDATE multipack SET notice_amount = -1, deadline = valid_to + 1`, 'multipack_notice'],
    ['a deadline that was not computed', `UPDATE multipack SET deadline = deadline + 1`, 'multipack_deadline'],
    [
      'a validity moved without its deadline',
      `UPDATE multipack SET valid_to = valid_to + 1 WHERE ordinal = 1`,
      'multipack_deadline',
    ],
    [
      'a freeze that ends before it begins',
      `UPDATE multipack SET freeze_from = '2026-09-10', freeze_until = '2026-09-09'`,
      'multipack_freeze',
    ],
    ['a multipack sold again after itself', `UPDATE multipack SET sold_again_from_id = id`, 'multipack_sold_again'],
    ['a withdrawal outside the validity', `UPDATE multipack SET withdrawn_on = valid_to + 1`, 'multipack_withdrawn'],
    [
      'a reason for a withdrawal that is none',
      `UPDATE multipack SET withdrawal_reason = 'death'`,
      'multipack_withdrawal_reason',
    ],
    [
      'something collected that is not owed',
      `UPDATE receivable SET state = 'void', collected = true`,
      'receivable_collected',
    ],
    [
      'something at the bank that is not owed',
      `UPDATE receivable SET state = 'void', collected = false, at_bank_at = now()`,
      'receivable_at_bank',
    ],
    ['a last day of what is no withdrawal', `UPDATE crm_task SET effective_on = '2026-09-20'`, 'crm_task_effective'],
    ['money without its currency', `UPDATE crm_task SET amount = 100, currency = NULL`, 'crm_task_money'],
    ['more paid than is owed', `UPDATE receivable SET paid_amount = amount + 1`, 'receivable_amounts'],
    [
      'more given back than was paid',
      `UPDATE receivable SET given_back_amount = paid_amount + 1`,
      'receivable_given_back',
    ],
    ['credit below zero', `INSERT INTO credit VALUES ((SELECT id FROM customer LIMIT 1), 'EUR', -1)`, 'credit_balance'],
    ['credit that nobody has and is spent', payment(`'payment', 'credit', NULL`), 'credit_balance'],
    ['a refund by credit', payment(`'refund', 'credit', NULL`), 'payment_method'],
    ['credit made out of cash', payment(`'credited', 'cash', NULL`), 'payment_method'],
    ['a debit returned of no payment', payment(`'returned', 'sepa', NULL`), 'payment_returned'],
    ['a customer who pays for themselves', `UPDATE customer SET payer_id = id`, 'customer_payer'],
    ['a customer in their own care', `UPDATE customer SET guardian_id = id`, 'customer_guardian'],
    ['less than nothing owed', `UPDATE receivable SET amount = -1, paid_amount = -1`, 'receivable_amounts'],
    ['paid without the money', `UPDATE receivable SET state = 'paid'`, 'receivable_paid'],
    ['open with all the money', `UPDATE receivable SET paid_amount = amount`, 'receivable_open'],
    ['mornings at no hour', `UPDATE branch SET notice_time = '24:00'`, 'branch_notice_time'],
    ['a concept of more than a year', `UPDATE notice_concept SET days = 366`, 'notice_concept_days'],
    [
      'a concept that is overdue on the due date itself',
      `UPDATE notice_concept SET days = 0 WHERE type = 'after_due'`,
      'notice_concept_days',
    ],
    [
      'a concept without a name that is not built in',
      `UPDATE notice_concept SET code = NULL`,
      'notice_concept_described',
    ],
    ['a built-in concept that is retired', `UPDATE notice_concept SET retired_at = now()`, 'notice_concept_built_in'],
    [
      'two concepts in use of one description',
      `UPDATE notice_concept SET description = 'Soon'`,
      'notice_concept_described_once',
    ],
    ['notices that are on without a reminder', NOTICES('true', 'NULL', 'false'), 'notice_setting_active'],
    [
      'notices after the due date since nobody knows when',
      NOTICES('false', 'NULL', 'true'),
      'notice_setting_after_due',
    ],
  ])('%s', async (_, statement, constraint) => {
    expect(await refusal(statement)).toBe(constraint);
  });

  test('a payment of nothing', async () => {
    const { rows } = await sql.query('SELECT id FROM receivable LIMIT 1');
    const statement = `INSERT INTO payment (id, receivable_id, amount, method, paid_at) VALUES (gen_random_uuid(), $1, 0, 'cash', now())`;
    expect(await refusal(statement, [rows[0].id])).toBe('payment_amount');
  });

  test('a user of an access level there is not, or with an address in capitals', async () => {
    const add = `INSERT INTO "user" (id, name, email, branch_id, access_level, language, created_at, updated_at)
                 VALUES (gen_random_uuid(), 'X', $2, $1, $3, 'en', now(), now())`;
    expect(await refusal(add, [w.branch.id, 'x@example.com', 5])).toBe('user_access_level');
    expect(await refusal(add, [w.branch.id, 'X@example.com', 4])).toBe('user_email_lowercase');
  });
});

describe('a withdrawal', () => {
  const after = async (statement: string) => {
    await sql.query('BEGIN');
    await sql.query(`UPDATE multipack SET withdrawn_on = valid_from, withdrawal_reason = 'death' WHERE id = $1`, [id]);
    const changed = sql.query(statement, [id]);
    const outcome = await changed.then(
      () => 'taken',
      (error: pg.DatabaseError) => error.message,
    );
    await sql.query('ROLLBACK');
    return outcome;
  };

  test.each([
    ['undone', 'UPDATE multipack SET withdrawn_on = NULL, withdrawal_reason = NULL WHERE id = $1'],
    ['put on another day', 'UPDATE multipack SET withdrawn_on = withdrawn_on + 1 WHERE id = $1'],
    ['given another reason', `UPDATE multipack SET withdrawal_reason = 'illness' WHERE id = $1`],
    [
      'left behind when the validity moves',
      'UPDATE multipack SET valid_to = valid_to + 5, deadline = deadline + 5 WHERE id = $1',
    ],
  ])('is never %s', async (_, statement) => {
    expect(await after(statement)).toBe(`the withdrawal of multipack ${id} is irreversible`);
  });

  test('moves with the validity', async () => {
    const moved =
      'UPDATE multipack SET valid_from = valid_from + 5, valid_to = valid_to + 5, deadline = deadline + 5, withdrawn_on = withdrawn_on + 5 WHERE id = $1';
    expect(await after(moved)).toBe('taken');
  });
});

describe('a chain', () => {
  /** Copies a row with other values for some columns. */
  const copy = (columns: Record<string, string>) => {
    const names = `customer_id, branch_id, plan_id, time_zone, name, currency, price, duration_amount, duration_unit, payment,
      payment_method, automatic_renewal, notice_amount, notice_unit, valid_from, valid_to, anchor_day, deadline, created_at`;
    const own = Object.keys(columns).join(', ');
    return `INSERT INTO multipack (${own}, ${names}) SELECT ${Object.values(columns).join(', ')}, ${names} FROM multipack WHERE id = $1`;
  };

  test('has one renewal per multipack for ever, one that was removed counts', async () => {
    const second = copy({ id: 'gen_random_uuid()', chain_id: 'chain_id', ordinal: '7', previous_id: 'previous_id' });
    expect(await refusal(second, [successor])).toBe('multipack_previous_id_key');
    await sql.query('BEGIN');
    await sql.query('UPDATE multipack SET removed_at = now() WHERE id = $1', [successor]);
    await expect(sql.query(second, [successor])).rejects.toMatchObject({ constraint: 'multipack_previous_id_key' });
    await sql.query('ROLLBACK');
  });

  test('has each place once, begins with itself, and its terms do not overlap', async () => {
    const place = copy({ id: 'gen_random_uuid()', chain_id: 'chain_id', ordinal: '1', previous_id: `'${successor}'` });
    expect(await refusal(place, [successor])).toBe('multipack_chain_id_ordinal_key');
    const first = copy({ id: 'gen_random_uuid()', chain_id: 'chain_id', ordinal: '0' });
    expect(await refusal(first, [id])).toBe('multipack_chain');
    const linked = copy({ id: 'gen_random_uuid()', chain_id: 'chain_id', ordinal: '2' });
    expect(await refusal(linked, [id])).toBe('multipack_chain');
    const overlap = copy({
      id: 'gen_random_uuid()',
      chain_id: 'chain_id',
      ordinal: '2',
      previous_id: `'${successor}'`,
    });
    expect(await refusal(overlap, [successor])).toBe('multipack_no_overlap');
    const nowhere = copy({
      id: 'gen_random_uuid()',
      chain_id: 'gen_random_uuid()',
      ordinal: '2',
      previous_id: `'${successor}'`,
    });
    expect(await refusal(nowhere, [successor])).toBe('multipack_chain_fkey');
  });

  test('may pass through an overlap within one transaction, as a freeze does', async () => {
    const shift = `UPDATE multipack SET valid_from = valid_from + $1::integer, valid_to = valid_to + $2::integer, deadline = deadline + $2::integer`;
    await sql.query('BEGIN');
    await sql.query(`${shift} WHERE id = $3`, [0, 5, id]);
    await sql.query(`${shift} WHERE id = $3`, [5, 5, successor]);
    await sql.query('SET CONSTRAINTS ALL IMMEDIATE');
    await sql.query('ROLLBACK');
  });

  test('keeps each term in its place, and what was removed stays removed', async () => {
    const place = /cannot change its place in the chain/;
    expect(await refusal('UPDATE multipack SET ordinal = 9 WHERE id = $1', [successor])).toMatch(place);
    expect(await refusal('UPDATE multipack SET previous_id = NULL WHERE id = $1', [successor])).toMatch(place);
    expect(await refusal('UPDATE multipack SET chain_id = id WHERE id = $1', [successor])).toMatch(place);
    await sql.query('BEGIN');
    await sql.query('UPDATE multipack SET removed_at = now() WHERE id = $1', [successor]);
    await expect(sql.query('UPDATE multipack SET removed_at = NULL WHERE id = $1', [successor])).rejects.toThrow(
      /removed for good/,
    );
    await sql.query('ROLLBACK');
  });

  test('is never deleted, nor what it was sold to, from and with', async () => {
    expect(await refusal('DELETE FROM multipack WHERE id = $1', [successor])).toMatch(/never deleted/);
    for (const table of ['customer', 'plan', 'branch']) {
      expect(await refusal(`DELETE FROM ${table} WHERE id IN (SELECT ${table}_id FROM multipack)`)).toMatch(/_fkey$/);
    }
  });

  test('a reference is one multipack’s', async () => {
    await sql.query('BEGIN');
    await sql.query(`UPDATE multipack SET reference = 'R' WHERE id = $1`, [id]);
    await expect(sql.query(`UPDATE multipack SET reference = 'R' WHERE id = $1`, [successor])).rejects.toMatchObject({
      constraint: 'multipack_reference_key',
    });
    await sql.query('ROLLBACK');
  });

  test('a receivable has its own place in the schedule', async () => {
    const twice = `INSERT INTO receivable (id, multipack_id, customer_id, number, due_on, amount, currency, created_at)
                   SELECT gen_random_uuid(), multipack_id, customer_id, number, due_on, amount, currency, created_at FROM receivable LIMIT 1`;
    expect(await refusal(twice)).toBe('receivable_multipack_id_number_key');
  });
});

test.each([
  ['one in the database that has arrived without all its bytes', `'database', 5, 'abc', null, now()`],
  ['one in the database that has arrived without any', `'database', 5, null, null, now()`],
  ['one in an object store without its key', `'s3', 5, null, null, null`],
  ['one in both places', `'s3', 3, 'abc', 'files/1', now()`],
  ['an empty one', `'database', 0, '', null, now()`],
])('a file is in one place, whole: not %s', async (_, columns) => {
  const add = `INSERT INTO stored_file (id, customer_id, name, content_type, sha256, created_at, place, size, bytes, key, stored_at)
    SELECT gen_random_uuid(), id, 'a.pdf', 'application/pdf', '', now(), ${columns} FROM customer LIMIT 1`;
  await expect(sql.query(add)).rejects.toThrow(/violates check constraint "stored_file_/);
});

describe('history', () => {
  test.each([
    ['audit_event', 'at'],
    ['renewal_attempt', 'at'],
    ['payment', 'paid_at'],
  ])('%s is added to, never rewritten', async (table, column) => {
    expect((await sql.query(`SELECT count(*)::integer AS n FROM ${table}`)).rows[0].n).toBeGreaterThan(0);
    const refused = `${table} is append-only`;
    expect(await refusal(`UPDATE ${table} SET ${column} = now()`)).toBe(refused);
    expect(await refusal(`DELETE FROM ${table}`)).toBe(refused);
    expect(await refusal(`TRUNCATE ${table}`)).toBe(refused);
  });

  test('a decided command keeps its decision; a pending one is decided once', async () => {
    const add = `INSERT INTO command (id, kind, channel, actor_kind, actor_name, received_at, payload, state)
                 VALUES (gen_random_uuid(), 'cancel_renewal', 'console', 'user', 'Anna', now(), '{}', $1) RETURNING id`;
    await sql.query('BEGIN');
    const { rows } = await sql.query(add, ['pending']);
    await sql.query(`UPDATE command SET state = 'withdrawn' WHERE id = $1`, [rows[0].id]);
    await expect(sql.query(`UPDATE command SET state = 'applied' WHERE id = $1`, [rows[0].id])).rejects.toThrow(
      /is already withdrawn/,
    );
    await sql.query('ROLLBACK');
  });

  test('the limit of a request is fixed, its conclusion final, and its comments are added to', async () => {
    for (const change of [
      "limit_at = limit_at + interval '1 day'",
      'profile_days = 20',
      "created_at = created_at - interval '1 day'",
    ]) {
      expect(await refusal(`UPDATE cancellation_request SET ${change}`)).toMatch(
        /^the limit of cancellation request .* is fixed$/,
      );
    }
    await sql.query('BEGIN');
    await sql.query(`UPDATE cancellation_request SET state = 'cancelled', concluded_at = now()`);
    await expect(sql.query(`UPDATE cancellation_request SET state = 'pending', concluded_at = NULL`)).rejects.toThrow(
      /is concluded/,
    );
    await sql.query('ROLLBACK');
    expect(await refusal(`UPDATE request_comment SET text = 'B'`)).toBe('request_comment is append-only');
    expect(await refusal(`DELETE FROM request_comment`)).toBe('request_comment is append-only');
  });

  test('a message to the engine wakes the relay when, and only when, its transaction commits', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: w.url });
    await listener.connect();
    listener.on('notification', ({ channel }) => heard.push(channel));
    await listener.query('LISTEN tacit_outbox');
    await sql.query('BEGIN');
    await sql.query(`INSERT INTO outbox (kind, key) VALUES ('chain_changed', 'a')`);
    await sql.query('ROLLBACK');
    await listener.query('SELECT 1');
    expect(heard).toEqual([]);
    await sql.query(`INSERT INTO outbox (kind, key) VALUES ('chain_changed', 'a')`);
    await listener.query('SELECT 1');
    expect(heard).toEqual(['tacit_outbox']);
    await listener.end();
  });
});

test('whatever is done to receivables tells each customer of them whose notices are on, once a statement, and nobody else', async () => {
  const REMINDER = `'00000000-0000-7000-8000-000000000011'`;
  const told = async () => (await sql.query(`SELECT key FROM outbox WHERE kind = 'notices_changed'`)).rows.length;
  await sql.query('BEGIN');
  await sql.query(`UPDATE receivable SET version = version + 1`);
  expect(await told()).toBe(0);
  await sql.query(NOTICES('true', REMINDER, 'false'));
  await sql.query(`UPDATE receivable SET version = version + 1`);
  expect(await told()).toBe(1);
  await sql.query(`
    INSERT INTO receivable (id, multipack_id, customer_id, number, due_on, amount, currency, created_at)
    SELECT gen_random_uuid(), multipack_id, customer_id, 90 + n, due_on, 100, currency, now()
    FROM (SELECT * FROM receivable WHERE customer_id = (SELECT customer_id FROM notice_setting) LIMIT 1) r, generate_series(1, 3) n`);
  expect(await told()).toBe(2);
  await sql.query('ROLLBACK');
});

test('the deadline as SQL computes it: months clamp to the month’s end, days and weeks never do', async () => {
  const { rows } = await sql.query(`
    SELECT notice_deadline('2026-04-02', 1, 'day')::text AS day, notice_deadline('2026-04-02', 0, 'day')::text AS none,
           notice_deadline('2026-09-30', 15, 'day')::text AS fortnight, notice_deadline('2026-03-31', 1, 'month')::text AS month,
           notice_deadline('2028-03-31', 1, 'month')::text AS leap, notice_deadline('2026-03-01', 2, 'week')::text AS weeks`);
  expect(rows[0]).toEqual({
    day: '2026-04-01',
    none: '2026-04-02',
    fortnight: '2026-09-15',
    month: '2026-02-28',
    leap: '2028-02-29',
    weeks: '2026-02-15',
  });
});
