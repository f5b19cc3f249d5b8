import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import type { Ticket } from '../../shared/types.ts';
import { Wide } from '../settings/parts.tsx';
import { TicketState } from './TicketState.tsx';

/** Tickets of everybody, or of one customer, who then is not named again. */
export function TicketList({ items, ofOne = false }: { items: Ticket[]; ofOne?: boolean }) {
  const { t } = useTranslation();
  return (
    <Wide label={t('tickets.title')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('tickets.subject')}</Table.Th>
            {!ofOne && (
              <Table.Th scope="col" visibleFrom="sm">
                {t('tickets.customer')}
              </Table.Th>
            )}
            <Table.Th scope="col" visibleFrom="md">
              {t('tickets.multipack')}
            </Table.Th>
            <Table.Th scope="col" visibleFrom="lg">
              {t('tickets.via')}
            </Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              {t('tickets.created')}
            </Table.Th>
            <Table.Th scope="col">{t('tickets.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ id, protocol, subject, customer, multipack, via, createdAt, state }) => (
            <Table.Tr key={id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Anchor renderRoot={(props) => <Link {...props} to="/tickets/$ticketId" params={{ ticketId: id }} />}>
                  {subject}
                </Anchor>
                <Text size="xs" c="dimmed" component="div">
                  {protocol}
                  <Text size="xs" component="span" hiddenFrom="sm">
                    {!ofOne && <> · {customer.name}</>} · <Moment at={createdAt} />
                  </Text>
                </Text>
              </Table.Td>
              {!ofOne && (
                <Table.Td visibleFrom="sm">
                  <Anchor component={Link} to={`/customers/${customer.id}`} size="sm">
                    {customer.name}
                  </Anchor>
                </Table.Td>
              )}
              <Table.Td visibleFrom="md">
                {multipack && (
                  <Anchor component={Link} to={`/multipacks/${multipack.id}`} size="sm">
                    {multipack.name}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td visibleFrom="lg">{t(`tickets.vias.${via}`)}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Moment at={createdAt} />
              </Table.Td>
              <Table.Td>
                <TicketState state={state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
