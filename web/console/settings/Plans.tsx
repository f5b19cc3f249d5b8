import { Box, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { useSpan } from '../../shared/components/Inputs.tsx';
import { Amount } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAll, useGet } from '../../shared/queries.ts';
import type { Plan, Settings } from '../../shared/types.ts';
import { ApplyToSold } from './ApplyToSold.tsx';
import { History } from './History.tsx';
import { Head, ReadOnly, useIsAdministrator, useOpen } from './parts.tsx';
import { PlanForm } from './PlanForm.tsx';
import { StoredPreview } from './PlanPreview.tsx';
import { Records, RetireButton } from './Records.tsx';

const PATH = '/api/plans';

export function Plans() {
  const { t } = useTranslation();
  const { id } = useSearch({ from: '/shell/settings/$page' });
  const plans = useAll<Plan>(PATH);
  const settings = useGet<Settings>('/api/settings');
  if (id === undefined) return <PlanList plans={plans} />;
  return (
    <>
      <Link
        from="/settings/$page"
        to="."
        search={{}}
        style={{ display: 'inline-flex', gap: 4, alignItems: 'center', color: 'var(--mantine-color-anchor)' }}
      >
        <IconArrowLeft size={16} aria-hidden />
        {t('settings.pages.plans')}
      </Link>
      <Box mt="xs">
        <Answer of={plans}>
          {(items) => <Answer of={settings}>{(stored) => <OnePlan id={id} plans={items} settings={stored} />}</Answer>}
        </Answer>
      </Box>
    </>
  );
}

/** How a plan is paid, in one line. */
export function usePayment() {
  const { t } = useTranslation();
  const span = useSpan();
  return ({ payment, paymentMethod }: Plan): string => {
    const how =
      payment.kind === 'instalments'
        ? t('settings.plans.inInstalments', { count: payment.count, every: span(payment.every) })
        : t(`settings.plans.kinds.${payment.kind}`);
    return `${how}, ${t(`paymentMethods.${paymentMethod}`)}`;
  };
}

function useRenewal() {
  const { t } = useTranslation();
  return ({ automaticRenewal, portalCancellation, portalRenewal }: Plan): string =>
    [
      t(automaticRenewal ? 'settings.plans.renewsItself' : 'settings.plans.renewsNot'),
      ...(portalCancellation ? [t('settings.plans.cancelledInPortal')] : []),
      ...(portalRenewal ? [t('settings.plans.renewedInPortal')] : []),
    ].join(', ');
}

function PlanList({ plans }: { plans: ReturnType<typeof useAll<Plan>> }) {
  const { t } = useTranslation();
  const paymentOf = usePayment();
  const renewalOf = useRenewal();
  const span = useSpan();
  return (
    <Records
      of={{ ...plans, data: plans.data?.toSorted((a, b) => Number(a.retired) - Number(b.retired)) }}
      title={t('settings.pages.plans')}
      hint={t('settings.plans.hint')}
      add={t('settings.plans.add')}
      none={t('settings.plans.none')}
      noneHint={t('settings.plans.noneHint')}
      isOpenToAll
      columns={[
        {
          label: t('settings.plans.price'),
          ta: 'right',
          style: { whiteSpace: 'nowrap' },
          render: ({ price, oneOffFee }) => (
            <>
              <Amount money={price} />
              {oneOffFee && (
                <Text size="xs" c="dimmed" component="div">
                  + <Amount money={oneOffFee} />
                </Text>
              )}
            </>
          ),
        },
        {
          label: t('settings.plans.duration'),
          visibleFrom: 'sm',
          style: { whiteSpace: 'nowrap' },
          render: ({ duration }) => span(duration),
        },
        { label: t('settings.plans.payment'), visibleFrom: 'xl', render: paymentOf },
        {
          label: t('settings.plans.notice'),
          visibleFrom: 'md',
          render: ({ notice }) => (notice ? span(notice) : t('settings.plans.companyNotice')),
        },
        { label: t('settings.plans.renewal'), visibleFrom: 'xl', render: renewalOf },
      ]}
      renderBelow={(plan) => (
        <>
          {plan.services.length > 0 && (
            <Text size="xs" c="dimmed">
              {plan.services.join(' · ')}
            </Text>
          )}
          <Text size="xs" c="dimmed" hiddenFrom="xl">
            <Box component="span" hiddenFrom="sm">
              {span(plan.duration)} ·{' '}
            </Box>
            {paymentOf(plan)} · {renewalOf(plan)}
          </Text>
        </>
      )}
      path={PATH}
      actsFrom="sm"
    />
  );
}

function OnePlan({ id, plans, settings }: { id: string; plans: Plan[]; settings: Settings }) {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { close } = useOpen();
  const { applying } = useSearch({ from: '/shell/settings/$page' });
  const [reading, setReading] = useState(0);
  const plan = plans.find((each) => each.id === id);
  if (!plan && !(id === 'new' && isAdministrator)) return <Empty title={t('settings.plans.unknown')} />;
  if (!isAdministrator && plan) return <PlanFacts plan={plan} settings={settings} />;
  if (plan && applying) return <ApplyToSold plan={plan} settings={settings} />;
  return (
    <>
      <Head title={plan?.name ?? t('settings.plans.add')} hint={plan ? t('settings.plans.editHint') : undefined}>
        {plan && (
          <Group gap="sm">
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link
                  from="/settings/$page"
                  to="."
                  search={(search: object) => ({ ...search, applying: true as const })}
                  {...props}
                />
              )}
            >
              {t('settings.apply.title')}
            </Button>
            <RetireButton path={PATH} record={plan} />
          </Group>
        )}
      </Head>
      <PlanForm
        key={`${id}${reading}${plan?.retired}`}
        plan={plan}
        settings={settings}
        close={close}
        reread={() => setReading((count) => count + 1)}
      />
      {plan && <History entity="plan" entityId={plan.id} />}
    </>
  );
}

/** For who sells from the catalogue but does not write it. */
function PlanFacts({ plan, settings }: { plan: Plan; settings: Settings }) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useSpan();
  const paymentOf = usePayment();
  const renewalOf = useRenewal();
  const { renewalTerms } = plan;
  const later = [
    renewalTerms?.price && format.money(renewalTerms.price),
    renewalTerms?.duration && span(renewalTerms.duration),
    renewalTerms?.services?.join(' · '),
  ].filter(Boolean);
  return (
    <>
      <Head title={plan.name} />
      <ReadOnly />
      <Facts
        facts={[
          [t('settings.plans.price'), format.money(plan.price)],
          [t('settings.plans.fee'), plan.oneOffFee ? format.money(plan.oneOffFee) : '–'],
          [t('settings.plans.duration'), span(plan.duration)],
          [t('settings.plans.payment'), paymentOf(plan)],
          [t('settings.plans.services'), plan.services.join(' · ') || '–'],
          [t('settings.plans.notice'), span(plan.notice ?? settings.defaultNotice)],
          [t('settings.plans.renewal'), renewalOf(plan)],
          [t('settings.plans.renewalTerms'), later.join(', ') || '–'],
        ]}
      />
      <StoredPreview planId={plan.id} />
    </>
  );
}
