import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Amount, Day, Moment, Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge, StateBadge } from '../../shared/components/StateBadge.tsx';
import type { MultipackDetail } from '../../shared/types.ts';
import { Section, WideTable } from './Section.tsx';
import { TermLink } from './Standing.tsx';

/** Every multipack of the sale, the removed ones too. */
export function Chain({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const head = ['multipack', 'period', 'deadline', 'price', 'state', 'renewal'] as const;
  return (
    <Section title={t('multipacks.chain')}>
      <WideTable label={t('multipacks.chain')} head={head.map((name) => t(`multipacks.${name}`))}>
        {multipack.chain.map((term) => (
          <Table.Tr key={term.id} aria-current={term.id === multipack.id || undefined}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              {term.id === multipack.id ? <b>{term.code}</b> : <TermLink term={term} />}
            </Table.Td>
            <Table.Td>
              <Period from={term.validFrom} to={term.validTo} />
            </Table.Td>
            <Table.Td>
              <Day date={term.deadline} />
            </Table.Td>
            <Table.Td>
              <Amount money={term.price} />
            </Table.Td>
            <Table.Td>
              <StateBadge state={term.state} />
              {term.removedAt !== null && (
                <Text size="xs" c="dimmed">
                  <Moment at={term.removedAt} timeZone={multipack.timeZone} />
                </Text>
              )}
            </Table.Td>
            <Table.Td>{term.removedAt === null && <RenewalBadge state={term.renewalState} />}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Section>
  );
}
