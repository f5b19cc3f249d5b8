import { z } from 'zod';
import { CHANNELS } from '../domain/crm-tasks.ts';
import { isLocalDate, isTimeZone, minutesOfTime } from '../domain/dates.ts';
import { isCurrency } from '../domain/money.ts';
import { LANGUAGES } from './languages.ts';

/** A check of ours. Its `code` names the message in the reader's language. */
const checked = (accepts: (value: string) => boolean, code: string) => z.string().refine(accepts, { params: { code } });

/** Written in either case, read in lower case, as PostgreSQL answers: ids are compared. */
export const Id = z.uuid().toLowerCase();

/** PostgreSQL holds neither the character NUL nor, in JSON as the traces are, half of a surrogate pair. */
export const isStorable = (value: string): boolean => !value.includes('\u0000') && !/\p{Surrogate}/u.test(value);

/** Text on one line or several, 1 to `max` characters after trimming. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(isStorable, { params: { code: 'invalid_text' } });

/** A day that exists, `YYYY-MM-DD`, in the zone of the branch. */
export const LocalDate = checked(isLocalDate, 'invalid_date').meta({ format: 'date', example: '2026-09-30' });

/** RFC 3339 in UTC. The year 0 of ISO 8601 is none for PostgreSQL. */
export const Instant = z.iso
  .datetime()
  .refine((instant) => instant >= '0001', { params: { code: 'invalid_date' } })
  .meta({ format: 'date-time', example: '2026-09-15T22:00:00.000Z' });

/** Local time `HH:MM`. */
export const LocalTime = checked((time) => minutesOfTime(time) !== null, 'invalid_time').meta({ example: '00:00' });

export const Currency = checked(isCurrency, 'unknown_currency').meta({ example: 'EUR' });
/** `Region/City` or UTC: PostgreSQL takes `CET` and its like for abbreviations, which know no summer time. */
export const TimeZone = checked(
  (zone) => (zone.includes('/') || zone === 'UTC') && isTimeZone(zone),
  'unknown_time_zone',
).meta({ example: 'Europe/Madrid' });
/** ISO 3166-1 alpha-2. */
export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ example: 'ES' });
export const Language = z.enum(LANGUAGES);
export const Email = z.email().max(254).toLowerCase();
export const Phone = text(40);

/** Minor units of an ISO 4217 currency: 4990 EUR is 49.90 euro. */
export const Money = z
  .strictObject({ amount: z.int().min(0).meta({ example: 4990 }), currency: Currency })
  .meta({ id: 'Money' });

export const Span = z
  .strictObject({ amount: z.int().min(0), unit: z.enum(['day', 'week', 'month', 'year']) })
  .meta({ id: 'Span' });

/** Of a schema that has a name: `.nullable()` would lose the null in the OpenAPI document. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** Counts the edits of a record; also its ETag. */
export const Version = z.int().min(1);

export const Flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ type: 'boolean' });

/** Query of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().meta({ description: '`nextCursor` of the page before' }),
};

export const PageQuery = z.strictObject(pageQuery);

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
  });

export const Channel = z.enum(CHANNELS);
export const ActorKind = z.enum(['user', 'customer', 'system']);
export const PaymentMethod = z.enum(['cash', 'transfer', 'card', 'sepa', 'recurring_card']);
/** How a payment was made: also out of what the customer has in credit, by which no plan is sold. */
export const PaymentMeans = z.enum([...PaymentMethod.options, 'credit']);
