import { z } from 'zod';
import { Id, Instant, pageOf, pageQuery, text } from './common.ts';

export const MESSAGE_SENDERS = ['customer', 'bot', 'operator'] as const;
const Sender = z.enum(MESSAGE_SENDERS);

const told = {
  source: text(60).meta({ description: 'The bot, by a name of its own', example: 'mkbot' }),
  externalId: text(200).meta({ description: 'Of the conversation, as the bot knows it' }),
  channel: text(60).meta({ example: 'whatsapp' }),
};

const fields = {
  id: Id,
  ...told,
  customer: z.strictObject({ id: Id, code: z.string(), name: z.string() }),
  subject: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable().meta({ description: 'Null while it goes on' }),
  messageCount: z.int(),
};

export const BotConversation = z.strictObject(fields).meta({ id: 'BotConversation' });
export const BotConversationPage = pageOf(BotConversation);
export const BotConversationQuery = z.strictObject({
  customerId: Id.optional(),
  source: text(60).optional(),
  ...pageQuery,
});

const message = { externalId: text(200), at: Instant, sender: Sender, text: text(8_000) };

export const BotConversationDetail = z
  .strictObject({ ...fields, messages: z.array(z.strictObject(message)).meta({ description: 'In their order' }) })
  .meta({ id: 'BotConversationDetail' });

export const NewBotConversation = z
  .strictObject({
    ...told,
    customerId: Id.optional().meta({ description: 'Or else `customerCode`' }),
    customerCode: text(20).optional().meta({ example: 'C-000481' }),
    subject: text(200).optional(),
    startedAt: Instant,
    endedAt: Instant.optional(),
    messages: z.array(z.strictObject(message)).max(2_000),
  })
  .check(({ value: { customerId, customerCode }, issues }) => {
    if (customerId === undefined && customerCode === undefined)
      issues.push({ code: 'invalid_type', expected: 'string', path: ['customerId'], input: undefined });
  })
  .meta({ id: 'NewBotConversation' });

export const BotSecret = z
  .strictObject({ setAt: Instant.nullable().meta({ description: 'Null: conversations are not taken in' }) })
  .meta({ id: 'BotSecret' });

export const NewBotSecret = z
  .strictObject({ secret: z.string().nullable().meta({ description: 'Shown this once' }), setAt: Instant })
  .meta({ id: 'NewBotSecret' });
