import { Radio, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, refusalAt } from '../../../shared/api.ts';
import { Amount, Day } from '../../../shared/components/Moment.tsx';
import { Answer, Problem } from '../../../shared/components/States.tsx';
import { useFormat } from '../../../shared/format.ts';
import { useAll } from '../../../shared/queries.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail, Plan, PlanChange } from '../../../shared/types.ts';
import { WideTable } from '../Section.tsx';
import { useTermsWords } from '../terms.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

/** Another plan, now or from the renewal, with what it changes shown before (003). */
export function ChangePlan({ multipack, requestId, close }: DialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const { id, name, price } = multipack;
  const act = useMultipackAct(id, requestId);
  const attempt = useTry(id, requestId);
  const plans = useAll<Plan>('/api/plans');
  const [planId, setPlanId] = useState<string | null>(null);
  const renews = multipack.renewalState === 'will_renew' || multipack.renewalState === 'held';
  const [when, setWhen] = useState<'now' | 'renewal'>(renews ? 'renewal' : 'now');
  const offered = plans.data?.filter(
    (plan) => !plan.retired && !plan.hasPriceList && plan.price.currency === price.currency,
  );
  const path = `/api/multipacks/${id}/change-plan/preview`;
  const change = useQuery({
    queryKey: [path, { planId, when }],
    queryFn: ({ signal }) => api<PlanChange>('POST', path, { body: { planId, when }, signal }),
    enabled: planId !== null,
    retry: false,
    // Once it is saved there is nothing left to preview.
    staleTime: 'static',
    gcTime: 0,
  });
  const send = async () => {
    await act.send('change-plan', { planId, when });
    const done = t('multipacks.planChange.done', { name, plan: change.data?.plan.name ?? '' });
    toast.done(done, () => attempt('take-back-change'));
    close();
  };
  return (
    <ActDialog
      title={t('multipacks.actions.plan')}
      close={close}
      submit={t('multipacks.planChange.yes')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={change.data === undefined || change.isError}
      error={act.error}
      back={t('common.cancel')}
    >
      <Select
        label={t('multipacks.planChange.to')}
        required
        searchable
        data-autofocus
        openOnFocus={false}
        placeholder={t('customers.choose')}
        data={offered?.map((plan) => ({ value: plan.id, label: plan.name })) ?? []}
        value={planId}
        onChange={setPlanId}
        nothingFoundMessage={t('multipacks.planChange.noPlan')}
        error={refusalAt(act.error, 'planId')}
      />
      <Radio.Group
        label={t('multipacks.planChange.when')}
        value={when}
        onChange={(chosen) => setWhen(chosen === 'now' ? 'now' : 'renewal')}
      >
        <Stack gap="xs" mt={6}>
          <Radio
            value="renewal"
            label={t('multipacks.planChange.renewal')}
            description={renews ? t('multipacks.planChange.renewalHint') : t('multipacks.hindrances.notRenewing')}
            disabled={!renews}
          />
          <Radio value="now" label={t('multipacks.planChange.now')} description={t('multipacks.planChange.nowHint')} />
        </Stack>
      </Radio.Group>
      {change.isError && <Problem error={change.error} />}
      {planId !== null && !change.isError && (
        <Answer of={change} lines={4}>
          {(seen) => <Changed multipack={multipack} change={seen} />}
        </Answer>
      )}
    </ActDialog>
  );
}

/** The period in course and the renewal, before and after; then what each receivable becomes. */
function Changed({ multipack, change }: { multipack: MultipackDetail; change: PlanChange }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useTermsWords();
  const { from, before, after, renewal, receivables, difference } = change;
  const touched = receivables.filter(({ receivable, amount }) => receivable.amount.amount !== amount.amount);
  const rows: [string, string, string][] = [
    [t('multipacks.plan'), before.name, after.name],
    [t('multipacks.price'), format.money(before.price), format.money(after.price)],
    [t('multipacks.services'), words.services(before.services), words.services(after.services)],
  ];
  return (
    <Stack gap="sm" role="status">
      <Text size="sm">{t('multipacks.planChange.from', { date: format.inWords(from) })}</Text>
      <WideTable
        label={t('multipacks.planChange.period')}
        head={[t('multipacks.planChange.period'), t('multipacks.before'), t('multipacks.after')]}
      >
        {rows.map(([label, was, is]) => (
          <Table.Tr key={label}>
            <Table.Th scope="row">{label}</Table.Th>
            <Table.Td>{was}</Table.Td>
            <Table.Td fw={was === is ? 400 : 600}>{is}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
      {touched.length > 0 && (
        <WideTable
          label={t('multipacks.receivables')}
          head={[t('multipacks.dueOn'), t('multipacks.before'), t('multipacks.after')]}
        >
          {touched.map(({ receivable, amount }) => (
            <Table.Tr key={receivable.id}>
              <Table.Td>
                <Day date={receivable.dueOn} />
              </Table.Td>
              <Table.Td>
                <Amount money={receivable.amount} />
              </Table.Td>
              <Table.Td>
                <Amount money={amount} />
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
      )}
      <Text size="sm" fw={500}>
        {difference.amount === 0
          ? t('multipacks.planChange.same')
          : t(difference.amount > 0 ? 'multipacks.planChange.dearer' : 'multipacks.planChange.cheaper', {
              amount: format.money({ ...difference, amount: Math.abs(difference.amount) }),
            })}
      </Text>
      {renewal && (
        <Text size="sm">
          {t('multipacks.planChange.atRenewal', {
            name: renewal.name,
            price: format.money(renewal.price),
            duration: words.span(renewal.duration),
            payment: words.payment(renewal.payment),
            method: words.method(multipack.terms.paymentMethod),
          })}
        </Text>
      )}
    </Stack>
  );
}
