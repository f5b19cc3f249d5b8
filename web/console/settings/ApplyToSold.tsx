import { Alert, Button, Checkbox, Group, Modal, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { useSpan } from '../../shared/components/Inputs.tsx';
import { Day } from '../../shared/components/Moment.tsx';
import { Loading, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAct } from '../../shared/queries.ts';
import type { AppliedToSold, Plan, Settings } from '../../shared/types.ts';
import { Head, Wide } from './parts.tsx';

const FIELDS = ['notice', 'automaticRenewal', 'portalCancellation', 'portalRenewal', 'renewalTerms'] as const;
type Field = (typeof FIELDS)[number];
const REASONS = ['renewal_cancelled', 'not_renewing', 'deadline_would_pass', 'invalid_terms'] as const;

const isField = (name: string): name is Field => FIELDS.some((field) => field === name);

/** A sale copies the terms of its plan, so later edits reach what was sold only by this act: chosen, seen, confirmed. */
export function ApplyToSold({ plan, settings }: { plan: Plan; settings: Settings }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const valueOf = useValue(plan, settings);
  const [chosen, setChosen] = useState<string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const fields = FIELDS.filter((field) => chosen.includes(field));
  const path = `/api/plans/${plan.id}/apply-to-sold`;
  const preview = useQuery({
    queryKey: [`${path}/preview`, fields],
    queryFn: ({ signal }) => api<AppliedToSold>('POST', `${path}/preview`, { body: { fields }, signal }),
    enabled: fields.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const act = useAct<AppliedToSold>();
  const apply = async () => {
    try {
      await act.mutateAsync({ path, body: { fields } });
      setAsking(false);
    } catch {
      // Shown in the dialog, where it may be sent again.
    }
  };
  const back = () => void navigate({ from: '/settings/$page', to: '.', search: { id: plan.id } });

  if (act.data) {
    return (
      <>
        <Head title={t('settings.apply.done', { plan: plan.name })} />
        <Report report={act.data} isDone />
        <Button mt="md" onClick={back}>
          {t('settings.apply.back')}
        </Button>
      </>
    );
  }
  const count = preview.data?.changed ?? 0;
  const isCurrent = fields.length > 0 && preview.data !== undefined && !preview.isPlaceholderData;
  return (
    <>
      <Head title={t('settings.apply.titleOf', { plan: plan.name })} hint={t('settings.apply.hint')} />
      <Stack>
        <Checkbox.Group label={t('settings.apply.which')} value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {FIELDS.map((field) => (
              <Checkbox
                key={field}
                value={field}
                label={t(`settings.apply.fields.${field}`)}
                description={valueOf(field)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {fields.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('settings.apply.choose')}
          </Text>
        ) : preview.error ? (
          <Problem error={preview.error} retry={preview.refetch} />
        ) : preview.data ? (
          <Report report={preview.data} />
        ) : (
          <Loading />
        )}
        <Group gap="sm">
          {fields.length > 0 && (
            <Button disabled={!isCurrent || count === 0} onClick={() => setAsking(true)}>
              {t('settings.apply.apply', { count })}
            </Button>
          )}
          <Button variant="default" onClick={back}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('settings.apply.confirmTitle', { count })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Text size="sm">{t('settings.apply.confirm', { plan: plan.name })}</Text>
          <Stack component="ul" gap={4} m={0} pl="md">
            {fields.map((field) => (
              <Text component="li" size="sm" key={field}>
                {t(`settings.apply.fields.${field}`)}: {valueOf(field)}
              </Text>
            ))}
          </Stack>
          <Text size="sm">{t('settings.apply.noWayBack')}</Text>
          {act.error && <Problem error={act.error} />}
          <Group>
            <Button loading={act.isPending} onClick={() => void apply()}>
              {t('settings.apply.apply', { count })}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {t('common.cancel')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** What the plan says now, in words. */
function useValue(plan: Plan, settings: Settings) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useSpan();
  return (field: Field): string => {
    if (field === 'notice')
      return plan.notice
        ? span(plan.notice)
        : t('settings.plans.companyNoticeOf', { notice: span(settings.defaultNotice) });
    if (field !== 'renewalTerms') return t(plan[field] ? 'common.yes' : 'settings.no');
    const { renewalTerms } = plan;
    if (!renewalTerms) return t('settings.plans.noRenewalTerms');
    return [
      ...(renewalTerms.price ? [format.money(renewalTerms.price)] : []),
      ...(renewalTerms.duration ? [span(renewalTerms.duration)] : []),
      ...(renewalTerms.services ? [renewalTerms.services.join(' · ') || t('settings.plans.noServices')] : []),
    ].join(', ');
  };
}

function Report({ report, isDone = false }: { report: AppliedToSold; isDone?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { examined, changed, unchanged, skipped, changes, skips } = report;
  const skippedCount = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const figures = [
    [t('settings.apply.examined'), examined],
    [t(isDone ? 'settings.apply.wereChanged' : 'settings.apply.changed'), changed],
    [t('settings.apply.unchanged'), unchanged],
    [t('settings.apply.skipped'), skippedCount],
  ] as const;
  return (
    <Stack role="status">
      <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
        {figures.map(([label, value]) => (
          <Paper withBorder p="sm" key={label} style={{ display: 'flex', flexDirection: 'column-reverse' }}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} size="xl" fw={600} className="figures">
              {format.number(value)}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {examined === 0 && <Alert variant="default">{t('settings.apply.nobody')}</Alert>}
      {changes.length > 0 && (
        <Section
          title={t(isDone ? 'settings.apply.wereChanged' : 'settings.apply.changed')}
          all={changed}
          head={[t('settings.apply.what'), t('settings.apply.deadlineBefore'), t('settings.apply.deadline')]}
          rows={changes.map((change) => ({
            ...change,
            what: change.changed
              .map((field) => (isField(field) ? t(`settings.apply.fields.${field}`) : field))
              .join(', '),
            stands: change.deadline !== change.deadlineBefore,
          }))}
        />
      )}
      {skippedCount > 0 && (
        <Section
          title={t('settings.apply.skipped')}
          all={skippedCount}
          head={[t('settings.apply.why'), t('settings.apply.deadlineNow'), t('settings.apply.wouldBe')]}
          rows={skips.map((skip) => ({ ...skip, what: t(`settings.apply.reasons.${skip.reason}`), stands: false }))}
        >
          <Stack component="ul" gap={4} m={0} pl="md">
            {REASONS.filter((reason) => skipped[reason] > 0).map((reason) => (
              <Text component="li" size="sm" key={reason}>
                {format.number(skipped[reason])}: {t(`settings.apply.reasons.${reason}`)}
              </Text>
            ))}
          </Stack>
        </Section>
      )}
    </Stack>
  );
}

type Changed = AppliedToSold['changes'][number];

interface SectionProps {
  title: string;
  /** How many there are; the server names the first fifty of a long list. */
  all: number;
  /** Of the columns after the multipack. */
  head: [what: string, before: string, after: string];
  /** `stands`: whether the deadline after stands out. */
  rows: (Pick<Changed, 'multipackId' | 'code' | 'name' | 'customerName' | 'deadlineBefore' | 'deadline'> & {
    what: string;
    stands: boolean;
  })[];
  children?: ReactNode;
}

function Section({ title, all, head, rows, children }: SectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
      {rows.length < all && (
        <Text size="sm" c="dimmed">
          {t('settings.apply.first', { shown: rows.length, all })}
        </Text>
      )}
      <Wide label={title}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {[t('settings.apply.multipack'), ...head].map((label) => (
                <Table.Th scope="col" key={label}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.multipackId}>
                <Table.Td>
                  <Sold {...row} />
                </Table.Td>
                <Table.Td>{row.what}</Table.Td>
                <Table.Td>
                  <Day date={row.deadlineBefore} />
                </Table.Td>
                <Table.Td fw={row.stands ? 600 : undefined}>
                  <Day date={row.deadline} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}

function Sold({
  multipackId,
  code,
  name,
  customerName,
}: Pick<Changed, 'multipackId' | 'code' | 'name' | 'customerName'>) {
  return (
    <>
      <Link
        to="/multipacks/$multipackId"
        params={{ multipackId }}
        style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500 }}
      >
        {code}
      </Link>{' '}
      {name}
      <Text size="xs" c="dimmed" component="div">
        {customerName}
      </Text>
    </>
  );
}
