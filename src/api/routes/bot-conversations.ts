import { Refusal } from '../../database/act.ts';
import {
  botSecret,
  botSecretSetAt,
  findConversation,
  listConversations,
  makeBotSecret,
  removeBotSecret,
  type ShownConversation,
  takeConversation,
} from '../../database/bot-conversations.ts';
import { mapPage } from '../../database/pages.ts';
import {
  BotConversation,
  BotConversationDetail,
  BotConversationPage,
  BotConversationQuery,
  BotSecret,
  NewBotConversation,
  NewBotSecret,
} from '../../schemas/bot-conversations.ts';
import { customerCode } from '../../schemas/codes.ts';
import { visibleConversations } from '../access/visibility.ts';
import { Reply, route } from '../route.ts';
import { demandSignature } from '../signature.ts';

const tag = 'bot-conversations';
const path = '/api/bot-conversations';
const secretPath = '/api/settings/bot-secret';
const administrator = { level: 1 } as const;

const toConversation = (conversation: ShownConversation) => ({
  id: conversation.id,
  source: conversation.source,
  externalId: conversation.externalId,
  channel: conversation.channel,
  customer: {
    id: conversation.customer.id,
    code: customerCode(conversation.customer.code),
    name: conversation.customer.name,
  },
  subject: conversation.subject,
  startedAt: conversation.startedAt.toISOString(),
  endedAt: conversation.endedAt && conversation.endedAt.toISOString(),
  messageCount: conversation._count.messages,
});

export const botConversationRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Conversations that bots had with customers, the newest first',
    query: BotConversationQuery,
    answers: { 200: BotConversationPage },
    handle: async ({ database, user, query: { limit, cursor, ...filters } }) => {
      const where = { AND: [visibleConversations(user), filters] };
      return mapPage(await listConversations(database, where, { limit, cursor }), toConversation);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One conversation with its messages',
    answers: { 200: BotConversationDetail },
    handle: async ({ database, user, params }) => {
      const { messages, ...conversation } = await findConversation(database, visibleConversations(user), params.id);
      return {
        ...toConversation(conversation),
        messages: messages.map(({ externalId, at, sender, text }) => ({
          externalId,
          at: at.toISOString(),
          sender,
          text,
        })),
      };
    },
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Take in a conversation, or what came to it since',
    description:
      'For bots, without a session: signed with the secret of `/api/settings/bot-secret`. `X-Tacit-Timestamp` is the time in seconds since the epoch, at most five minutes off; `X-Tacit-Signature` is `sha256=` and the HMAC-SHA256 of `timestamp.body`, in hexadecimal. May be repeated: a conversation is known by `source` and `externalId`, a message by its `externalId`.',
    access: 'public',
    body: NewBotConversation,
    answers: { 201: BotConversation, 200: BotConversation },
    refusals: ['bot_intake_off', 'signature_refused', 'signature_expired', 'customer_unknown', 'conversation_taken'],
    handle: async ({ act, body: { startedAt, endedAt, messages, ...told }, deps: { config }, http }) => {
      const secret = await botSecret(act.tx, config.secretKey);
      if (secret === null) throw new Refusal(409, 'bot_intake_off');
      demandSignature(http.request, secret, act.clock.now());
      const actor = { ...act.actor, kind: 'system', id: null, name: told.source, channel: 'api' } as const;
      const { conversation, isNew } = await takeConversation(
        { ...act, actor },
        {
          ...told,
          startedAt: new Date(startedAt),
          endedAt: endedAt === undefined ? undefined : new Date(endedAt),
          messages: messages.map(({ at, ...message }) => ({ ...message, at: new Date(at) })),
        },
      );
      return new Reply(isNew ? 201 : 200, toConversation(conversation));
    },
  }),
  route({
    method: 'get',
    path: secretPath,
    tag: 'settings',
    summary: 'Whether bots may send conversations in, and since when with this secret',
    access: administrator,
    answers: { 200: BotSecret },
    handle: async ({ database }) => ({ setAt: (await botSecretSetAt(database))?.toISOString() ?? null }),
  }),
  route({
    method: 'post',
    path: secretPath,
    tag: 'settings',
    summary: 'Make a new secret for bots; the one before it holds no longer',
    access: administrator,
    answers: { 200: NewBotSecret },
    stored: (body) => ({ ...body, secret: null }),
    handle: async ({ act, deps: { config } }) => {
      const { secret, setAt } = await makeBotSecret(act, config.secretKey);
      return { secret, setAt: setAt.toISOString() };
    },
  }),
  route({
    method: 'delete',
    path: secretPath,
    tag: 'settings',
    summary: 'Take in no more conversations',
    access: administrator,
    answers: { 204: null },
    handle: ({ act }) => removeBotSecret(act),
  }),
];
