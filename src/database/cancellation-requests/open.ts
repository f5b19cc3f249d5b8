import { refusalToRequest } from '../../domain/cancellation-request.ts';
import { lastDayOf } from '../../domain/multipack-state.ts';
import { isInTime } from '../../domain/renewal-cancellation.ts';
import { type SlaTimes, slaTimes } from '../../domain/sla.ts';
import { localDateOf } from '../../domain/dates.ts';
import { requestCode } from '../../schemas/codes.ts';
import { type Act, Refusal } from '../act.ts';
import { demandCancellationProfile } from '../cancellation-settings.ts';
import type { Tx } from '../client.ts';
import type { CancellationProfile, CancellationRequest, Prisma, Ticket } from '../generated/client.ts';
import { type Chain, lockMultipack, readMultipack, renewalOf, stateOf, type Term } from '../multipacks/chain.ts';
import { traceTerm, updateTerm, writeTask } from '../multipacks/write.ts';
import { tellChain, tellRequest } from '../outbox.ts';
import { traceRequest } from './conclude.ts';

export interface Opening {
  /** From a ticket, which then names the multipack, or from the customer's profile. */
  ticketId?: string | undefined;
  multipackId?: string | undefined;
  title: string;
  reasonId: string;
  details: string;
  /** Left out, the plan's own or else the default one. */
  profileId?: string | undefined;
}

/** Whether a request may be opened now, by which profile and until when, and whether the renewal would wait. */
export interface Eligibility {
  refusal: Refusal | null;
  multipackId: string | null;
  profile: CancellationProfile | null;
  limitAt: Date | null;
  holdsRenewal: boolean;
}

type Origin = Pick<Opening, 'ticketId' | 'multipackId'>;
/** What the operator sees. */
type Reach = Prisma.CustomerWhereInput;

/**
 * As `openRequest` would judge it; writes nothing. Throws `ticket_unknown`, `multipack_unknown`, `profile_unknown` (422),
 * `profile_retired` (409).
 */
export async function eligibilityOf(
  reader: Pick<Act, 'tx' | 'clock'>,
  reach: Reach,
  { profileId, ...origin }: Origin & Pick<Opening, 'profileId'>,
): Promise<Eligibility> {
  const nothing = { multipackId: null, profile: null, limitAt: null, holdsRenewal: false };
  const { ticket, multipackId } = await originOf(reader.tx, reach, origin);
  const refusalOfTicket = ticket && refusalOf(ticket);
  if (refusalOfTicket || multipackId === null) {
    return { ...nothing, refusal: refusalOfTicket ?? new Refusal(409, 'multipack_required') };
  }
  const { chain, term } = await readMultipack(reader, multipackId);
  const profile = await profileOf(reader.tx, term, profileId);
  const refusal = (await refusalToOpen(reader.tx, chain, term)) ?? (await refusalOfSettings(reader.tx, profile));
  return {
    refusal,
    multipackId,
    profile,
    limitAt: profile && slaTimes(chain.now, profile.days, term.row.timeZone).limitAt,
    holdsRenewal: refusal === null && holds(chain, term, chain.now),
  };
}

/**
 * Opens a cancellation request (003): profile and limit are fixed with it, and received through the notice deadline it holds
 * the renewal. A CRM task; its workflow is started after the commit. Throws `ticket_unknown`, `multipack_unknown`,
 * `reason_unknown`, `profile_unknown` (422), `ticket_closed`, `multipack_required`, `multipack_not_active`, `end_decided`,
 * `request_in_progress`, `reason_missing`, `reason_retired`, `profile_missing`, `profile_retired` (409).
 */
