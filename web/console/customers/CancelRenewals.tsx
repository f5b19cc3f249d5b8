import { Box, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge } from '../../shared/components/StateBadge.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import type { Customer, Multipack } from '../../shared/types.ts';
import { CancelRenewal } from '../multipacks/actions/CancelRenewal.tsx';
import { isCancellable } from '../multipacks/actions/hindrances.ts';
import { deadlineOn } from '../multipacks/standing.ts';
import { usePermission } from '../shell/session.ts';
import styles from './customers.module.css';
import { isOver, useFate, useMultipacks } from './renewals.ts';

interface Props {
  customer: Customer;
  isOpen: boolean;
  close: () => void;
}

/** The shortcut of the profile (000): of which multipack, with the deadline of each, or why it cannot be. */
export function CancelRenewals({ customer, isOpen, close }: Props) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<Multipack | null>(null);
  return (
    <>
      <Modal
        opened={isOpen && chosen === null}
        onClose={close}
        title={t('customers.shortcuts.cancel')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Choice customer={customer} choose={choose} />
      </Modal>
      {isOpen && chosen && <CancelRenewal multipack={chosen} close={() => choose(null)} />}
    </>
  );
}

function Choice({ customer, choose }: { customer: Customer; choose: (multipack: Multipack) => void }) {
  const { t } = useTranslation();
  const fate = useFate();
  const mayBeLate = [usePermission('late_receipt'), usePermission('force_renewal_cancellation')].includes(true);
  const multipacks = useMultipacks(customer.id);
  const { today } = customer;
  /** In time, or with a permission for what came late. */
  const isOpenToCancel = (multipack: Multipack) =>
    isCancellable(multipack) && (mayBeLate || today <= deadlineOn(multipack, today));
  return (
    <Answer of={multipacks} lines={3}>
      {(all) => {
        const inForce = all.filter((multipack) => !isOver(multipack));
        if (inForce.length === 0) return <Empty title={t('customers.renewal.none')} />;
        const first = [...inForce].sort((a, b) => Number(isOpenToCancel(b)) - Number(isOpenToCancel(a)));
        return (
          <Stack component="ul" gap={0} m={0} p={0} className={styles['list']}>
            {first.map((multipack) => (
              <Group key={multipack.id} component="li" justify="space-between" className={styles['choice']}>
                <Box flex="1 1 16rem" miw={0}>
                  <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
                    {multipack.name}
                  </Text>
                  <Group gap="xs">
                    <Text size="sm" component="div">
                      <Period from={multipack.validFrom} to={multipack.validTo} />
                    </Text>
                    <RenewalBadge state={multipack.renewalState} />
                  </Group>
                  <Text size="sm" c="dimmed">
                    {fate(multipack, today)}
                  </Text>
                </Box>
                {isOpenToCancel(multipack) && (
                  <Button
                    variant="default"
                    aria-label={`${t('customers.renewal.choose')}: ${t('customers.renewal.cancelOne', { name: multipack.name })}`}
                    onClick={() => choose(multipack)}
                  >
                    {t('customers.renewal.choose')}
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        );
      }}
    </Answer>
  );
}
