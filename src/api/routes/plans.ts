import type { Plan as PlanRow } from '../../database/generated/client.ts';
import { mapPage } from '../../database/pages.ts';
import { addPlan, catalogueTermsOf, editPlan, findPlan, listPlans } from '../../database/plans.ts';
import { NewPlan, Plan, PlanEdit, PlanPage, PlanQuery } from '../../schemas/plans.ts';
import { route } from '../route.ts';

const tag = 'plans';
const path = '/api/plans';
const administrator = { level: 1 } as const;

const toPlan = (plan: PlanRow) => ({
  id: plan.id,
  ...catalogueTermsOf(plan),
  retired: plan.retiredAt !== null,
  version: plan.version,
  createdAt: plan.createdAt.toISOString(),
});

/** What a plan is where nothing is said. */
const PLAIN = {
  oneOffFee: null,
  services: [],
  hasPriceList: false,
  notice: null,
  portalCancellation: false,
  portalRenewal: false,
  renewalTerms: null,
  cancellationProfileId: null,
  noticesOfCollected: false,
};

export const planRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'The catalogue, by name',
    query: PlanQuery,
    answers: { 200: PlanPage },
    handle: async ({ database, query }) => mapPage(await listPlans(database, query), toPlan),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One plan',
    answers: { 200: Plan },
    handle: async ({ database, params }) => toPlan(await findPlan(database, params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a plan',
    access: administrator,
    body: NewPlan,
    answers: { 201: Plan },
    refusals: ['name_taken', 'profile_unknown', 'profile_retired'],
    handle: async ({ act, body }) => toPlan(await addPlan(act, { ...PLAIN, ...body })),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit or retire a plan',
    description: 'Touches later sales only: what was sold keeps its terms.',
    access: administrator,
    body: PlanEdit,
    answers: { 200: Plan },
    refusals: ['name_taken', 'profile_unknown', 'profile_retired'],
    handle: async ({ act, params, version, body }) =>
      toPlan(await editPlan(act, await findPlan(act.tx, params.id), version, body)),
  }),
];
