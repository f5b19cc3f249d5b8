import { type SlaState, slaState } from '../../domain/sla.ts';
import { languageOf } from '../../i18n/languages.ts';
import { multipackCode, requestCode } from '../../schemas/codes.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import type { CancellationRequest, Prisma, User } from '../generated/client.ts';
import { queueMail } from '../mails.ts';
import { readSettings } from '../settings.ts';
import { traceRequest } from './conclude.ts';

/** What a request waits for next; without an instant, its conclusion alone. */
export interface RequestWait {
  for: 'risk' | 'limit' | 'conclusion';
  until: Date | null;
}

export interface RequestAdvance {
  /** Null once it is concluded. */
  wait: RequestWait | null;
  request: CancellationRequest;
  sla: SlaState;
  timeZone: string;
  /** The instant by which it was judged, on the customer's clock. */
  now: Date;
}

/** What stands between a conclusion that was received in time and its effect, in milliseconds; longer than any patience. */
const UNDER_WAY_MS = 60_000;
const AGAIN_MS = 1_000;

type Marked = Pick<CancellationRequest, 'concludedAt' | 'atRiskAt' | 'breachedAt' | 'riskAt' | 'limitAt'>;

export function waitOfRequest({ concludedAt, atRiskAt, breachedAt, riskAt, limitAt }: Marked): RequestWait | null {
  if (concludedAt !== null) return null;
  if (breachedAt !== null) return { for: 'conclusion', until: null };
  return atRiskAt !== null ? { for: 'limit', until: limitAt } : { for: 'risk', until: riskAt };
}

/**
 * Marks a request as at risk or breached if that is due now on the customer's clock, with a trace and an alert, once each,
 * and says what it waits for next (003). A late call finds what is due; a repeated one finds nothing.
 * Throws `request_not_found` (404).
 */
export async function advanceRequest(act: Act, requestId: string): Promise<RequestAdvance> {
  const { tx } = act;
  await tx.$queryRaw`SELECT id FROM cancellation_request WHERE id = ${requestId}::uuid FOR UPDATE`;
  const found = await tx.cancellationRequest.findUnique({ where: { id: requestId }, include: PARTS });
  if (!found) throw new Refusal(404, 'request_not_found', { requestId });
  const now = act.clock.nowOf(found.customer);
  const { timeZone } = found.multipack;
  const advanced = (request: CancellationRequest, wait = waitOfRequest(request)): RequestAdvance => ({
    wait,
    request,
    sla: slaState(request, now),
    timeZone,
    now,
  });
  if (found.concludedAt !== null || found.breachedAt !== null || now < found.riskAt) return advanced(found);
  if (now < found.limitAt) return advanced(found.atRiskAt ? found : await mark(act, found, 'at_risk', now));
  if (await isConclusionUnderWay(act, found)) {
    return advanced(found, { for: 'limit', until: new Date(now.getTime() + AGAIN_MS) });
  }
  return advanced(await mark(act, found, 'breached', now));
}

const PARTS = { customer: true, multipack: true, branch: true } as const;
type Found = Prisma.CancellationRequestGetPayload<{ include: typeof PARTS }>;

/** Whether somebody decided it before the limit and the decision has not been carried out yet. */
async function isConclusionUnderWay({ tx, clock }: Act, { id, limitAt, customer }: Found): Promise<boolean> {
  const since = clock.of(customer, new Date(clock.now().getTime() - UNDER_WAY_MS));
  const [command] = await tx.$queryRaw<object[]>`
    SELECT 1 FROM command
    WHERE state = 'pending' AND payload->>'requestId' = ${id} AND kind IN ('cancel_request', 'revert_request')
      AND received_at < ${limitAt} AND received_at > ${since} LIMIT 1`;
  return command !== undefined;
}

async function mark(act: Act, found: Found, mark: 'at_risk' | 'breached', now: Date): Promise<CancellationRequest> {
  const isBreach = mark === 'breached';
  const request = await act.tx.cancellationRequest.update({
    where: { id: found.id },
    data: {
      // A breach that comes first, after an outage, leaves nothing to warn of.
      atRiskAt: found.atRiskAt ?? now,
      ...(isBreach && { breachedAt: now }),
      version: { increment: 1 },
    },
  });
  const alerted = await whomToAlert(act.tx, found);
  await traceRequest(act, found, mark, now, {
    limitAt: found.limitAt.toISOString(),
    alerted: alerted.map(({ id }) => id),
  });
  const { name: company } = await readSettings(act.tx);
  for (const { id, name, email, language } of alerted) {
    await queueMail(act.tx, {
      kind: isBreach ? 'request_breached' : 'request_at_risk',
      // To a colleague: it stands in no customer's list of letters.
      customerId: null,
      to: email,
      language: languageOf(language),
      values: {
        company,
        branch: found.branch.name,
        reader: name,
        request: requestCode(found.code),
        title: found.title,
        customer: found.customer.name,
        name: found.multipack.name,
        code: multipackCode(found.multipack.code),
        limitAt: found.limitAt,
        timeZone: found.multipack.timeZone,
        isClaimed: found.claimedBy !== null,
      },
      uniqueKey: `${mark}:${found.id}:${id}`,
    });
  }
  return request;
}

/** The operator; of an unclaimed one, the branch's users of levels 1 and 2; where there are none, the company's of level 1. */
async function whomToAlert(tx: Tx, { claimedBy, customer }: Found): Promise<User[]> {
  const active = (where: Prisma.UserWhereInput) =>
    tx.user.findMany({ where: { ...where, active: true }, orderBy: { id: 'asc' } });
  const claimer = claimedBy === null ? [] : await active({ id: claimedBy });
  if (claimer.length > 0) return claimer;
  const branch = await active({ branchId: customer.branchId, accessLevel: { lte: 2 } });
  return branch.length > 0 ? branch : active({ accessLevel: 1 });
}
