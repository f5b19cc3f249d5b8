import { Box, Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, Day, Moment, Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge, StateBadge } from '../../shared/components/StateBadge.tsx';
import type { MultipackDetail } from '../../shared/types.ts';
import { Section, WideTable } from './Section.tsx';
import { TermLink } from './Standing.tsx';

/** Every multipack of the sale, the removed ones too. */
export function Chain({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const head = ['multipack', 'period', 'deadline', 'price', 'state'] as const;
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
              <Group gap={4}>
                <Whole>
                  <StateBadge state={term.state} />
                </Whole>
                {term.removedAt === null && (
                  <Whole>
                    <RenewalBadge state={term.renewalState} />
                  </Whole>
                )}
              </Group>
              {term.removedAt !== null && (
                <Text size="xs" c="dimmed">
                  <Moment at={term.removedAt} timeZone={multipack.timeZone} />
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Section>
  );
}

/** A badge would be cut short before the table moves sideways. */
const Whole = ({ children }: { children: ReactNode }) => <Box w="max-content">{children}</Box>;
