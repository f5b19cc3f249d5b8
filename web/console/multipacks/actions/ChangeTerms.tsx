import { Alert, Fieldset, Select, Stack, Switch, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { deadlineOf } from '../../../../src/domain/notice.ts';
import { MAX_DURATION, MAX_NOTICE } from '../../../../src/domain/terms.ts';
import type { ChangeTerms as Changes } from '../../../../src/schemas/multipacks.ts';
import { refusalAt } from '../../../shared/api.ts';
import { MoneyInput, SpanInput } from '../../../shared/components/Inputs.tsx';
import { useFormat } from '../../../shared/format.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail } from '../../../shared/types.ts';
import { usePermission } from '../../shell/session.ts';
import { deadlineOn } from '../standing.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

type Fields = Required<Omit<z.input<typeof Changes>, 'requestId'>>;
const METHODS = ['cash', 'transfer', 'card', 'sepa', 'recurring_card'] as const;
const NOTICE_UNITS = ['day', 'week', 'month'] as const;

const fieldsOf = ({ terms }: MultipackDetail): Fields => ({
  notice: terms.notice,
  automaticRenewal: terms.automaticRenewal,
  portalCancellation: terms.portalCancellation,
  portalRenewal: terms.portalRenewal,
  renewalTerms: terms.renewalTerms && renewalFields(terms.renewalTerms),
  services: terms.services,
  paymentMethod: terms.paymentMethod,
});

/** Of another plan that was agreed on, its name and payment are not changed here. */
const renewalFields = ({ price, duration, services }: NonNullable<MultipackDetail['terms']['renewalTerms']>) => ({
  price,
  duration,
  services,
});

/** Those fields of `after` that differ, with the values of `of`. */
function differing(before: Fields, after: Fields, of: Fields): Partial<Fields> {
  const names = Object.keys(after) as (keyof Fields)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, of[name]]));
}

