import type { Clock } from '../../clock.ts';
import {
  type ActFields,
  lastDayOf,
  previewCancel,
  refuseConcluded,
  termToEnd,
} from '../../database/cancellation-requests/decide.ts';
import {
  allowedOn,
  countRequests,
  endPresence,
  findRequest,
  listPresence,
  listRequests,
  notePresence,
  type ShownRequest,
  storyOf,
} from '../../database/cancellation-requests/list.ts';
import { eligibilityOf, openRequest } from '../../database/cancellation-requests/open.ts';
import type { Tx } from '../../database/client.ts';
import { readMultipack } from '../../database/multipacks/chain.ts';
import { MULTIPACK_PARTS } from '../../database/multipacks/list.ts';
import { mapPage } from '../../database/pages.ts';
import { lastDaysOf, type RequestAct } from '../../domain/cancellation-request.ts';
import { slaState } from '../../domain/sla.ts';
import { problemText } from '../../i18n/index.ts';
import { reportRequests } from '../../reports/cancellation-requests.ts';
import {
  AssignRequest,
  CancellationRequestDetail,
  CancelPreviewed,
  CancelPreviewQuery,
  CancelRequest,
  CommentRequest,
  EligibilityQuery,
  NewCancellationRequest,
  RequestCounts,
  RequestCountsQuery,
  RequestEligibility,
  RequestPage,
  RequestPresence,
  RequestQuery,
  RequestReport,
  RequestReportQuery,
  RequestsPresence,
  RevertRequest,
} from '../../schemas/cancellation-requests.ts';
import { customerCode, multipackCode, requestCode, ticketProtocol } from '../../schemas/codes.ts';
import { ChainWorkflow } from '../../schemas/multipacks.ts';
import { isProblemCode, type ProblemCode } from '../../schemas/problems.ts';
import type { SignedIn } from '../access/user.ts';
import { visibleCustomers, visibleRequests } from '../access/visibility.ts';
import { submit, type Submission } from '../decisions.ts';
import type { Deps } from '../deps.ts';
import { route } from '../route.ts';
import { toAuditEvent } from './audit-events.ts';
import { shownEnding } from './counter.ts';
import { reachOf, toMultipack, workflowOf } from './multipacks.ts';

const tag = 'cancellation-requests';
const path = '/api/cancellation-requests';

const toRequest = (clock: Clock) => (request: ShownRequest) => {
  const { id, title, state, multipack, branch, ticket, reason, claimer, riskAt, limitAt, concludedAt, version } =
    request;
  const now = clock.nowOf(request.customer);
  return {
    id,
    code: requestCode(request.code),
    state,
    title,
    customer: { id: request.customer.id, code: customerCode(request.customer.code), name: request.customer.name },
    multipack: { id: multipack.id, code: multipackCode(multipack.code), name: multipack.name },
    branch,
    ticket: ticket && { id: ticket.id, protocol: ticketProtocol(ticket.protocol) },
    reason,
    creator: { kind: request.authorKind, id: request.authorId, name: request.authorName },
    claimer,
    timeZone: multipack.timeZone,
    createdAt: request.createdAt.toISOString(),
    riskAt: riskAt.toISOString(),
    limitAt: limitAt.toISOString(),
    concludedAt: instantOrNull(concludedAt),
    sla: slaState(request, now),
    elapsedSeconds: Math.max(0, Math.round(((concludedAt ?? now).getTime() - request.createdAt.getTime()) / 1000)),
    comments: request._count.comments,
    version,
  };
};

const toViewer = ({ user: { id, name }, seenAt }: Awaited<ReturnType<typeof listPresence>>[number]) => ({
  id,
  name,
  seenAt: seenAt.toISOString(),
});

const instantOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** Everything known of a request. Throws `request_not_found` (404) for one that the user does not see. */
async function detailOf(tx: Tx, clock: Clock, user: SignedIn, id: string) {
  const request = await findRequest(tx, visibleRequests(user), id);
  const { comments, history } = await storyOf(tx, id);
  const { chain, term } = await readMultipack({ tx, clock }, request.multipackId);
  const ended = await tx.multipack.findUniqueOrThrow({
    where: { id: termToEnd(chain, term).row.id },
    include: MULTIPACK_PARTS,
  });
  return {
    ...toRequest(clock)(request),
    details: request.details,
    profile: { ...request.profile, days: request.profileDays },
    now: clock.nowOf(request.customer).toISOString(),
    claimedAt: instantOrNull(request.claimedAt),
    atRiskAt: instantOrNull(request.atRiskAt),
    breachedAt: instantOrNull(request.breachedAt),
    holdsRenewal: request.heldRenewal,
    concluder: request.concluder,
    lastDay: lastDayOf(request),
    classification: request.reversalClassification,
    conclusionTitle: request.conclusionTitle,
    conclusionDetails: request.conclusionDetails,
    ended: toMultipack(clock)(ended),
    commentList: comments.map(({ id, text, channel, createdAt, ...comment }) => ({
      id,
      text,
      author: { kind: comment.authorKind, id: comment.authorId, name: comment.authorName },
      channel,
      createdAt: createdAt.toISOString(),
    })),
    history: history.map(toAuditEvent),
    allowed: allowedOn(request, user),
    channel: request.channel,
  };
}

