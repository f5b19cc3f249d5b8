import { daysOfProfile, type ProfileUnit } from '../domain/sla.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { CancellationProfile, CancellationReason, Prisma, ReversalClassification } from './generated/client.ts';
import { retirement } from './organisation.ts';
import { type Page, page, type PageRequest, retiredOr } from './pages.ts';

/** What the desk is set up with (003): profiles, reasons, classifications. Used ones are retired, the others may be deleted. */
export interface Settings {
  cancellation_profile: CancellationProfile;
  cancellation_reason: CancellationReason;
  reversal_classification: ReversalClassification;
}
export type Setting = keyof Settings;
/** A row, and whether anything refers to it. */
export type Known<S extends Setting> = Settings[S] & { isUsed: boolean };

type Row = Settings[Setting];
type Counted = Row & { _count: { requests: number; plans?: number } };

/** As much of Prisma's three tables as is the same for all of them. */
interface Table {
  findMany(query: object): Promise<Counted[]>;
  findUnique(query: object): Promise<Counted | null>;
  create(query: { data: object }): Promise<Row>;
  updateMany(query: { where: object; data: object }): Promise<{ count: number }>;
  delete(query: { where: { id: string } }): Promise<Row>;
}

const tableOf = (tx: Tx, setting: Setting): Table =>
  ({
    cancellation_profile: tx.cancellationProfile,
    cancellation_reason: tx.cancellationReason,
    reversal_classification: tx.reversalClassification,
  })[setting] as unknown as Table;

const counting = (setting: Setting) => ({
  _count: { select: { requests: true, ...(setting === 'cancellation_profile' && { plans: true }) } },
});

const known = <S extends Setting>({ _count, ...row }: Counted): Known<S> =>
  ({ ...row, isUsed: _count.requests + (_count.plans ?? 0) > 0 }) as unknown as Known<S>;

/** By title. */
export async function listSettings<S extends Setting>(
  database: Database,
  setting: S,
  { retired, ...request }: PageRequest & { retired?: boolean | undefined },
): Promise<Page<Known<S>>> {
  const include = counting(setting);
  const { items, nextCursor } = await page({ field: 'title', direction: 'asc' }, request, (query) =>
    tableOf(database, setting).findMany({ ...query, where: { AND: [query.where, retiredOr(retired)] }, include }),
  );
  return { items: items.map((row) => known<S>(row)), nextCursor };
}

/** Throws `not_found` (404). */
export async function findSetting<S extends Setting>(tx: Tx, setting: S, id: string): Promise<Known<S>> {
  const row = await tableOf(tx, setting).findUnique({ where: { id }, include: counting(setting) });
  if (!row) throw new Refusal(404, 'not_found');
  return known<S>(row);
}

/** A profile that may be chosen. Throws `profile_unknown` (422), `profile_retired` (409). */
export async function demandCancellationProfile(tx: Tx, id: string): Promise<CancellationProfile> {
  const profile = await tx.cancellationProfile.findUnique({ where: { id } });
  if (!profile) throw new Refusal(422, 'profile_unknown');
  if (profile.retiredAt) throw new Refusal(409, 'profile_retired', { title: profile.title });
  return profile;
}

export interface ProfileFields {
  title: string;
  unit: ProfileUnit;
  period: number;
  isDefault: boolean;
}

export interface DescribedFields {
  title: string;
  description: string | null;
}

export async function addProfile(act: Act, fields: ProfileFields): Promise<Known<'cancellation_profile'>> {
  await takeDefault(act.tx, fields.isDefault);
  return add(act, 'cancellation_profile', { ...fields, days: daysOfProfile(fields.unit, fields.period) });
}

export const addDescribed = <S extends 'cancellation_reason' | 'reversal_classification'>(
  act: Act,
  setting: S,
  fields: DescribedFields,
): Promise<Known<S>> => add(act, setting, { ...fields });

/**
 * Edits or retires a profile. Requests opened with it keep their limit. The default one is given up by making another the
 * default. Throws `profile_is_default` (409), `version_conflict` (412).
 */
export async function editProfile(
  act: Act,
  id: string,
  version: number,
  { retired, ...fields }: Partial<ProfileFields> & { retired?: boolean | undefined },
): Promise<Known<'cancellation_profile'>> {
  await takeDefault(act.tx, fields.isDefault === true, id);
  const before = await findSetting(act.tx, 'cancellation_profile', id);
  if (before.isDefault && (retired || fields.isDefault === false)) throw new Refusal(409, 'profile_is_default');
  const unit = fields.unit ?? before.unit;
  const period = fields.period ?? before.period;
  // One that is made the default is in use again.
  const isRetired = fields.isDefault ? false : retired;
  return edit(
    act,
    'cancellation_profile',
    before,
    version,
    { ...fields, days: daysOfProfile(unit, period) },
    isRetired,
  );
}

/** Edits or retires a reason or classification. Throws `version_conflict` (412). */
export async function editDescribed<S extends 'cancellation_reason' | 'reversal_classification'>(
  act: Act,
  setting: S,
  id: string,
  version: number,
  { retired, ...fields }: Partial<DescribedFields> & { retired?: boolean | undefined },
): Promise<Known<S>> {
  return edit(act, setting, await findSetting(act.tx, setting, id), version, fields, retired);
}

/** Deletes what nothing refers to. Throws `in_use`, `profile_is_default` (409). */
export async function deleteSetting(act: Act, setting: Setting, id: string): Promise<void> {
  const row = await findSetting(act.tx, setting, id);
  if ('isDefault' in row && row.isDefault) throw new Refusal(409, 'profile_is_default');
  if (row.isUsed) throw new Refusal(409, 'in_use');
  await tableOf(act.tx, setting).delete({ where: { id } });
  await traceSetting(act, setting, id, 'deleted', { before: { title: row.title } });
}

/** Makes room for a new default. One at a time, or of two that come at once neither sees the other's. */
async function takeDefault(tx: Tx, isWanted: boolean, id?: string): Promise<void> {
  if (!isWanted) return;
  await tx.$queryRaw`SELECT id FROM company WHERE id = 1 FOR UPDATE`;
  await tx.cancellationProfile.updateMany({
    where: { isDefault: true, ...(id !== undefined && { id: { not: id } }) },
    data: { isDefault: false, version: { increment: 1 } },
  });
}

async function add<S extends Setting>(act: Act, setting: S, fields: object): Promise<Known<S>> {
  const row = await tableOf(act.tx, setting).create({ data: { ...fields, createdAt: act.clock.now() } });
  await traceSetting(act, setting, row.id, 'added', { after: { ...fields } });
  return findSetting(act.tx, setting, row.id);
}

const FIELDS = ['title', 'description', 'unit', 'period', 'isDefault', 'retiredAt'] as const;

async function edit<S extends Setting>(
  act: Act,
  setting: S,
  before: Known<S>,
  version: number,
  fields: object,
  retired: boolean | undefined,
): Promise<Known<S>> {
  const { count } = await tableOf(act.tx, setting).updateMany({
    where: { id: before.id, version },
    data: { ...fields, ...retirement(before, retired, act.clock.now()), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findSetting(act.tx, setting, before.id);
  const changes = changesOf(before as Row, after as Row, FIELDS as unknown as (keyof Row)[]);
  await traceSetting(act, setting, before.id, 'edited', changes);
  return after;
}

const traceSetting = (act: Act, setting: Setting, id: string, verb: string, details: Prisma.InputJsonObject) =>
  trace(act, { action: `${setting}.${verb}`, entity: setting, entityId: id, at: act.clock.now(), details });
