import { Alert, Anchor, Button, Card, Grid, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalAt } from '../../shared/api.ts';
import { Facts } from '../../shared/components/Facts.tsx';
import { DateField, readDate } from '../../shared/components/Inputs.tsx';
import { Amount } from '../../shared/components/Moment.tsx';
import { Answer, Empty, Problem } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { useAct, useAll, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Branch, Customer, MultipackDetail, Plan, Sold } from '../../shared/types.ts';
import { Preview } from './Preview.tsx';
import { useTermsWords } from './terms.ts';

/** Sells a plan to a customer, with all that will follow from it beside the form. */
export function Sell() {
  const { t } = useTranslation();
  const { customerId } = useParams({ from: '/shell/customers/$customerId/sell' });
  const customer = useGet<Customer>(`/api/customers/${customerId}`);
  const branchId = customer.data?.branchId ?? '';
  const branch = useGet<Branch>(`/api/branches/${branchId}`, {}, { enabled: branchId !== '' });
  const plans = useAll<Plan>('/api/plans', { retired: false });
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {t('multipacks.selling.title')}
        </Title>
        {customer.data && (
          <Text c="dimmed">
            {customer.data.code} ·{' '}
            <Anchor
              underline="always"
              renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId }} />}
            >
              {customer.data.name}
            </Anchor>
            {branch.data && ` · ${branch.data.name}`}
          </Text>
        )}
      </div>
      <Answer of={customer}>
        {(buyer) => (
          <Answer of={branch}>
            {(place) => (
              <Answer of={plans}>
                {(offered) =>
                  offered.length === 0 ? (
                    <Empty title={t('multipacks.selling.noPlans')}>{t('multipacks.selling.noPlansHint')}</Empty>
                  ) : (
                    <Form customer={buyer} branch={place} plans={offered} />
                  )
                }
              </Answer>
            )}
          </Answer>
        )}
      </Answer>
    </Stack>
  );
}

function Form({ customer, branch, plans }: { customer: Customer; branch: Branch; plans: Plan[] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/customers/$customerId/sell' });
  const { soldAgainFrom } = search;
  const former = useFormer(soldAgainFrom, customer);
  const [reference, setReference] = useState('');
  const plan = plans.find(({ id }) => id === (search.planId ?? former?.multipack.planId));
  const startOn = (search.startOn !== undefined && readDate(search.startOn)) || (former?.startOn ?? customer.today);
  const [previewed] = useDebouncedValue(startOn, 250);
  const choose = (chosen: { planId?: string | undefined; startOn?: string | undefined }) =>
    navigate({
      to: '/customers/$customerId/sell',
      params: { customerId: customer.id },
      search: { planId: search.planId, startOn: search.startOn, soldAgainFrom, ...chosen },
      replace: true,
    });
  const sale = useAct<Sold>((sold) => {
    const { name, renewals, expired } = sold;
    toast.done(
      expired
        ? t('multipacks.selling.doneExpired', { name })
        : renewals.length > 0
          ? t('multipacks.selling.doneRenewed', { name, count: renewals.length })
          : t('multipacks.selling.done', { name }),
    );
    void navigate({ to: '/multipacks/$multipackId', params: { multipackId: sold.id } });
  });
  const isTaken = sale.error?.code === 'reference_taken';
  const sell = (event: FormEvent) => {
    event.preventDefault();
    if (!plan) return;
    const body = {
      customerId: customer.id,
      planId: plan.id,
      startOn,
      ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
      ...(former?.isWithdrawn ? { soldAgainFrom } : {}),
    };
    sale.mutate({ path: '/api/multipacks', body });
  };
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <form onSubmit={sell} noValidate>
          <Stack gap="md">
            {former && <Again former={former} isSold={plans.some(({ id }) => id === former.multipack.planId)} />}
            <PlanSelect
              plans={plans}
              currency={branch.currency}
              value={plan?.id ?? null}
              onChange={(planId) => void choose({ planId })}
              error={refusalAt(sale.error, 'planId')}
            />
            {plan && <PlanFacts plan={plan} />}
            {plan && plan.price.currency !== branch.currency && (
              <Alert color="orange" variant="light" p="sm" role="status">
                {t('multipacks.selling.otherCurrency', { currency: plan.price.currency, branch: branch.currency })}
              </Alert>
            )}
            <DateField
              label={t('multipacks.selling.startOn')}
              description={t('multipacks.selling.startOnHint')}
              required
              value={startOn}
              onChange={(date) => void choose({ startOn: date ?? undefined })}
              error={refusalAt(sale.error, 'startOn')}
            />
            <TextInput
              label={t('multipacks.reference')}
              description={t('multipacks.selling.referenceHint')}
              maxLength={100}
              value={reference}
              onChange={({ currentTarget }) => setReference(currentTarget.value)}
              error={isTaken ? sale.error?.message : refusalAt(sale.error, 'reference')}
            />
            {sale.error && !isTaken && <Problem error={sale.error} />}
            <Group>
              <Button type="submit" disabled={!plan} loading={sale.isPending}>
                {t('multipacks.selling.sell')}
              </Button>
              {!plan && (
                <Text size="sm" c="dimmed">
                  {t('multipacks.selling.choosePlan')}
                </Text>
              )}
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <section aria-labelledby="preview">
          <Title order={2} size="h4" mb="sm" id="preview">
            {t('multipacks.selling.preview')}
          </Title>
          {plan ? (
            <Preview plan={plan} startOn={previewed} today={customer.today} timeZone={branch.timeZone} />
          ) : (
            <Text c="dimmed">{t('multipacks.selling.previewHint')}</Text>
          )}
        </section>
      </Grid.Col>
    </Grid>
  );
}

