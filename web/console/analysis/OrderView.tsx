import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment, Moments } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail, ServiceOrder } from '../../shared/types.ts';
import style from './analysis.module.css';
import { ConcludeOrder, EditOrder, ScheduleOrder } from './OrderForms.tsx';
import { OrderState } from './Orders.tsx';
import { printOrder } from './print.ts';

interface FormProps {
  order: ServiceOrder;
  request: CancellationRequestDetail;
  close: () => void;
}

const FORMS = {
  schedule: ScheduleOrder,
  edit: EditOrder,
  done: (props) => <ConcludeOrder {...props} verb="done" />,
  cancel: (props) => <ConcludeOrder {...props} verb="cancel" />,
} satisfies Record<string, ComponentType<FormProps>>;

/** One order, and what can be done with it (003). */
export function OrderView({ id, request }: { id: string; request: CancellationRequestDetail }) {
  const order = useGet<ServiceOrder>(`/api/service-orders/${id}`);
  const [form, setForm] = useState<keyof typeof FORMS | null>(null);
  const Form = form && FORMS[form];
  return (
    <Answer of={order}>
      {(found) => (
        <Stack gap="md">
          <Group gap="xs">
            <Text fw={500}>
              {found.code} · {found.kind}
            </Text>
            <OrderState state={found.state} />
          </Group>
          {Form ? (
            <Form order={found} request={request} close={() => setForm(null)} />
          ) : (
            <Shown order={found} begin={setForm} />
          )}
        </Stack>
      )}
    </Answer>
  );
}

function Shown({ order, begin }: { order: ServiceOrder; begin: (form: keyof typeof FORMS) => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [isPrinting, setPrinting] = useState(false);
  const { timeZone, scheduled, closedAt, conclusion, author, createdAt, multipack, assignee } = order;
  const isOpen = closedAt === null;
  const print = async () => {
    setPrinting(true);
    await printOrder(order).catch((error: unknown) => toast.failed(error));
    setPrinting(false);
  };
  const optional: [string, ReactNode][] = [];
  if (closedAt !== null)
    optional.push([t('analysis.orders.closedAt'), <Moment key="closed" at={closedAt} timeZone={timeZone} />]);
  if (conclusion !== null)
    optional.push([
      t(`analysis.orders.conclusion.${order.state === 'cancelled' ? 'cancel' : 'done'}`),
      <span key="conclusion" className={style['prose']}>
        {conclusion}
      </span>,
    ]);
  return (
    <>
      <Text size="sm" className={style['prose']}>
        {order.description}
      </Text>
      <Facts
        facts={[
          [
            t('analysis.orders.appointment'),
            scheduled ? (
              <Moments key="at" from={scheduled.from} to={scheduled.to} timeZone={timeZone} />
            ) : (
              t('analysis.orders.notScheduled')
            ),
          ],
          [t('analysis.orders.assignee'), assignee?.name ?? t('analysis.orders.nobody')],
          [t('multipacks.multipack'), multipack ? `${multipack.name} ${multipack.code}` : '–'],
          [
            t('analysis.orders.createdAt'),
            <>
              <Moment at={createdAt} timeZone={timeZone} /> · {author.name}
            </>,
          ],
          ...optional,
        ]}
      />
      <Group gap="xs">
        {isOpen && (
          <>
            <Button size="xs" onClick={() => begin('schedule')}>
              {t(scheduled ? 'analysis.orders.reschedule' : 'analysis.orders.schedule')}
            </Button>
            <Button size="xs" variant="default" onClick={() => begin('edit')}>
              {t('common.edit')}
            </Button>
          </>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPrinter size={14} aria-hidden />}
          loading={isPrinting}
          onClick={() => void print()}
        >
          {t('analysis.orders.print')}
        </Button>
        {isOpen && (
          <>
            <Button size="xs" variant="default" onClick={() => begin('done')}>
              {t('analysis.orders.done')}
            </Button>
            <Button size="xs" variant="default" onClick={() => begin('cancel')}>
              {t('analysis.orders.cancel')}
            </Button>
          </>
        )}
      </Group>
    </>
  );
}
