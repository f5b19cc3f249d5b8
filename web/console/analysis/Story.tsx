import { Chip, Code, Group, Stack, Text, Title } from '@mantine/core';
import { IconBolt, IconClipboardList, IconMessage, IconMessages, IconPhoneCall } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import type { AuditEvent, CancellationRequestDetail } from '../../shared/types.ts';
import { ACTIONS } from '../customers/actions.ts';
import { Told } from '../customers/History.tsx';
import { More } from '../customers/parts.tsx';
import { STORY_KINDS, type StoryKind } from './address.ts';
import style from './analysis.module.css';
import { useConversations } from './Conversations.tsx';
import { OrderState, useOrders } from './Orders.tsx';
import { Open } from './parts.tsx';
import { TicketState } from '../tickets/TicketState.tsx';
import { useAnalysis } from './place.ts';
import { useTickets } from './Tickets.tsx';

interface Entry {
  key: string;
  kind: StoryKind;
  at: string;
  by: string;
  body: ReactNode;
}

const SIGNS = {
  event: IconBolt,
  comment: IconMessage,
  ticket: IconPhoneCall,
  order: IconClipboardList,
  conversation: IconMessages,
};

/** Events, comments, tickets, orders and conversations in one line of time, the newest first (003). */
export function Story({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const { address, go } = useAnalysis();
  const { entries, more } = useEntries(request);
  const shown = entries.filter(({ kind }) => address.show === undefined || kind === address.show);
  return (
    <section aria-labelledby="story">
      <Title order={2} size="h4" mb="xs" id="story">
        {t('analysis.story.title')}
      </Title>
      <Chip.Group
        value={address.show ?? 'all'}
        onChange={(chosen) => go({ show: STORY_KINDS.find((kind) => kind === chosen) }, { replace: true })}
      >
        <Group gap={6} mb="md" role="radiogroup" aria-label={t('analysis.story.filter')}>
          <Kind value="all">{t('common.all')}</Kind>
          {STORY_KINDS.map((kind) => (
            <Kind key={kind} value={kind}>
              {t(`analysis.story.kinds.${kind}`)}
            </Kind>
          ))}
        </Group>
      </Chip.Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('analysis.story.none')}
        </Text>
      ) : (
        <ol className={style['story']}>
          {shown.map(({ key, kind, at, by, body }) => {
            const Sign = SIGNS[kind];
            return (
              <li key={key}>
                <span className={style['sign']} role="img" aria-label={t(`analysis.story.one.${kind}`)}>
                  <Sign size={15} aria-hidden />
                </span>
                <Stack gap={2} pt={3}>
                  {body}
                  <Text size="xs" c="dimmed" component="div">
                    <Moment at={at} timeZone={request.timeZone} /> · {by}
                  </Text>
                </Stack>
              </li>
            );
          })}
        </ol>
      )}
      {more && <More of={more} />}
    </section>
  );
}

const Kind = ({ value, children }: { value: string; children: string }) => (
  <Chip value={value} size="xs" variant="outline" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
    {children}
  </Chip>
);

/** These stand there themselves, or as what was said. */
const TOLD_OTHERWISE = new Set(['cancellation_request.commented', 'service_order.added', 'ticket.opened']);

function useEntries(request: CancellationRequestDetail) {
  const { t } = useTranslation();
  const { customer, commentList, history } = request;
  const tickets = useTickets(customer.id);
  const orders = useOrders(customer.id);
  const conversations = useConversations(customer.id);
  const nameOf = ({ kind, name }: AuditEvent['actor']) => (kind === 'system' ? t('customers.history.system') : name);
  const all: Entry[] = [
    ...history
      .filter(({ action }) => !TOLD_OTHERWISE.has(action))
      .map((event) => ({
        key: `event-${event.id}`,
        kind: 'event' as const,
        at: event.at,
        by: nameOf(event.actor),
        body: <Event event={event} timeZone={request.timeZone} />,
      })),
    ...commentList.map(({ id, text, author, createdAt }) => ({
      key: id,
      kind: 'comment' as const,
      at: createdAt,
      by: author.name,
      body: (
        <Text size="sm" className={style['prose']}>
          {text}
        </Text>
      ),
    })),
    ...tickets.items.map((ticket) => ({
      key: ticket.id,
      kind: 'ticket' as const,
      at: ticket.createdAt,
      by: ticket.author.name,
      body: (
        <Group gap="xs">
          <Open to={{ ticketId: ticket.id }}>
            {ticket.protocol} · {ticket.subject}
          </Open>
          <TicketState state={ticket.state} />
        </Group>
      ),
    })),
    ...orders.items.map((order) => ({
      key: order.id,
      kind: 'order' as const,
      at: order.createdAt,
      by: order.author.name,
      body: (
        <Group gap="xs">
          <Open to={{ orderId: order.id }}>
            {order.code} · {order.kind}
          </Open>
          <OrderState state={order.state} />
        </Group>
      ),
    })),
    ...conversations.items.map((conversation) => ({
      key: conversation.id,
      kind: 'conversation' as const,
      at: conversation.startedAt,
      by: `${conversation.channel} · ${conversation.source}`,
      body: (
        <Open to={{ conversationId: conversation.id }}>
          {conversation.subject ?? t('analysis.conversations.untitled')}
        </Open>
      ),
    })),
  ];
  // Of a list that is not read to its end nothing is known before its last: shown is what has no gaps.
  const unread = [
    { list: tickets, last: tickets.items.at(-1)?.createdAt },
    { list: orders, last: orders.items.at(-1)?.createdAt },
    { list: conversations, last: conversations.items.at(-1)?.startedAt },
  ].filter(({ list }) => list.hasNextPage);
  const horizon =
    unread
      .map(({ last }) => last ?? '')
      .toSorted()
      .at(-1) ?? '';
  const entries = all.filter(({ at }) => at >= horizon).toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const more = unread.length > 0 && {
    hasNextPage: true,
    isFetchingNextPage: unread.some(({ list }) => list.isFetchingNextPage),
    fetchNextPage: () => unread.filter(({ last }) => (last ?? '') === horizon).map(({ list }) => list.fetchNextPage()),
  };
  return { entries, more };
}

function Event({ event: { action, details }, timeZone }: { event: AuditEvent; timeZone: string }) {
  const { t } = useTranslation();
  const known = ACTIONS.find((each) => each === action);
  return (
    <>
      <Text size="sm" fw={500} component="div">
        {known ? t(`customers.history.actions.${known}`) : <Code>{action}</Code>}
      </Text>
      <Told details={details} timeZone={timeZone} />
    </>
  );
}
