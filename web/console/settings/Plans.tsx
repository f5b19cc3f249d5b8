import { Box, Button, Group, Table, Text } from '@mantine/core';
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
import { AddButton, Head, Mark, OpenLink, ReadOnly, useIsAdministrator, useOpen, useRetire, Wide } from './parts.tsx';
import { PlanForm } from './PlanForm.tsx';
import { StoredPreview } from './PlanPreview.tsx';

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
  const isAdministrator = useIsAdministrator();
  const { retire } = useRetire(PATH);
  const paymentOf = usePayment();
  const renewalOf = useRenewal();
  const span = useSpan();
  return (
    <>
      <Head title={t('settings.pages.plans')} hint={t('settings.plans.hint')}>
        {isAdministrator && <AddButton label={t('settings.plans.add')} />}
      </Head>
      {!isAdministrator && <ReadOnly />}
      <Answer of={plans}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t('settings.plans.none')}>{t('settings.plans.noneHint')}</Empty>
          ) : (
            <Wide label={t('settings.pages.plans')}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('common.name')}</Table.Th>
                    <Table.Th scope="col" ta="right">
                      {t('settings.plans.price')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="sm">
                      {t('settings.plans.duration')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="xl">
                      {t('settings.plans.payment')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.plans.notice')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="xl">
                      {t('settings.plans.renewal')}
                    </Table.Th>
                    {isAdministrator && (
                      <Table.Th scope="col" visibleFrom="sm">
                        {t('settings.acts')}
                      </Table.Th>
                    )}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {[...items]
                    .sort((a, b) => Number(a.retired) - Number(b.retired))
                    .map((plan) => {
                      const notice = plan.notice ? span(plan.notice) : t('settings.plans.companyNotice');
                      const act = t(plan.retired ? 'settings.restore' : 'settings.retire');
                      return (
                        <Table.Tr key={plan.id}>
                          <Table.Td>
                            <OpenLink id={plan.id}>{plan.name}</OpenLink>
                            {plan.retired && <Mark>{t('settings.retired')}</Mark>}
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
                          </Table.Td>
                          <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                            <Amount money={plan.price} />
                            {plan.oneOffFee && (
                              <Text size="xs" c="dimmed" component="div">
                                + <Amount money={plan.oneOffFee} />
                              </Text>
                            )}
                          </Table.Td>
                          <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
                            {span(plan.duration)}
                          </Table.Td>
                          <Table.Td visibleFrom="xl">{paymentOf(plan)}</Table.Td>
                          <Table.Td visibleFrom="md">{notice}</Table.Td>
                          <Table.Td visibleFrom="xl">{renewalOf(plan)}</Table.Td>
                          {isAdministrator && (
                            <Table.Td visibleFrom="sm">
                              <Button
                                variant="default"
                                size="xs"
                                onClick={() => void retire(plan, !plan.retired)}
                                aria-label={`${act}: ${plan.name}`}
                              >
                                {act}
                              </Button>
                            </Table.Td>
                          )}
                        </Table.Tr>
                      );
                    })}
                </Table.Tbody>
              </Table>
            </Wide>
          )
        }
      </Answer>
    </>
  );
}

function OnePlan({ id, plans, settings }: { id: string; plans: Plan[]; settings: Settings }) {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { close } = useOpen();
  const { applying } = useSearch({ from: '/shell/settings/$page' });
  const { retire } = useRetire(PATH);
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
            <Button variant="default" onClick={() => void retire(plan, !plan.retired)}>
              {t(plan.retired ? 'settings.restore' : 'settings.retire')}
            </Button>
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
