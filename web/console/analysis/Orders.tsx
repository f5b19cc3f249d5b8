import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Moment, Moments } from '../../shared/components/Moment.tsx';
import { usePages } from '../../shared/queries.ts';
import type { ServiceOrder } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';
import { NewOrder } from './OrderForms.tsx';
import type { PanelProps } from './Panels.tsx';
import { Open, Rows } from './parts.tsx';

export const useOrders = (customerId: string) => usePages<ServiceOrder>('/api/service-orders', { customerId });

/** Work at the customer's, open and concluded (003). */
export function Orders({ request }: PanelProps) {
  const { t } = useTranslation();
  const orders = useOrders(request.customer.id);
  const [isAdding, { open, close }] = useDisclosure();
  return (
    <Stack gap="sm">
      <Rows of={orders} none={t('analysis.orders.none')} hint={t('analysis.orders.noneHint')}>
        {(order) => (
          <>
            <Group gap="xs" justify="space-between">
              <Open to={{ orderId: order.id }}>
                {order.code} · {order.kind}
              </Open>
              <OrderState state={order.state} />
            </Group>
            <Text size="xs" c="dimmed" component="div">
              {order.scheduled ? (
                <Moments from={order.scheduled.from} to={order.scheduled.to} timeZone={order.timeZone} />
              ) : (
                <Moment at={order.createdAt} timeZone={order.timeZone} />
              )}
              {order.assignee && ` · ${order.assignee.name}`}
            </Text>
          </>
        )}
      </Rows>
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
          {t('analysis.orders.new')}
        </Button>
      </Group>
      <Modal
        opened={isAdding}
        onClose={close}
        title={t('analysis.orders.new')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <NewOrder request={request} close={close} />
      </Modal>
    </Stack>
  );
}

const COLOURS = { open: 'orange', scheduled: 'blue', done: 'teal', cancelled: 'gray' } as const;

export function OrderState({ state }: Pick<ServiceOrder, 'state'>) {
  const { t } = useTranslation();
  return <Mark color={COLOURS[state]}>{t(`analysis.orders.states.${state}`)}</Mark>;
}
