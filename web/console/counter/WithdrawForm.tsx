import { Checkbox, Fieldset, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXTRAORDINARY_REASONS } from '../../../src/domain/withdrawal.ts';
import { type ApiError, api, errorsOf } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Problem } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import type { Customer, Multipack, TaskType, WithdrawalPreviewed } from '../../shared/types.ts';
import { AssigneeSelect } from '../customers/task.tsx';
import { FileField } from '../files/FileField.tsx';
import { useFate } from '../customers/renewals.ts';
import { Choices, FormButtons, multipackRefused, NotesField, TypeField } from './parts.tsx';
import type { Extraordinary, Withdrawal } from './withdrawal.ts';

interface FormProps {
  customer: Customer;
  types: TaskType[];
  type: TaskType | undefined;
  /** What may be chosen or says why it cannot. */
  listed: Multipack[];
  values: Withdrawal;
  set: (edit: Partial<Withdrawal>) => void;
  mayExtraordinary: boolean;
  refusal: ApiError | null;
  next: (multipackIds: string[]) => void;
}

export function WithdrawForm({ customer, types, type, listed, values, set, refusal, next, ...may }: FormProps) {
  const { t } = useTranslation();
  const fate = useFate();
  const [isTold, tell] = useState(false);
  const { lastDay, notes, assigneeId, dueOn, extraordinary, file } = values;
  const reasons = useReasons(customer, listed, values);
  const chosen = listed.filter(({ id }) => values.multipackIds.includes(id) && !reasons.has(id));
  const chosenIds = chosen.map(({ id }) => id);
  const day = useLastDay(chosen, lastDay);
  const errors = errorsOf(refusal);
  const refusedId = multipackRefused(refusal);
  const reasonMissing = extraordinary.isOn && extraordinary.reason === null;
  const fileMissing = extraordinary.isOn && file === null;
  const [isSending, setSending] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tell(true);
    const isComplete = type && chosen.length > 0 && day.error === undefined && !reasonMissing && !fileMissing;
    if (isComplete && !isSending) next(chosenIds);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t('counter.withdraw.intro')}</Text>
        {refusal && refusedId === undefined && Object.keys(errors).length === 0 && <Problem error={refusal} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TypeField
            types={types}
            value={type}
            onChange={(id) => set({ taskTypeId: id })}
            error={errors['taskTypeId'] ?? (isTold && !type ? t('counter.chooseType') : undefined)}
          />
          <DateField
            label={t('counter.withdraw.lastDay')}
            required
            value={lastDay}
            onChange={(date) => set({ lastDay: date })}
            minDate={day.from}
            maxDate={day.to}
            error={errors['lastDay'] ?? (isTold || (lastDay !== null && chosen.length > 0) ? day.error : undefined)}
          />
        </SimpleGrid>
        {lastDay !== null && <DayHint lastDay={lastDay} />}
        <Choices
          label={t('counter.withdraw.which')}
          choices={listed.map((multipack) => ({
            multipack,
            standing: fate(multipack, customer.today),
            hindrance: reasons.get(multipack.id) ?? null,
            refusal: multipack.id === refusedId ? refusal?.message : undefined,
          }))}
          value={chosenIds}
          onChange={(multipackIds) => set({ multipackIds })}
          error={isTold && chosen.length === 0 ? t('counter.chooseOne') : undefined}
        />
        {may.mayExtraordinary && (
          <ExtraordinaryFields
            value={extraordinary}
            onChange={(edit) => set({ extraordinary: { ...extraordinary, ...edit } })}
            error={isTold && reasonMissing ? t('counter.withdraw.reasonMissing') : undefined}
          />
        )}
        <FileField
          customerId={customer.id}
          value={file}
          onChange={(stored) => set({ file: stored })}
          onBusy={setSending}
          label={t(extraordinary.isOn ? 'counter.withdraw.proof' : 'counter.withdraw.letterFile')}
          required={extraordinary.isOn}
          error={errors['fileId'] ?? (isTold && fileMissing ? t('counter.withdraw.proofMissing') : undefined)}
        />
        <NotesField
          value={notes}
          onChange={(text) => set({ notes: text })}
          description={t('counter.withdraw.notesHint')}
          error={errors['notes']}
        />
        {type?.visibleInAgenda && (
          <Fieldset legend={t('counter.withdraw.agenda')}>
            <Text size="sm" c="dimmed" mb="xs">
              {t('counter.withdraw.agendaHint')}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <AssigneeSelect
                value={assigneeId}
                onChange={(id) => set({ assigneeId: id })}
                error={errors['assigneeId']}
              />
              <DateField
                label={t('customers.crm.dueOn')}
                clearable
                clearButtonProps={{ 'aria-label': t('customers.clear') }}
                value={dueOn}
                onChange={(date) => set({ dueOn: date })}
                error={errors['dueOn']}
              />
            </SimpleGrid>
          </Fieldset>
        )}
        <FormButtons customerId={customer.id} isDisabled={isSending} />
      </Stack>
    </form>
  );
}

