import type { Span } from '../domain/dates.ts';
import { checkTerms, type PlanTerms } from '../domain/terms.ts';
import { InvalidInput } from '../schemas/invalid-input.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import { demandCancellationProfile } from './cancellation-settings.ts';
import type { Database, Tx } from './client.ts';
import { type Plan, Prisma } from './generated/client.ts';
import { tellNotices } from './notices/tell.ts';
import { retirement } from './organisation.ts';
import { type Page, page, type PageRequest, retiredOr } from './pages.ts';
import { readSettings } from './settings.ts';
import { columnsOfTerms, termsOfPlan } from './terms-columns.ts';

/** Terms as the catalogue keeps them: without a notice of its own a plan takes the company's default at each sale. */
export type CatalogueTerms = Omit<PlanTerms, 'notice'> & {
  readonly notice: Span | null;
  /** Suggested for its cancellation requests (003). */
  readonly cancellationProfileId: string | null;
  /** Whether notices go out of what is collected automatically too (004). */
  readonly noticesOfCollected: boolean;
};

export function catalogueTermsOf(plan: Plan): CatalogueTerms {
  const notice = plan.noticeAmount === null ? null : { amount: plan.noticeAmount, unit: plan.noticeUnit! };
  return {
    ...termsOfPlan(plan, { amount: 0, unit: 'day' }),
    notice,
    hasPriceList: plan.hasPriceList,
    cancellationProfileId: plan.cancellationProfileId,
    noticesOfCollected: plan.noticesOfCollected,
  };
}

export const listPlans = (
  database: Database,
  { retired, ...request }: PageRequest & { retired?: boolean | undefined },
): Promise<Page<Plan>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) =>
    database.plan.findMany({ ...query, where: { AND: [query.where, retiredOr(retired)] } }),
  );

/** Throws `not_found` (404). */
export async function findPlan(tx: Tx, id: string): Promise<Plan> {
  const plan = await tx.plan.findUnique({ where: { id } });
  if (!plan) throw new Refusal(404, 'not_found');
  return plan;
}

/**
 * Throws InvalidInput with every reason why the terms cannot be sold (002), `profile_unknown` (422), `profile_retired` (409).
 */
export async function addPlan(act: Act, terms: CatalogueTerms): Promise<Plan> {
  const at = act.clock.now();
  await demandProfile(act.tx, terms.cancellationProfileId);
  const plan = await act.tx.plan.create({ data: { ...(await columnsOf(act.tx, terms)), createdAt: at } });
  await trace(act, {
    action: 'plan.added',
    entity: 'plan',
    entityId: plan.id,
    at,
    details: changesOf({} as Plan, plan, FIELDS),
  });
  return plan;
}

/**
 * Edits a plan or retires it. What was sold keeps the terms it was sold with (002).
 * Throws as `addPlan`, and `version_conflict` (412).
 */
export async function editPlan(
  act: Act,
  before: Plan,
  version: number,
  { retired, ...edit }: Partial<CatalogueTerms> & { retired?: boolean | undefined },
): Promise<Plan> {
  const { tx } = act;
  const at = act.clock.now();
  if (edit.cancellationProfileId !== before.cancellationProfileId) await demandProfile(tx, edit.cancellationProfileId);
  const columns = await columnsOf(tx, { ...catalogueTermsOf(before), ...edit });
  const { count } = await tx.plan.updateMany({
    where: { id: before.id, version },
    data: { ...columns, ...retirement(before, retired, at), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findPlan(tx, before.id);
  await trace(act, {
    action: 'plan.edited',
    entity: 'plan',
    entityId: after.id,
    at,
    details: changesOf(before, after, FIELDS),
  });
  if (after.noticesOfCollected !== before.noticesOfCollected) {
    await tellNotices(
      tx,
      Prisma.sql`EXISTS (SELECT FROM multipack m WHERE m.customer_id = c.id AND m.plan_id = ${after.id}::uuid)`,
    );
  }
  return after;
}

async function demandProfile(tx: Tx, id: string | null | undefined): Promise<void> {
  if (id) await demandCancellationProfile(tx, id);
}

async function columnsOf(tx: Tx, { notice, cancellationProfileId, noticesOfCollected, ...terms }: CatalogueTerms) {
  const complete: PlanTerms = { ...terms, notice: notice ?? (await readSettings(tx)).defaultNotice };
  const issues = checkTerms(complete);
  if (issues.length > 0) throw new InvalidInput(issues);
  return {
    ...columnsOfTerms(complete),
    noticeAmount: notice?.amount ?? null,
    noticeUnit: notice?.unit ?? null,
    hasPriceList: terms.hasPriceList,
    cancellationProfileId,
    noticesOfCollected,
  };
}

const FIELDS = [
  'name',
  'currency',
  'price',
  'oneOffFee',
  'durationAmount',
  'durationUnit',
  'payment',
  'instalmentCount',
  'instalmentEvery',
  'instalmentUnit',
  'paymentMethod',
  'services',
  'hasPriceList',
  'automaticRenewal',
  'noticeAmount',
  'noticeUnit',
  'portalCancellation',
  'portalRenewal',
  'renewalPrice',
  'renewalDurationAmount',
  'renewalDurationUnit',
  'renewalServices',
  'renewalServicesSet',
  'cancellationProfileId',
  'noticesOfCollected',
  'retiredAt',
] as const satisfies readonly (keyof Plan)[];
