import { Button, Group, Loader, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { daysBetween, useFormat } from '../../shared/format.ts';
import { FormEnd } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer } from '../../shared/types.ts';
import { isAwaited, isOver, standsStill, useMultipacks } from './renewals.ts';

interface Props {
  customer: Customer;
  isOpen: boolean;
  close: () => void;
}

/** Lets days pass for one customer, where the test clock is on. */
export function TestClock({ customer, isOpen, close }: Props) {
  const { t } = useTranslation();
  const [isMoving, setMoving] = useState(false);
  return (
    <Modal
      opened={isOpen}
      onClose={isMoving ? () => undefined : close}
      title={t('customers.clock.move')}
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: isMoving }}
    >
      <Form customer={customer} close={close} setMoving={setMoving} />
    </Modal>
  );
}

const DAY_MS = 86_400_000;
const PRESETS = [1, 7, 30, 365];
const DEADLINES_SHOWN = 3;

function Form({ customer, close, setMoving }: Omit<Props, 'isOpen'> & { setMoving: (isMoving: boolean) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const multipacks = useMultipacks(customer.id);
  const [days, setDays] = useState<number | string>(1);
  const { now, today } = customer;
  const to = new Date(Date.parse(now) + Number(days) * DAY_MS).toISOString();
  const move = useAct<Customer>((moved) => {
    toast.done(t('customers.clock.moved', { now: format.instant(moved.now) }));
    close();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMoving(true);
    move.mutate(
      { method: 'PUT', path: `/api/customers/${customer.id}/test-clock`, body: { now: to } },
      { onSettled: () => setMoving(false) },
    );
  };
  const deadlines = (multipacks.data ?? [])
    .filter((each) => !isOver(each) && isAwaited(each) && !standsStill(each, today) && each.deadline >= today)
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1))
    .slice(0, DEADLINES_SHOWN);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" component="div">
          {t('customers.clock.stands')} <Moment at={now} />
        </Text>
        <Text size="sm" c="dimmed">
          {t('customers.clock.hint')}
        </Text>
        <NumberInput
          label={t('customers.clock.days')}
          data-autofocus
          required
          min={1}
          max={3660}
          allowDecimal={false}
          allowNegative={false}
          value={days}
          onChange={setDays}
          disabled={move.isPending}
        />
        <Group gap="xs">
          {PRESETS.map((preset) => (
            <Button
              key={preset}
              size="compact-sm"
              variant="default"
              disabled={move.isPending}
              onClick={() => setDays(preset)}
            >
              {t('spans.day', { count: preset })}
            </Button>
          ))}
          {deadlines.map(({ id, name, deadline }) => (
            <Button
              key={id}
              size="compact-sm"
              variant="default"
              disabled={move.isPending}
              onClick={() => setDays(daysBetween(today, deadline) + 1)}
            >
              {t('customers.clock.afterDeadline', { name, date: format.dayShort(deadline) })}
            </Button>
          ))}
        </Group>
        {move.isPending ? (
          <Progress />
        ) : (
          <Text size="sm" component="div" role="status">
            {t('customers.clock.target')} <Moment at={to} />
          </Text>
        )}
        <FormEnd
          error={move.error}
          fields={[]}
          isBusy={move.isPending}
          isDisabled={Number(days) < 1}
          submit={t('customers.clock.move')}
          close={close}
        />
      </Stack>
    </form>
  );
}

/** How long it takes depends on how much falls due along the way. */
function Progress() {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Group gap="xs" role="status">
      <Loader size="sm" aria-hidden />
      <Text size="sm">{t('customers.clock.moving')}</Text>
      <Text size="sm" c="dimmed" aria-hidden className="figures">
        {t('customers.clock.seconds', { count: seconds })}
      </Text>
    </Group>
  );
}