interface Asked {
  user: SignedIn;
  params: { id: string };
  deps: Deps;
  actor: Submission<RequestAct>['actor'];
  key: string | undefined;
  http: { response: { set(name: string, value: string): unknown } };
}

/** Has an act decided, and answers with the request as it is then. */
async function decided<A extends RequestAct>(
  { user, params, deps, actor, key, http }: Asked,
  act: A,
  fields: ActFields[A],
) {
  const { database, clock } = deps;
  const request = await findRequest(database, visibleRequests(user), params.id);
  const { isReplay } = await submit(deps, { request, act, fields, actor, key });
  if (isReplay) http.response.set('Idempotency-Replayed', 'true');
  return detailOf(database, clock, user, params.id);
}

const ofActs = [
  'request_not_found',
  'request_concluded',
  'operator_unknown',
  'operator_not_entitled',
  'engine_away',
] as const satisfies readonly ProblemCode[];

const ofConclusions = [...ofActs, 'request_not_claimed', 'not_claimer'] as const satisfies readonly ProblemCode[];

/** What is the same of each act: its command waits for the workflow, so that no transaction is held open. */
const act = {
  method: 'post',
  tag,
  transaction: false,
  keyed: true,
  answers: { 200: CancellationRequestDetail },
} as const;

export const cancellationRequestRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Cancellation requests: of a column what runs out first, else the newest',
    query: RequestQuery,
    answers: { 200: RequestPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query, deps: { clock } }) => {
      if (query.branchId !== undefined) reachOf(user, query.branchId);
      return mapPage(await listRequests(database, visibleRequests(user), query, clock.now()), toRequest(clock));
    },
  }),
  route({
    method: 'get',
    path: `${path}/counts`,
    tag,
    summary: 'How many requests wait, are analysed, are at risk and past their limit',
    query: RequestCountsQuery,
    answers: { 200: RequestCounts },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query, deps: { clock } }) => {
      if (query.branchId !== undefined) reachOf(user, query.branchId);
      return countRequests(database, visibleRequests(user), query, { now: clock.now(), userId: user.id });
    },
  }),
  route({
    method: 'get',
    path: `${path}/eligibility`,
    tag,
    summary: 'Whether a request may be opened now, by which profile, and whether the renewal would wait for it',
    query: EligibilityQuery,
    answers: { 200: RequestEligibility },
    refusals: ['ticket_unknown', 'multipack_unknown', 'profile_unknown', 'profile_retired'],
    handle: async ({ database, user, language, query, deps: { clock } }) => {
      const { refusal, profile, limitAt, ...found } = await eligibilityOf(
        { tx: database, clock },
        visibleCustomers(user),
        query,
      );
      const requestId = refusal?.details['requestId'];
      return {
        allowed: refusal === null,
        reason: refusal && refusal.code,
        detail:
          refusal && isProblemCode(refusal.code) ? problemText(language, refusal.code, refusal.details).detail : null,
        requestId: typeof requestId === 'string' ? requestId : null,
        ...found,
        profile: profile && { id: profile.id, title: profile.title, days: profile.days },
        limitAt: instantOrNull(limitAt),
      };
    },
  }),
  route({
    method: 'get',
    path: `${path}/presence`,
    tag,
    summary: 'Who else has which request open',
    answers: { 200: RequestsPresence },
    handle: async ({ database, user, deps: { clock } }) => {
      const others = await listPresence(database, visibleRequests(user), user.id, clock.now());
      return { viewers: others.map((other) => ({ ...toViewer(other), requestId: other.requestId })) };
    },
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Open a cancellation request, from a ticket or from the customer’s profile',
    description:
      'Profile and limit are fixed with it. Opened through the notice deadline, it holds the renewal until it is concluded.',
    body: NewCancellationRequest,
    answers: { 201: CancellationRequestDetail },
    refusals: [
      'ticket_unknown',
      'ticket_closed',
      'multipack_unknown',
      'multipack_required',
      'multipack_not_active',
      'end_decided',
      'request_in_progress',
      'profile_missing',
      'profile_unknown',
      'profile_retired',
      'reason_missing',
      'reason_unknown',
      'reason_retired',
    ],
    handle: async ({ act, user, body }) => {
      const { id } = await openRequest(act, visibleCustomers(user), body);
      return detailOf(act.tx, act.clock, user, id);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One cancellation request, with its comments and its history',
    answers: { 200: CancellationRequestDetail },
    refusals: ['request_not_found'],
    handle: ({ database, user, params, deps: { clock } }) => detailOf(database, clock, user, params.id),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/workflow`,
    tag,
    summary: 'Where its wait stands in Temporal',
    description: 'Answers also while Temporal is away: then `unreachable`, and nothing is lost.',
    answers: { 200: ChainWorkflow },
    refusals: ['request_not_found'],
    handle: async ({ database, user, params, deps: { engine, config } }) => {
      const { id } = await findRequest(database, visibleRequests(user), params.id);
      return workflowOf(config, await engine.describeRequest(id));
    },
  }),
  route({
    ...act,
    path: `${path}/{id}/analyse`,
    summary: 'Claim a request that is pending',
    description: 'Of two who claim at once one wins; the other is told who.',
    refusals: [...ofActs, 'request_claimed'],
    handle: (asked) => decided(asked, 'analyse', {}),
  }),
  route({
    ...act,
    path: `${path}/{id}/assign`,
    summary: 'Give a request to somebody, or to somebody else',
    access: { level: 2 },
    body: AssignRequest,
    refusals: [...ofActs, 'user_unknown', 'user_inactive'],
    handle: (asked) => decided(asked, 'analyse', asked.body),
  }),
  route({
    ...act,
    path: `${path}/{id}/release`,
    summary: 'Put a request back to the pending ones',
    refusals: ofConclusions,
    handle: (asked) => decided(asked, 'release', {}),
  }),
  route({
    ...act,
    path: `${path}/{id}/comments`,
    summary: 'Insert a comment',
    body: CommentRequest,
    refusals: ofActs,
    handle: (asked) => decided(asked, 'comment', asked.body),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/cancel/preview`,
    tag,
    summary: 'What a cancellation would do, receivable by receivable; writes nothing',
    transaction: false,
    body: CancelPreviewQuery,
    answers: { 200: CancelPreviewed },
    refusals: ['request_not_found', 'request_concluded'],
    handle: async ({ database, user, language, params, body, deps: { clock } }) => {
      const request = await findRequest(database, visibleRequests(user), params.id);
      refuseConcluded(request);
      const { chain, term } = await readMultipack({ tx: database, clock }, request.multipackId);
      const lastDay = body.lastDay ?? lastDaysOf(termToEnd(chain, term).facts, chain.today).earliest;
      const effect = await previewCancel({ tx: database, clock }, request, lastDay);
      const { refusal, earliest, latest } = effect;
      const reason = refusal && (refusal.code as 'last_day_past' | 'last_day_after_end');
      return {
        lastDay,
        earliest,
        latest,
        allowed: refusal === null,
        reason,
        detail: reason && problemText(language, reason, refusal.details).detail,
        ...(await shownEnding(database, clock, effect.term.row.id, effect.ending)),
      };
    },
  }),
  route({
    ...act,
    path: `${path}/{id}/cancel`,
    summary: 'Cancel: the multipack ends on the last day, and is not renewed',
    description:
      'Whatever the payment. What falls due after the day is not owed any more, what stays leaves automatic collection, what was renewed already goes too. A task and a letter.',
    body: CancelRequest,
    refusals: [...ofConclusions, 'last_day_past', 'last_day_after_end'],
    handle: (asked) => decided(asked, 'cancel', asked.body),
  }),
  route({
    ...act,
    path: `${path}/{id}/revert`,
    summary: 'Revert: the multipack goes on',
    description: 'A renewal that was held and is due is made at once, with its own dates. A task.',
    body: RevertRequest,
    refusals: [...ofConclusions, 'classification_unknown', 'classification_retired'],
    handle: (asked) => decided(asked, 'revert', asked.body),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/presence`,
    tag,
    summary: 'Say that one has it open, and hear who else has',
    description: 'To be repeated every ten seconds; forgotten after thirty.',
    transaction: false,
    answers: { 200: RequestPresence },
    refusals: ['request_not_found'],
    handle: async ({ database, user, params, deps: { clock } }) => {
      const { id } = await findRequest(database, visibleRequests(user), params.id);
      const others = await notePresence(database, id, user.id, clock.now());
      return { viewers: others.map(toViewer) };
    },
  }),
  route({
    method: 'delete',
    path: `${path}/{id}/presence`,
    tag,
    summary: 'Say that one has left it',
    transaction: false,
    answers: { 204: null },
    refusals: ['request_not_found'],
    handle: async ({ database, user, params }) => {
      const { id } = await findRequest(database, visibleRequests(user), params.id);
      await endPresence(database, id, user.id);
    },
  }),
  route({
    method: 'get',
    path: '/api/reports/cancellation-requests',
    tag: 'reports',
    summary: 'How the requests opened in a period were worked: in time or not, how long, why, and what came of them',
    query: RequestReportQuery,
    answers: { 200: RequestReport },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { branchId, ...days }, deps: { clock } }) => {
      const filter = { ...days, branchId: reachOf(user, branchId) };
      const { sums, ...lists } = await reportRequests(database, filter, clock.now());
      const { mean, median, ...counts } = sums;
      const secondsToConclusion = mean === null || median === null ? null : { mean, median };
      return { ...counts, secondsToConclusion, ...lists };
    },
  }),
];
