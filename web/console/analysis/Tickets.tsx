import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { usePages } from '../../shared/queries.ts';
import type { Ticket } from '../../shared/types.ts';
import { TicketState } from '../tickets/TicketState.tsx';
import type { PanelProps } from './Panels.tsx';
import { Open, Rows } from './parts.tsx';

export const useTickets = (customerId: string) => usePages<Ticket>('/api/tickets', { customerId });

/** What the customer came with, open and closed (003). */
export function Tickets({ request: { customer, timeZone } }: PanelProps) {
  const { t } = useTranslation();
  return (
    <Rows of={useTickets(customer.id)} none={t('tickets.noneOfCustomer')} hint={t('tickets.noneHint')}>
      {(ticket) => (
        <>
          <Group gap="xs" justify="space-between">
            <Open to={{ ticketId: ticket.id }}>
              {ticket.protocol} · {ticket.subject}
            </Open>
            <TicketState state={ticket.state} />
          </Group>
          <Text size="xs" c="dimmed" component="div">
            <Moment at={ticket.createdAt} timeZone={timeZone} /> · {t(`tickets.vias.${ticket.via}`)} ·{' '}
            {ticket.author.name}
          </Text>
        </>
      )}
    </Rows>
  );
}