export async function openRequest(act: Act, reach: Reach, asked: Opening): Promise<CancellationRequest> {
  const { tx, actor } = act;
  // Before the lock: who waits for it was received when they came (0004).
  const came = act.clock.now();
  const { ticket, multipackId } = await originOf(tx, reach, asked);
  const refusalOfTicket = ticket && refusalOf(ticket);
  if (refusalOfTicket) throw refusalOfTicket;
  if (multipackId === null) throw new Refusal(409, 'multipack_required');
  const { chain, term } = await lockMultipack(act, multipackId);
  const refusal = await refusalToOpen(tx, chain, term);
  if (refusal) throw refusal;
  const profile = await profileOf(tx, term, asked.profileId);
  const missing = await refusalOfSettings(tx, profile);
  if (missing) throw missing;
  await demandReason(tx, asked.reasonId);

  const createdAt = act.clock.of(chain.customer, came);
  const { riskAt, limitAt }: SlaTimes = slaTimes(createdAt, profile!.days, term.row.timeZone);
  const heldRenewal = holds(chain, term, createdAt);
  const request = await tx.cancellationRequest.create({
    data: {
      customerId: chain.customer.id,
      multipackId,
      branchId: chain.customer.branchId,
      ticketId: ticket?.id ?? null,
      reasonId: asked.reasonId,
      profileId: profile!.id,
      profileDays: profile!.days,
      title: asked.title,
      details: asked.details,
      riskAt,
      limitAt,
      heldRenewal,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      createdAt,
    },
  });
  await writeTask(act, chain, multipackId, {
    type: 'cancellation_request',
    result: 'cancellation_request_opened',
    note: 'request_opened',
    values: {
      code: requestCode(request.code),
      name: term.row.name,
      title: asked.title,
      limit: localDateOf(limitAt, term.row.timeZone),
    },
  });
  await traceRequest(act, request, 'opened', createdAt, {
    multipackId,
    ticketId: request.ticketId,
    reasonId: asked.reasonId,
    profileId: request.profileId,
    limitAt: limitAt.toISOString(),
    heldRenewal,
  });
  if (heldRenewal) {
    await updateTerm(act, term, { renewalHeldAt: createdAt });
    await traceTerm(act, { ...chain, now: createdAt }, term, 'renewal_held', { requestId: request.id });
    await tellChain(tx, chain.id);
  }
  await tellRequest(tx, request.id);
  return request;
}

async function originOf(
  tx: Tx,
  reach: Reach,
  { ticketId, multipackId }: Origin,
): Promise<{ ticket: Ticket | null; multipackId: string | null }> {
  if (ticketId !== undefined) {
    const ticket = await tx.ticket.findFirst({ where: { id: ticketId, customer: reach } });
    if (!ticket) throw new Refusal(422, 'ticket_unknown');
    return { ticket, multipackId: ticket.multipackId };
  }
  const multipack = await tx.multipack.findFirst({
    where: { id: multipackId!, customer: reach },
    select: { id: true },
  });
  if (!multipack) throw new Refusal(422, 'multipack_unknown');
  return { ticket: null, multipackId: multipack.id };
}

const refusalOf = ({ state }: Ticket): Refusal | null =>
  state === 'closed' ? new Refusal(409, 'ticket_closed') : null;

async function refusalToOpen(tx: Tx, chain: Chain, term: Term): Promise<Refusal | null> {
  const { name } = term.row;
  const state = stateOf(chain, term);
  const code = refusalToRequest({ state, ...term.facts });
  if (code) return new Refusal(409, code, { name, state, lastDay: lastDayOf(term.facts) });
  // Of the whole contract: a request that outlasted its term is worked against the renewed one.
  const open = await tx.cancellationRequest.findFirst({
    where: { concludedAt: null, multipack: { chainId: chain.id } },
  });
  return open && new Refusal(409, 'request_in_progress', { name, code: requestCode(open.code), requestId: open.id });
}

async function refusalOfSettings(tx: Tx, profile: CancellationProfile | null): Promise<Refusal | null> {
  if (!profile) return new Refusal(409, 'profile_missing');
  const reason = await tx.cancellationReason.findFirst({ where: { retiredAt: null }, select: { id: true } });
  return reason ? null : new Refusal(409, 'reason_missing');
}

const profileOf = (tx: Tx, term: Term, id: string | undefined): Promise<CancellationProfile | null> =>
  id === undefined ? suggestedProfile(tx, term) : demandCancellationProfile(tx, id);

/** The plan's own goes before the default one (003). */
async function suggestedProfile(tx: Tx, { row }: Term): Promise<CancellationProfile | null> {
  const plan = await tx.plan.findUniqueOrThrow({
    where: { id: row.planId },
    select: { cancellationProfile: true },
  });
  if (plan.cancellationProfile?.retiredAt === null) return plan.cancellationProfile;
  return tx.cancellationProfile.findFirst({ where: { isDefault: true } });
}

async function demandReason(tx: Tx, id: string): Promise<void> {
  const reason = await tx.cancellationReason.findUnique({ where: { id } });
  if (!reason) throw new Refusal(422, 'reason_unknown');
  if (reason.retiredAt) throw new Refusal(409, 'reason_retired', { title: reason.title });
}

/**
 * Whether a request received at that instant makes the renewal wait for its conclusion: through the deadline, of what would
 * renew, or would if somebody switched it on again meanwhile.
 */
function holds(chain: Chain, term: Term, receivedAt: Date): boolean {
  const renewal = renewalOf(term);
  const moment = { now: receivedAt, today: chain.today, zone: term.row.timeZone };
  return (renewal === 'will_renew' || renewal === 'cancelled') && isInTime(term.facts, moment);
}
