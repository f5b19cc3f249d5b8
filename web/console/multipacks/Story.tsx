import { Button, Stack, Text, Timeline } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EXTRAORDINARY_REASONS } from '../../../src/domain/withdrawal.ts';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAll, usePages } from '../../shared/queries.ts';
import type { AuditEvent, CrmTask, MultipackDetail } from '../../shared/types.ts';
import { FileLink, TracedFile } from '../files/FileLink.tsx';
import { useSession } from '../shell/session.ts';
import { Section } from './Section.tsx';

/** CRM tasks of this multipack, the newest first. */
export function Tasks({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const tasks = useAll<CrmTask>('/api/crm-tasks', {
    customerId: multipack.customerId,
    multipackId: multipack.id,
  });
  return (
    <Section title={t('multipacks.tasks')}>
      <Answer of={tasks} lines={2}>
        {(own) => {
          if (own.length === 0) return <Nothing>{t('multipacks.noTasks')}</Nothing>;
          return (
            <Stack gap="sm">
              {own.map((task) => (
                <div key={task.id}>
                  <Text size="sm" fw={500}>
                    {task.name} · {task.resultName}
                  </Text>
                  {task.notes !== '' && <Text size="sm">{task.notes}</Text>}
                  {task.file && <FileLink file={task.file} />}
                  <By at={task.createdAt} name={task.author.name} timeZone={multipack.timeZone} />
                </div>
              ))}
            </Stack>
          );
        }}
      </Answer>
    </Section>
  );
}

/** Who changed what of this multipack; for those whom the server shows it. */
export function History({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const maySee = useSession().user.accessLevel <= 2;
  const query = { entity: 'multipack', entityId: multipack.id };
  const events = usePages<AuditEvent>('/api/audit-events', query, { enabled: maySee });
  const describe = useEventWords();
  if (!maySee) return null;
  return (
    <Section title={t('multipacks.history')}>
      <Answer of={events} lines={3}>
        {() => (
          <>
            <Timeline bulletSize={12} lineWidth={2} active={-1}>
              {events.items.map((event) => (
                <Timeline.Item key={event.id}>
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {describe(event)}
                  </Text>
                  <TracedFile details={event.details} />
                  <By at={event.at} name={event.actor.name} timeZone={multipack.timeZone} />
                </Timeline.Item>
              ))}
            </Timeline>
            {events.hasNextPage && (
              <Button
                mt="sm"
                size="xs"
                variant="default"
                loading={events.isFetchingNextPage}
                onClick={() => void events.fetchNextPage()}
              >
                {t('common.more')}
              </Button>
            )}
          </>
        )}
      </Answer>
    </Section>
  );
}

const Nothing = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

function By({ at, name, timeZone }: { at: string; name: string; timeZone: string }) {
  return (
    <Text size="xs" c="dimmed" component="div">
      <Moment at={at} timeZone={timeZone} /> · {name}
    </Text>
  );
}

const VERBS = [
  'sold',
  'renewed',
  'renewal_cancelled',
  'renewal_enabled',
  'renewal_forced',
  'receipt_recorded_late',
  'withdrawn',
  'removed',
  'frozen',
  'blocked',
  'reactivated',
  'moved',
  'terms_changed',
  'cancelled',
  'renewal_held',
  'renewal_released',
  'due_day_changed',
  'payment_profile_changed',
  'plan_changed',
  'due_day_restored',
  'plan_restored',
] as const;
/** What the sentences are filled with. */
type Values = Partial<
  Record<
    'plan' | 'validFrom' | 'validTo' | 'receivedOn' | 'reason' | 'from' | 'until' | 'on' | 'lastDay' | 'day',
    string
  >
>;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An event in words, with what was kept of it; one that has none yet by its name. */
function useEventWords(): (event: AuditEvent) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ action, details }) => {
    const verb = VERBS.find((known) => action === `multipack.${known}`);
    if (!verb) return action;
    const values: Values = {};
    for (const [name, value] of Object.entries(details)) {
      if (typeof value === 'number') values[name as keyof Values] = String(value);
      if (typeof value === 'string') values[name as keyof Values] = DATE.test(value) ? format.inWords(value) : value;
    }
    if (verb === 'frozen' && details['until'] === null) return t('multipacks.events.frozenOpen', values);
    const extraordinary = EXTRAORDINARY_REASONS.find((each) => each === details['reason']);
    if (verb === 'withdrawn' && extraordinary) {
      const reason = t(`counter.withdraw.reasons.${extraordinary}`);
      return t('multipacks.events.withdrawnFor', { ...values, reason });
    }
    if (verb === 'terms_changed') {
      const fields = Array.isArray(details['changed']) ? (details['changed'] as string[]) : [];
      return t('multipacks.events.terms_changed', { fields: fields.map((field) => termName(field)).join(', ') });
    }
    return t(`multipacks.events.${verb}`, values);
  };

  function termName(field: string): string {
    const known = CHANGEABLE.find((name) => name === field);
    return known ? t(`multipacks.fields.${known}`) : field;
  }
}

const CHANGEABLE = [
  'notice',
  'automaticRenewal',
  'portalCancellation',
  'portalRenewal',
  'renewalTerms',
  'services',
  'paymentMethod',
] as const;