/** Changes the terms of one sold multipack; the price changes only from the renewal on (002). */
export function ChangeTerms({ multipack, requestId, close }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const act = useMultipackAct(multipack.id, requestId);
  const attempt = useTry(multipack.id, requestId);
  const [before] = useState(() => fieldsOf(multipack));
  const [fields, setFields] = useState(before);
  const set = (some: Partial<Fields>) => setFields((now) => ({ ...now, ...some }));
  const changes = differing(before, fields, fields);
  const { renewalTerms } = fields;
  const setRenewalTerms = (some: NonNullable<Fields['renewalTerms']>) => {
    const all = Object.entries({ ...renewalTerms, ...some }).filter(([, value]) => value !== undefined);
    set({ renewalTerms: Object.fromEntries(all) });
  };

  const send = async () => {
    await act.send('change-terms', changes);
    const undo = () => attempt('change-terms', differing(before, fields, before));
    toast.done(t('multipacks.changing.done', { name: multipack.name }), undo);
    close();
  };
  return (
    <ActDialog
      title={t('multipacks.actions.terms')}
      close={close}
      submit={t('common.save')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={Object.keys(changes).length === 0}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('multipacks.changing.hint')}</Text>
      <Switch
        label={t('multipacks.automaticRenewal')}
        checked={fields.automaticRenewal}
        onChange={({ currentTarget }) => set({ automaticRenewal: currentTarget.checked })}
        error={refusalAt(act.error, 'automaticRenewal')}
      />
      <SpanInput
        label={t('multipacks.notice')}
        description={t('multipacks.changing.noticeHint')}
        value={fields.notice}
        units={NOTICE_UNITS}
        max={fields.notice.unit === 'year' ? 0 : MAX_NOTICE[fields.notice.unit]}
        onChange={(notice) => set({ notice })}
        error={refusalAt(act.error, 'notice')}
      />
      <DeadlineWarning multipack={multipack} fields={fields} />
      <Switch
        label={t('multipacks.fields.portalCancellation')}
        checked={fields.portalCancellation}
        onChange={({ currentTarget }) => set({ portalCancellation: currentTarget.checked })}
        error={refusalAt(act.error, 'portalCancellation')}
      />
      <Switch
        label={t('multipacks.fields.portalRenewal')}
        checked={fields.portalRenewal}
        onChange={({ currentTarget }) => set({ portalRenewal: currentTarget.checked })}
        error={refusalAt(act.error, 'portalRenewal')}
      />
      <Select
        label={t('multipacks.method')}
        allowDeselect={false}
        data={METHODS.map((method) => ({ value: method, label: t(`paymentMethods.${method}`) }))}
        value={fields.paymentMethod}
        onChange={(paymentMethod) => paymentMethod && set({ paymentMethod })}
        error={refusalAt(act.error, 'paymentMethod')}
      />
      <TagsInput
        label={t('multipacks.services')}
        description={t('multipacks.changing.servicesHint')}
        value={fields.services}
        onChange={(services) => set({ services })}
        error={refusalAt(act.error, 'services')}
      />
      <Fieldset legend={t('multipacks.renewalTerms')}>
        <Stack gap="sm">
          <Switch
            label={t('multipacks.changing.otherTerms')}
            checked={renewalTerms !== null}
            onChange={({ currentTarget }) => set({ renewalTerms: currentTarget.checked ? {} : null })}
            error={refusalAt(act.error, 'renewalTerms')}
          />
          {renewalTerms && (
            <>
              <MoneyInput
                label={t('multipacks.price')}
                description={t('multipacks.changing.priceNow', { amount: format.money(multipack.price) })}
                currency={multipack.price.currency}
                value={renewalTerms.price ?? null}
                onChange={(price) => setRenewalTerms({ price: price ?? undefined })}
                error={refusalAt(act.error, 'renewalTerms.price')}
              />
              <Switch
                label={t('multipacks.changing.otherDuration')}
                checked={renewalTerms.duration !== undefined}
                onChange={({ currentTarget }) =>
                  setRenewalTerms({ duration: currentTarget.checked ? multipack.terms.duration : undefined })
                }
              />
              {renewalTerms.duration && (
                <SpanInput
                  label={t('multipacks.duration')}
                  min={1}
                  max={MAX_DURATION[renewalTerms.duration.unit]}
                  value={renewalTerms.duration}
                  onChange={(duration) => setRenewalTerms({ duration })}
                  error={refusalAt(act.error, 'renewalTerms.duration')}
                />
              )}
              <Switch
                label={t('multipacks.changing.otherServices')}
                checked={renewalTerms.services !== undefined}
                onChange={({ currentTarget }) =>
                  setRenewalTerms({ services: currentTarget.checked ? multipack.terms.services : undefined })
                }
              />
              {renewalTerms.services && (
                <TagsInput
                  label={t('multipacks.services')}
                  value={renewalTerms.services}
                  onChange={(services) => setRenewalTerms({ services })}
                  error={refusalAt(act.error, 'renewalTerms.services')}
                />
              )}
            </>
          )}
        </Stack>
      </Fieldset>
    </ActDialog>
  );
}

/** Where the deadline comes to lie, and what the server will not take. */
function DeadlineWarning({ multipack, fields }: { multipack: MultipackDetail; fields: Fields }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayForce = usePermission('force_renewal_cancellation');
  const { today, terms, renewalState } = multipack;
  const { notice, automaticRenewal } = fields;
  if (notice.unit !== 'year' && notice.amount > MAX_NOTICE[notice.unit]) return null;
  const before = deadlineOn(multipack, today);
  const after = deadlineOn({ ...multipack, deadline: deadlineOf(multipack.validTo, notice) }, today);
  const values = { before: format.inWords(before), after: format.inWords(after) };
  const isTooLate = automaticRenewal && after < today && (!terms.automaticRenewal || before >= today);
  const isForced = renewalState === 'will_renew' && before < today && !(automaticRenewal && after < today);
  if (isTooLate) return <Warning>{t('multipacks.changing.tooLate', values)}</Warning>;
  if (isForced && (after !== before || !automaticRenewal)) {
    return <Warning>{t(mayForce ? 'multipacks.changing.forced' : 'multipacks.changing.notForced', values)}</Warning>;
  }
  if (!automaticRenewal || after === before) return null;
  return (
    <Text size="sm" role="status">
      {t('multipacks.freezing.newDeadline', values)}
    </Text>
  );
}

const Warning = ({ children }: { children: string }) => (
  <Alert color="orange" variant="light" p="sm" role="status">
    {children}
  </Alert>
);