/** What the day means for what falls due on it (001). */
function DayHint({ lastDay }: { lastDay: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="sm" role="status">
      {t('counter.withdraw.lastDayHint', { date: format.inWords(lastDay), next: format.inWords(addDays(lastDay, 1)) })}
    </Text>
  );
}

/** The days within the validity of all that is chosen, and what is wrong with the one that is given. */
function useLastDay(chosen: Multipack[], lastDay: string | null) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = chosen
    .map(({ validFrom }) => validFrom)
    .toSorted()
    .at(-1);
  const to = chosen.map(({ validTo }) => validTo).toSorted()[0];
  const error = () => {
    if (from !== undefined && to !== undefined && from > to) return t('counter.withdraw.lastDayNone');
    if (lastDay === null) return t('counter.withdraw.lastDayMissing');
    if (from === undefined || to === undefined || (lastDay >= from && lastDay <= to)) return undefined;
    return t('counter.withdraw.lastDayRange', { from: format.inWords(from), to: format.inWords(to) });
  };
  return { from, to, error: error() };
}

/** As many as one question may name. */
const AT_ONCE = 50;

/** Why one cannot be withdrawn, whatever the day, in the server’s words; by the multipack’s id. */
function useReasons(customer: Customer, listed: Multipack[], { lastDay, extraordinary }: Withdrawal) {
  const path = `/api/customers/${customer.id}/withdraw/preview`;
  const ids = listed.map(({ id }) => id);
  const reason = extraordinary.isOn ? (extraordinary.reason ?? EXTRAORDINARY_REASONS[0]) : undefined;
  const asked = { lastDay: lastDay ?? customer.today, ...(reason && { extraordinary: { reason } }) };
  const found = useQuery({
    queryKey: [path, { ...asked, multipackIds: ids, reasons: true }],
    queryFn: async ({ signal }) => {
      const items: WithdrawalPreviewed['items'] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const body = { ...asked, multipackIds: ids.slice(at, at + AT_ONCE) };
        items.push(...(await api<WithdrawalPreviewed>('POST', path, { body, signal })).items);
      }
      return items;
    },
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return new Map(
    (found.data ?? [])
      // The day can still be changed.
      .filter((item) => item.reason !== null && item.reason !== 'withdrawal_date')
      .map(({ multipack, detail }) => [multipack.id, detail]),
  );
}

function ExtraordinaryFields({
  value,
  onChange,
  error,
}: {
  value: Extraordinary;
  onChange: (edit: Partial<Extraordinary>) => void;
  error: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Checkbox
        label={t('counter.withdraw.extraordinary')}
        description={t('counter.withdraw.extraordinaryHint')}
        checked={value.isOn}
        onChange={({ currentTarget }) => onChange({ isOn: currentTarget.checked })}
      />
      {value.isOn && (
        <Radio.Group
          pl={32}
          label={t('counter.withdraw.reason')}
          required
          value={value.reason}
          onChange={(reason) => onChange({ reason })}
          error={error}
        >
          <Stack gap="xs" my="xs">
            {EXTRAORDINARY_REASONS.map((reason) => (
              <Radio key={reason} value={reason} label={t(`counter.withdraw.reasons.${reason}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