interface Former {
  multipack: MultipackDetail;
  isWithdrawn: boolean;
  /** The day after its last one, or today if that is later. */
  startOn: string;
}

/** The multipack that this sale follows (001). */
function useFormer(id: string | undefined, { id: customerId, today }: Customer): Former | undefined {
  const { data } = useGet<MultipackDetail>(`/api/multipacks/${id}`, {}, { enabled: id !== undefined });
  if (id === undefined || data?.id !== id || data.customerId !== customerId) return undefined;
  const { withdrawnOn } = data;
  const next = withdrawnOn === null ? today : addDays(withdrawnOn, 1);
  return { multipack: data, isWithdrawn: withdrawnOn !== null, startOn: next > today ? next : today };
}

function Again({ former: { multipack, isWithdrawn }, isSold }: { former: Former; isSold: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, planName, withdrawnOn } = multipack;
  return (
    <Alert variant="default" p="sm" title={t('counter.again.title')}>
      <Text size="sm">
        {isWithdrawn
          ? t('counter.again.hint', { name, date: format.inWords(withdrawnOn!) })
          : t('counter.again.notWithdrawn', { name })}
      </Text>
      {!isSold && (
        <Text size="sm" fw={500} mt={4}>
          {t('counter.again.retired', { plan: planName })}
        </Text>
      )}
    </Alert>
  );
}

interface PlanSelectProps {
  plans: Plan[];
  /** Of the branch: plans in it stand first. */
  currency: string;
  value: string | null;
  onChange: (planId: string | undefined) => void;
  error: string | undefined;
}

function PlanSelect({ plans, currency, value, onChange, error }: PlanSelectProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useTermsWords();
  const currencies = [...new Set([currency, ...plans.map(({ price }) => price.currency)])];
  const groups = currencies
    .map((group) => ({
      group,
      items: plans.filter(({ price }) => price.currency === group).map(({ id, name }) => ({ value: id, label: name })),
    }))
    .filter(({ items }) => items.length > 0);
  return (
    <Select
      label={t('multipacks.plan')}
      placeholder={t('multipacks.selling.searchPlan')}
      required
      searchable
      nothingFoundMessage={t('shell.nothingFound')}
      data={groups.length > 1 ? groups : (groups[0]?.items ?? [])}
      value={value}
      onChange={(planId) => onChange(planId ?? undefined)}
      error={error}
      maxDropdownHeight={360}
      renderOption={({ option }) => {
        const plan = plans.find(({ id }) => id === option.value);
        return (
          <div>
            <Text size="sm">{option.label}</Text>
            {plan && (
              <Text size="xs" c="dimmed">
                {format.money(plan.price)} · {words.span(plan.duration)} · {words.payment(plan.payment)}
              </Text>
            )}
          </div>
        );
      }}
    />
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const words = useTermsWords();
  return (
    <Card withBorder padding="sm">
      <Facts
        facts={[
          [t('multipacks.price'), <Amount key="price" money={plan.price} />],
          ...(plan.oneOffFee
            ? [[t('multipacks.oneOffFee'), <Amount key="fee" money={plan.oneOffFee} />] as [string, ReactNode]]
            : []),
          [t('multipacks.duration'), words.span(plan.duration)],
          [t('multipacks.payment'), words.payment(plan.payment)],
          [t('multipacks.method'), words.method(plan.paymentMethod)],
          [t('multipacks.services'), words.services(plan.services)],
          [t('multipacks.automaticRenewal'), plan.automaticRenewal ? t('common.yes') : t('multipacks.no')],
          [t('multipacks.notice'), plan.notice ? words.notice(plan.notice) : t('multipacks.defaultNotice')],
          [t('multipacks.renewalTerms'), words.renewalTerms(plan.renewalTerms)],
          [t('multipacks.portal'), words.portal(plan)],
        ]}
      />
    </Card>
  );
}
