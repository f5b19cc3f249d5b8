import type { Clock } from '../../clock.ts';
import type { Act } from '../../database/act.ts';
import { listAuditEvents } from '../../database/audit-events.ts';
import { addException, editException, endException, listExceptions } from '../../database/connection-exceptions.ts';
import {
  addConnection,
  blockConnection,
  disconnectConnection,
  editConnection,
  findConnection,
  listConnections,
  lockConnection,
  readUsage,
  reduceConnection,
  removeReduction,
  runningException,
  type ShownConnection,
  storeUsage,
  tellAgain,
  unblockConnection,
} from '../../database/connections.ts';
import type {
  ConnectionException as ExceptionRow,
  NetworkCommand as CommandRow,
} from '../../database/generated/client.ts';
import { isConfigured, listNetworkCommands } from '../../database/network-commands.ts';
import { mapPage } from '../../database/pages.ts';
import { withinRequest } from '../../database/within-request.ts';
import { localDateOf } from '../../domain/dates.ts';
import { errorCauseName } from '../../domain/error-cause.ts';
import { AuditEventPage } from '../../schemas/audit-events.ts';
import { customerCode, multipackCode } from '../../schemas/codes.ts';
import { PageQuery } from '../../schemas/common.ts';
import {
  ChangeConnection,
  Connection,
  ConnectionEdit,
  ConnectionExceptionEdit,
  ConnectionExceptionPage,
  ConnectionPage,
  ConnectionQuery,
  NetworkCommandPage,
  NewConnection,
  NewConnectionException,
  RestrictConnection,
  StoreUsage,
  Usage,
  UsageQuery,
  UsageStored,
} from '../../schemas/connections.ts';
import type { ProblemCode } from '../../schemas/problems.ts';
import type { SignedIn } from '../access/user.ts';
import { visibleConnections } from '../access/visibility.ts';
import { route } from '../route.ts';
import { toAuditEvent } from './audit-events.ts';
import { demandCustomer } from './service-orders.ts';

const tag = 'connections';
const path = '/api/connections';

const authorOf = ({
  authorKind,
  authorId,
  authorName,
}: Pick<CommandRow, 'authorKind' | 'authorId' | 'authorName'>) => ({
  kind: authorKind,
  id: authorId,
  name: authorName,
});

const toCommand = (command: CommandRow) => ({
  id: command.id,
  kind: command.kind,
  target: command.target,
  state: command.state,
  errorCause:
    command.errorCause === null ? null : { code: command.errorCause, name: errorCauseName(command.errorCause) },
  error: command.error,
  author: authorOf(command),
  channel: command.channel,
  createdAt: command.createdAt.toISOString(),
  answeredAt: command.answeredAt && command.answeredAt.toISOString(),
});

const toException = (exception: ExceptionRow) => ({
  id: exception.id,
  until: exception.until.toISOString(),
  reason: exception.reason,
  endedAt: exception.endedAt && exception.endedAt.toISOString(),
  author: authorOf(exception),
  version: exception.version,
  createdAt: exception.createdAt.toISOString(),
});

const toConnection = (clock: Clock) => (connection: ShownConnection) => {
  const { customer, multipack, nas, commands } = connection;
  const exception = runningException(connection, clock.nowOf(customer));
  return {
    id: connection.id,
    customer: { id: customer.id, code: customerCode(customer.code), name: customer.name },
    multipack: multipack && { ...multipack, code: multipackCode(multipack.code) },
    branchId: connection.branchId,
    timeZone: connection.branch.timeZone,
    username: connection.username,
    service: connection.service,
    framedIp: connection.framedIp,
    sessionId: connection.sessionId,
    callingStation: connection.callingStation,
    state: connection.state,
    reason: connection.reason,
    stateSince: connection.stateSince.toISOString(),
    exception: exception && toException(exception),
    nas: nas && { id: nas.id, name: nas.name, retired: nas.retiredAt !== null },
    network: { isConfigured: isConfigured(nas), last: commands[0] ? toCommand(commands[0]) : null },
    version: connection.version,
    createdAt: connection.createdAt.toISOString(),
  };
};

/** Runs one change of a connection that the user sees, and answers with the connection as it is then. */
async function changed(
  act: Act,
  user: SignedIn,
  id: string,
  requestId: string | undefined,
  change: (act: Act, connection: ShownConnection) => Promise<unknown>,
) {
  const connection = await lockConnection(act.tx, visibleConnections(user), id);
  await change(await withinRequest(act, connection.customerId, requestId), connection);
  return toConnection(act.clock)(await findConnection(act.tx, {}, id));
}

const NETWORK =
  'Recorded at once. Where equipment is configured it is told right after, and `network.last` says what it answered; where none is, nobody is told (`network.isConfigured`).';

function action(
  verb: string,
  summary: string,
  refusals: readonly ProblemCode[],
  change: (act: Act, connection: ShownConnection) => Promise<unknown>,
) {
  return route({
    method: 'post',
    path: `${path}/{id}/${verb}`,
    tag,
    summary,
    description: NETWORK,
    body: ChangeConnection,
    answers: { 200: Connection },
    refusals: [...refusals, 'request_unknown'],
    handle: ({ act, user, params, body }) => changed(act, user, params.id, body.requestId, change),
  });
}

function restriction(
  verb: string,
  summary: string,
  refusals: readonly ProblemCode[],
  change: (act: Act, connection: ShownConnection, reason: string) => Promise<unknown>,
) {
  return route({
    method: 'post',
    path: `${path}/{id}/${verb}`,
    tag,
    summary,
    description: NETWORK,
    body: RestrictConnection,
    answers: { 200: Connection },
    refusals: [...refusals, 'request_unknown'],
    handle: ({ act, user, params, body: { reason, requestId } }) =>
      changed(act, user, params.id, requestId, (within, connection) => change(within, connection, reason)),
  });
}

