import { Box, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { usePages } from '../../shared/queries.ts';
import type { Customer, Ticket } from '../../shared/types.ts';
import { More } from '../customers/parts.tsx';
import { IconPlus } from '../shell/icons.ts';
import { NewTicket } from './NewTicket.tsx';
import { TicketList } from './TicketList.tsx';

/** A customer's tickets, the newest first. */
export function CustomerTickets({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [isNew, setNew] = useState(false);
  const tickets = usePages<Ticket>('/api/tickets', { customerId: customer.id });
  const add = (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNew(true)}>
      {t('tickets.new')}
    </Button>
  );
  return (
    <Stack gap="sm">
      {tickets.isError && tickets.items.length === 0 ? (
        <Problem error={tickets.error} retry={tickets.refetch} />
      ) : tickets.isPending ? (
        <Loading lines={6} />
      ) : tickets.items.length === 0 ? (
        <Empty title={t('tickets.noneOfCustomer')}>
          {t('tickets.noneHint')}
          <Box mt="sm">{add}</Box>
        </Empty>
      ) : (
        <>
          <Group justify="flex-end">{add}</Group>
          <TicketList items={tickets.items} ofOne />
          <Box>
            <More of={tickets} />
          </Box>
        </>
      )}
      <NewTicket customer={customer} isOpen={isNew} close={() => setNew(false)} />
    </Stack>
  );
}
