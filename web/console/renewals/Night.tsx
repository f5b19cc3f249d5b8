import { ActionIcon, Group, Paper, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconHandStop,
  IconHourglass,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../shared/components/Moment.tsx';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { NightResult } from '../../shared/types.ts';
import type { RenewalList } from '../places.ts';
import { usePlace } from './place.ts';
import style from './renewals.module.css';

/** The result of one night; each number opens what is behind it. */
export function Night() {
  const { t } = useTranslation();
  const format = useFormat();
  const { night, today, branchId, go } = usePlace();
  const result = useGet<NightResult>('/api/renewals/night', { day: night, branchId });
  return (
    <Stack gap="sm" component="section">
      <Group justify="space-between">
        <Stack gap={0}>
          <Title order={2} size="h3">
            {night === today ? t('renewals.lastNight') : t('renewals.earlierNight')}
          </Title>
          <Text size="sm" c="dimmed">
            {format.range(addDays(night, -1), night)}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('renewals.nightBefore')}
            onClick={() => go({ night: addDays(night, -1) })}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <DateField
            aria-label={t('renewals.chooseNight')}
            value={night}
            maxDate={today}
            w={140}
            onChange={(date) => date && go({ night: date })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('renewals.nightAfter')}
            disabled={night >= today}
            onClick={() => go({ night: addDays(night, 1) })}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <Answer of={result} lines={3}>
        {({ renewed, cancelledInTime, waiting, failed }) => (
          <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
            <Number list="renewed" count={renewed.count} icon={<IconCheck size={18} color={GOOD} aria-hidden />}>
              {renewed.amounts.map((money) => (
                <Amount key={money.currency} money={money} />
              ))}
            </Number>
            <Number
              list="cancelled"
              count={cancelledInTime}
              icon={<IconHandStop size={18} color={QUIET} aria-hidden />}
            />
            <Number
              list="waiting"
              count={waiting}
              icon={<IconHourglass size={18} color={waiting > 0 ? WORRY : QUIET} aria-hidden />}
            />
            <Number
              list="failed"
              count={failed}
              icon={<IconAlertTriangle size={18} color={failed > 0 ? BAD : QUIET} aria-hidden />}
            />
          </SimpleGrid>
        )}
      </Answer>
    </Stack>
  );
}

const GOOD = 'var(--mantine-color-teal-6)';
const WORRY = 'var(--mantine-color-orange-6)';
const BAD = 'var(--mantine-color-red-6)';
const QUIET = 'var(--mantine-color-dimmed)';

interface NumberProps {
  list: Exclude<RenewalList, 'day'>;
  count: number;
  icon: ReactNode;
  children?: ReactNode;
}

function Number({ list, count, icon, children }: NumberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { go } = usePlace();
  return (
    <Paper withBorder>
      <UnstyledButton className={style['number']} onClick={() => go({ list })}>
        <Group gap={6} wrap="nowrap">
          {icon}
          <Text size="sm" span>
            {t(`renewals.numbers.${list}`)}
          </Text>
        </Group>
        <Text size="xl" fw={600} className="figures" span>
          {format.number(count)}
        </Text>
        <Text size="sm" c="dimmed" component="span" className={style['amounts']}>
          {children ?? t(`renewals.explained.${list}`)}
        </Text>
      </UnstyledButton>
    </Paper>
  );
}
