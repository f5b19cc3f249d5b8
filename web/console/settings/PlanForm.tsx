import {
  Box,
  Checkbox,
  Fieldset,
  Grid,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { MoneyInput, SpanInput, useSpan } from '../../shared/components/Inputs.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { CancellationProfile, Plan, Settings } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { useNames } from './names.ts';
import { fieldOf, isComplete, type PlanValues, termsOf, valuesOf } from './plan.ts';
import { PlanPreview, usePreview, useStart } from './PlanPreview.tsx';

const PATH = '/api/plans';
const METHODS = ['sepa', 'recurring_card', 'card', 'transfer', 'cash'] as const;
const DURATIONS = ['day', 'week', 'month', 'year'] as const;
const NOTICES = ['day', 'week', 'month'] as const;
const PREVIEW_MS = 300;

type Form = UseFormReturnType<PlanValues>;

/** A plan's terms beside what they would bring, told by the server itself while one types. */
export function PlanForm({
  plan,
  settings,
  close,
  reread,
}: {
  plan: Plan | undefined;
  settings: Settings;
  close: () => void;
  reread: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { branch } = useSession();
  const { form, send, end } = useRecordForm<Plan, PlanValues>({
    path: PATH,
    of: plan,
    initialValues: valuesOf(plan, branch.currency, settings.defaultNotice),
    onSaved({ id }) {
      if (!plan) void navigate({ from: '/settings/$page', to: '.', search: { id }, replace: true });
    },
    toField: fieldOf,
  });
  const terms = useMemo(() => termsOf(form.values), [form.values]);
  const [startOn, setStartOn] = useStart();
  const [asked] = useDebouncedValue(terms, PREVIEW_MS);
  const preview = usePreview({ terms: asked }, isComplete(asked, form.values.hasFee) ? startOn : null);
  const told = errorsOf(preview.error, (path) => fieldOf(path.replace(/^terms\./, '')));
  const errorOf = (field: keyof PlanValues) => form.errors[field] ?? told[field];
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <form
          onSubmit={sending(() => {
            const { name, cancellationProfileId, noticesOfCollected } = form.values;
            return send({ name, cancellationProfileId, noticesOfCollected, ...termsOf(form.values) });
          })}
          noValidate
        >
          <Stack>
            <TextInput label={t('common.name')} required maxLength={120} {...form.getInputProps('name')} />
            <Pricing form={form} errorOf={errorOf} />
            <Payment form={form} errorOf={errorOf} />
            <Contents form={form} />
            <Renewal form={form} errorOf={errorOf} settings={settings} />
            <RenewalTerms form={form} errorOf={errorOf} />
            <Cancellation form={form} errorOf={errorOf} />
            <FormEnd {...end} close={close} reread={reread} />
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Box style={{ position: 'sticky', top: 68, maxHeight: 'calc(100dvh - 84px)', overflowY: 'auto' }}>
          <PlanPreview of={preview} startOn={startOn} setStartOn={setStartOn} />
        </Box>
      </Grid.Col>
    </Grid>
  );
}

interface Part {
  form: Form;
  errorOf: (field: keyof PlanValues) => React.ReactNode;
}

function AmountInput({
  form,
  field,
  label,
  error,
}: {
  form: Form;
  field: 'price' | 'fee' | 'renewalPrice';
  label: string;
  error: React.ReactNode;
}) {
  return (
    <MoneyInput
      label={label}
      required
      currency={form.values.currency}
      value={form.values[field]}
      onChange={(money) => form.setFieldValue(field, money)}
      error={error}
    />
  );
}

function Pricing({ form, errorOf }: Part) {
  const { t } = useTranslation();
  const currencies = useNames('currencies');
  const { hasFee } = form.values;
  return (
    <Fieldset legend={t('settings.plans.price')}>
      <Stack gap="sm">
        <Select
          label={t('settings.branches.currency')}
          description={t('settings.plans.currencyHint')}
          data={currencies}
          searchable
          limit={300}
          allowDeselect={false}
          nothingFoundMessage={t('shell.nothingFound')}
          {...form.getInputProps('currency')}
          error={errorOf('currency')}
        />
        <AmountInput form={form} field="price" label={t('settings.plans.price')} error={errorOf('price')} />
        <Checkbox
          label={t('settings.plans.hasFee')}
          description={t('settings.plans.feeHint')}
          {...form.getInputProps('hasFee', { type: 'checkbox' })}
        />
        {hasFee && <AmountInput form={form} field="fee" label={t('settings.plans.fee')} error={errorOf('fee')} />}
      </Stack>
    </Fieldset>
  );
}

function Payment({ form, errorOf }: Part) {
  const { t } = useTranslation();
  const { paymentKind, duration, instalmentEvery } = form.values;
  const isRolling = paymentKind === 'rolling';
  return (
    <Fieldset legend={t('settings.plans.durationAndPayment')}>
      <Stack gap="sm">
        <Select
          label={t('settings.plans.payment')}
          data={(['single', 'instalments', 'rolling'] as const).map((value) => ({
            value,
            label: t(`settings.plans.kinds.${value}`),
          }))}
          allowDeselect={false}
          {...form.getInputProps('paymentKind')}
        />
        {paymentKind === 'instalments' && (
          <>
            <NumberInput
              label={t('settings.plans.instalmentCount')}
              required
              allowDecimal={false}
              allowNegative={false}
              min={2}
              clampBehavior="none"
              {...form.getInputProps('instalmentCount')}
              error={errorOf('instalmentCount')}
            />
            <SpanInput
              label={t('settings.plans.instalmentEvery')}
              units={DURATIONS}
              min={1}
              value={instalmentEvery}
              onChange={(value) => form.setFieldValue('instalmentEvery', value)}
              error={errorOf('instalmentEvery')}
            />
          </>
        )}
        <SpanInput
          label={t('settings.plans.duration')}
          description={isRolling ? t('settings.plans.rollingHint') : undefined}
          units={DURATIONS}
          min={1}
          value={isRolling ? { amount: 1, unit: 'month' } : duration}
          onChange={(value) => form.setFieldValue('duration', value)}
          error={errorOf('duration')}
          disabled={isRolling}
        />
        <Select
          label={t('settings.plans.paymentMethod')}
          description={t('settings.plans.paymentMethodHint')}
          data={METHODS.map((value) => ({ value, label: t(`paymentMethods.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('paymentMethod')}
        />
        <Switch
          label={t('notices.plan.collected')}
          description={t('notices.plan.collectedHint')}
          {...form.getInputProps('noticesOfCollected', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}

function Contents({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={t('settings.plans.contents')}>
      <Stack gap="sm">
        <TagsInput
          label={t('settings.plans.services')}
          description={t('settings.plans.servicesHint')}
          maxTags={100}
          {...form.getInputProps('services')}
        />
        <Checkbox
          label={t('settings.plans.hasPriceList')}
          description={t('settings.plans.hasPriceListHint')}
          {...form.getInputProps('hasPriceList', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}

function Renewal({ form, errorOf, settings }: Part & { settings: Settings }) {
  const { t } = useTranslation();
  const span = useSpan();
  const { automaticRenewal, hasNotice, notice } = form.values;
  return (
    <Fieldset legend={t('settings.plans.renewal')}>
      <Stack gap="sm">
        <Switch
          label={t('settings.plans.automaticRenewal')}
          description={t('settings.plans.automaticRenewalHint')}
          checked={automaticRenewal}
          onChange={({ currentTarget: { checked } }) =>
            // What excludes each other is never left standing together.
            form.setValues(
              checked
                ? { automaticRenewal: true, portalRenewal: false }
                : { automaticRenewal: false, portalCancellation: false },
            )
          }
          error={errorOf('automaticRenewal')}
        />
        <Checkbox
          label={t('settings.plans.ownNotice')}
          description={t('settings.plans.ownNoticeHint', { notice: span(settings.defaultNotice) })}
          {...form.getInputProps('hasNotice', { type: 'checkbox' })}
        />
        {hasNotice && (
          <SpanInput
            label={t('settings.plans.notice')}
            description={t('settings.plans.noticeHint')}
            units={NOTICES}
            value={notice}
            onChange={(value) => form.setFieldValue('notice', value)}
            error={errorOf('notice')}
          />
        )}
        <Switch
          label={t('settings.plans.portalCancellation')}
          description={t(
            automaticRenewal ? 'settings.plans.portalCancellationHint' : 'settings.plans.portalCancellationNeeds',
          )}
          disabled={!automaticRenewal}
          {...form.getInputProps('portalCancellation', { type: 'checkbox' })}
          error={errorOf('portalCancellation')}
        />
        <Switch
          label={t('settings.plans.portalRenewal')}
          description={t(
            automaticRenewal ? 'settings.plans.portalRenewalExcluded' : 'settings.plans.portalRenewalHint',
          )}
          disabled={automaticRenewal}
          {...form.getInputProps('portalRenewal', { type: 'checkbox' })}
          error={errorOf('portalRenewal')}
        />
      </Stack>
    </Fieldset>
  );
}

function RenewalTerms({ form, errorOf }: Part) {
  const { t } = useTranslation();
  const { hasPriceList, paymentKind, changesPrice, changesDuration, changesServices, renewalDuration } = form.values;
  const isRolling = paymentKind === 'rolling';
  return (
    <Fieldset legend={t('settings.plans.renewalTerms')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(hasPriceList ? 'settings.plans.renewalTermsExcluded' : 'settings.plans.renewalTermsHint')}
        </Text>
        {!hasPriceList && (
          <>
            <Checkbox
              label={t('settings.plans.changesPrice')}
              {...form.getInputProps('changesPrice', { type: 'checkbox' })}
            />
            {changesPrice && (
              <AmountInput
                form={form}
                field="renewalPrice"
                label={t('settings.plans.renewalPrice')}
                error={errorOf('renewalPrice')}
              />
            )}
            {!isRolling && (
              <Checkbox
                label={t('settings.plans.changesDuration')}
                {...form.getInputProps('changesDuration', { type: 'checkbox' })}
              />
            )}
            {changesDuration && !isRolling && (
              <SpanInput
                label={t('settings.plans.renewalDuration')}
                units={DURATIONS}
                min={1}
                value={renewalDuration}
                onChange={(value) => form.setFieldValue('renewalDuration', value)}
                error={errorOf('renewalDuration')}
              />
            )}
            <Checkbox
              label={t('settings.plans.changesServices')}
              {...form.getInputProps('changesServices', { type: 'checkbox' })}
            />
            {changesServices && (
              <TagsInput
                label={t('settings.plans.renewalServices')}
                maxTags={100}
                {...form.getInputProps('renewalServices')}
              />
            )}
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

/** The profile that its cancellation requests are measured by (003: Informe o Perfil de Cancelamento). */
function Cancellation({ form, errorOf }: Part) {
  const { t } = useTranslation();
  const profiles = useAll<CancellationProfile>('/api/cancellation-profiles').data ?? [];
  const standard = profiles.find(({ isDefault }) => isDefault);
  const chosen = form.values.cancellationProfileId;
  return (
    <Fieldset legend={t('deskSettings.plan.legend')}>
      <Select
        label={t('requesting.profile')}
        description={t('deskSettings.plan.hint')}
        placeholder={
          standard ? t('deskSettings.plan.defaultOf', { title: standard.title }) : t('deskSettings.plan.default')
        }
        clearable
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
        data={profiles
          .filter(({ id, retired }) => !retired || id === chosen)
          .map(({ id, title }) => ({ value: id, label: title }))}
        {...form.getInputProps('cancellationProfileId')}
        error={errorOf('cancellationProfileId')}
      />
    </Fieldset>
  );
}
