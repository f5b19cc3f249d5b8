import { Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useGet } from '../../shared/queries.ts';
import type { BotConversationDetail, CancellationRequestDetail, TicketDetail } from '../../shared/types.ts';
import style from './analysis.module.css';
import { OrderView } from './OrderView.tsx';
import { TicketState } from '../tickets/TicketState.tsx';
import { useAnalysis } from './place.ts';

/** A ticket, an order or a conversation over the page, as the address says. */
export function Opened({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const { address, go } = useAnalysis();
  const { ticketId, orderId, conversationId } = address;
  const close = () => go({ ticketId: undefined, orderId: undefined, conversationId: undefined }, { replace: true });
  if (ticketId)
    return (
      <Sheet title={t('analysis.panels.tickets')} close={close}>
        <TicketView id={ticketId} timeZone={request.timeZone} />
      </Sheet>
    );
  if (orderId)
    return (
      <Sheet title={t('analysis.orders.one')} close={close}>
        <OrderView id={orderId} request={request} />
      </Sheet>
    );
  if (conversationId)
    return (
      <Sheet title={t('analysis.conversations.one')} close={close}>
        <ConversationView id={conversationId} customer={request.customer.name} timeZone={request.timeZone} />
      </Sheet>
    );
  return null;
}

function Sheet({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      {children}
    </Modal>
  );
}

function TicketView({ id, timeZone }: { id: string; timeZone: string }) {
  const { t } = useTranslation();
  const ticket = useGet<TicketDetail>(`/api/tickets/${id}`);
  const at = (instant: string) => <Moment key={instant} at={instant} timeZone={timeZone} />;
  return (
    <Answer of={ticket}>
      {({ protocol, subject, description, state, via, multipack, author, createdAt, closedAt, closedBy, requests }) => (
        <Stack gap="md">
          <Text fw={500}>
            {protocol} · {subject}
          </Text>
          {description !== '' && (
            <Text size="sm" className={style['prose']}>
              {description}
            </Text>
          )}
          <Facts
            facts={[
              [t('tickets.state'), <TicketState key="state" state={state} />],
              [t('tickets.via'), t(`tickets.vias.${via}`)],
              [t('tickets.multipack'), multipack ? `${multipack.name} ${multipack.code}` : '–'],
              [
                t('tickets.created'),
                <>
                  {at(createdAt)} · {author.name}
                </>,
              ],
              ...(closedAt === null
                ? []
                : [
                    [
                      t('tickets.closedAt'),
                      <>
                        {at(closedAt)}
                        {closedBy && ` · ${closedBy.name}`}
                      </>,
                    ] as [string, ReactNode],
                  ]),
              [t('tickets.requests'), requests.map(({ code }) => code).join(', ') || '–'],
            ]}
          />
        </Stack>
      )}
    </Answer>
  );
}

function ConversationView({ id, customer, timeZone }: { id: string; customer: string; timeZone: string }) {
  const { t } = useTranslation();
  const conversation = useGet<BotConversationDetail>(`/api/bot-conversations/${id}`);
  return (
    <Answer of={conversation}>
      {({ subject, channel, source, startedAt, messages }) => (
        <Stack gap="md">
          <div>
            <Text fw={500}>{subject ?? t('analysis.conversations.untitled')}</Text>
            <Text size="xs" c="dimmed" component="div">
              <Moment at={startedAt} timeZone={timeZone} /> · {channel} · {source}
            </Text>
          </div>
          <Stack gap="xs">
            {messages.map((message) => (
              <div key={message.externalId} className={style['message']} data-sender={message.sender}>
                <Text size="xs" c="dimmed" component="div">
                  {message.sender === 'customer' ? customer : t(`analysis.conversations.${message.sender}`)} ·{' '}
                  <Moment at={message.at} timeZone={timeZone} />
                </Text>
                <Text size="sm" className={style['prose']}>
                  {message.text}
                </Text>
              </div>
            ))}
          </Stack>
        </Stack>
      )}
    </Answer>
  );
}