export const connectionRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Connections, by user name',
    query: ConnectionQuery,
    answers: { 200: ConnectionPage },
    handle: async ({ database, user, query: { limit, cursor, ...filters }, deps: { clock } }) => {
      const where = { AND: [visibleConnections(user), filters] };
      return mapPage(await listConnections(database, where, { limit, cursor }), toConnection(clock));
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One connection, with the last word with its equipment',
    answers: { 200: Connection },
    handle: async ({ database, user, params, deps: { clock } }) =>
      toConnection(clock)(await findConnection(database, visibleConnections(user), params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a connection to a customer',
    body: NewConnection,
    answers: { 201: Connection },
    refusals: [
      'customer_unknown',
      'multipack_unknown',
      'nas_unknown',
      'nas_retired',
      'username_taken',
      'request_unknown',
    ],
    handle: async ({ act, user, body: { customerId, requestId, ...fields } }) => {
      const customer = await demandCustomer(act.tx, user, customerId);
      const within = await withinRequest(act, customerId, requestId);
      return toConnection(act.clock)(await addConnection(within, customer, fields));
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit a connection',
    description: 'Nobody is told: the equipment learns of it with the next change, or with `tell-again`.',
    body: ConnectionEdit,
    answers: { 200: Connection },
    refusals: ['multipack_unknown', 'nas_unknown', 'nas_retired', 'username_taken', 'request_unknown'],
    handle: ({ act, user, params, version, body: { requestId, ...edit } }) =>
      changed(act, user, params.id, requestId, (within, connection) =>
        editConnection(within, connection, version, edit),
      ),
  }),
  restriction('reduce', 'Reduce the speed', ['connection_already_reduced', 'connection_blocked'], reduceConnection),
  action('remove-reduction', 'Give the full speed again', ['connection_not_reduced'], removeReduction),
  restriction(
    'block',
    'Block, unless an exception runs',
    ['connection_blocked', 'connection_excepted'],
    blockConnection,
  ),
  action('unblock', 'End a block', ['connection_not_blocked'], unblockConnection),
  action('disconnect', 'End the session of the customer', [], disconnectConnection),
  action('tell-again', 'Tell the equipment the present state once more', ['no_equipment'], tellAgain),
  route({
    method: 'get',
    path: `${path}/{id}/exceptions`,
    tag,
    summary: 'Exceptions to blocking, the newest first',
    query: PageQuery,
    answers: { 200: ConnectionExceptionPage },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findConnection(database, visibleConnections(user), params.id);
      return mapPage(await listExceptions(database, id, query), toException);
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/exceptions`,
    tag,
    summary: 'Except a connection from blocking until an instant',
    description: 'One that is blocked is unblocked.',
    body: NewConnectionException,
    answers: { 200: Connection },
    refusals: ['exception_past', 'exception_running', 'request_unknown'],
    handle: ({ act, user, params, body: { until, reason, requestId } }) =>
      changed(act, user, params.id, requestId, (within, connection) =>
        addException(within, connection, { until: new Date(until), reason }),
      ),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}/exceptions/{exceptionId}`,
    tag,
    summary: 'Move the end of an exception, or give another reason',
    description: 'If-Match is the version of the exception.',
    body: ConnectionExceptionEdit,
    answers: { 200: Connection },
    refusals: ['exception_past', 'exception_ended', 'request_unknown'],
    handle: ({ act, user, params, version, body: { until, reason, requestId } }) =>
      changed(act, user, params.id, requestId, (within, connection) =>
        editException(within, connection, params.exceptionId, version, {
          until: until ? new Date(until) : undefined,
          reason,
        }),
      ),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/exceptions/{exceptionId}/end`,
    tag,
    summary: 'End an exception before its time',
    body: ChangeConnection,
    answers: { 200: Connection },
    refusals: ['exception_ended', 'request_unknown'],
    handle: ({ act, user, params, body }) =>
      changed(act, user, params.id, body.requestId, (within, connection) =>
        endException(within, connection, params.exceptionId),
      ),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/commands`,
    tag,
    summary: 'What the equipment was told and answered, the newest first',
    query: PageQuery,
    answers: { 200: NetworkCommandPage },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findConnection(database, visibleConnections(user), params.id);
      return mapPage(await listNetworkCommands(database, id, query), toCommand);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}/history`,
    tag,
    summary: 'What happened to a connection, the newest first',
    query: PageQuery,
    answers: { 200: AuditEventPage },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findConnection(database, visibleConnections(user), params.id);
      const about = { branchId: null, entity: 'connection', entityId: id };
      return mapPage(await listAuditEvents(database, about, query), toAuditEvent);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}/usage`,
    tag,
    summary: 'Consumption by day',
    query: UsageQuery,
    answers: { 200: Usage },
    handle: async ({ database, user, params, query, deps: { clock } }) => {
      const { id, branch, customer } = await findConnection(database, visibleConnections(user), params.id);
      return readUsage(database, id, { ...query, today: localDateOf(clock.nowOf(customer), branch.timeZone) });
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/usage`,
    tag,
    summary: 'Store the consumption of days, in place of what was known of them',
    body: StoreUsage,
    answers: { 200: UsageStored },
    handle: async ({ act, user, params, body }) => {
      const { id } = await findConnection(act.tx, visibleConnections(user), params.id);
      return { stored: await storeUsage(act.tx, id, body.days) };
    },
  }),
];
