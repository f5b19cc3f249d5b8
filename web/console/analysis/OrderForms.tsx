import { Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm, useSave } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail, Multipack, ServiceOrder, User } from '../../shared/types.ts';
import { Appointment, instantsOf, NO_SLOT, type Slot, slotOf } from './Appointment.tsx';
import { useAnalysis } from './place.ts';
import { todayOf, withinOf } from './request.ts';

interface NewValues {
  kind: string;
  description: string;
  multipackId: string | null;
  assigneeId: string | null;
  slot: Slot;
}

interface NewProps {
  request: CancellationRequestDetail;
  close: () => void;
}

/** Times of an appointment are refused below its name or by a code of their own. */
const toField = (path: string): string => (/^(scheduled|from|to)\b/.test(path) ? 'slot' : path);
const ofSlot = (code: string | undefined): boolean => code === 'schedule_in_past';

/** A service order, with an appointment or without (003). */
export function NewOrder({ request, close }: NewProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const { go } = useAnalysis();
  const { customer, timeZone } = request;
  const [isScheduled, schedule] = useState(false);
  const form = useForm<NewValues>({
    initialValues: {
      kind: '',
      description: '',
      multipackId: request.ended.id,
      assigneeId: null,
      slot: NO_SLOT,
    },
    validate: {
      kind: (kind) => (kind.trim() === '' ? t('common.required') : null),
      description: (description) => (description.trim() === '' ? t('common.required') : null),
      slot: (slot) => (isScheduled && instantsOf(slot, timeZone) === null ? t('analysis.orders.chooseDay') : null),
    },
  });
  const act = useAct<ServiceOrder>();
  const { save, end } = useSave(
    act,
    form,
    (order) => {
      toast.done(t('analysis.orders.created', { code: order.code }));
      close();
      go({ orderId: order.id });
    },
    toField,
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ kind, description, multipackId, assigneeId, slot }) =>
        save({
          path: '/api/service-orders',
          body: {
            customerId: customer.id,
            kind,
            description,
            ...(multipackId && { multipackId }),
            ...(assigneeId && { assigneeId }),
            ...(isScheduled && { scheduled: instantsOf(slot, timeZone) }),
            ...withinOf(request),
          },
        }),
      )}
    >
      <Stack gap="sm">
        <Fields form={form} customerId={customer.id} />
        <Switch
          label={t('analysis.orders.withAppointment')}
          checked={isScheduled}
          onChange={({ currentTarget }) => schedule(currentTarget.checked)}
        />
        {isScheduled && (
          <Appointment
            value={form.values.slot}
            onChange={(slot) => form.setFieldValue('slot', slot)}
            today={todayOf(request)}
            timeZone={timeZone}
            error={slotError(form.errors['slot'], act.error)}
          />
        )}
        <FormEnd {...end} submit={t('analysis.orders.create')} close={close} />
      </Stack>
    </form>
  );
}

const slotError = (atField: unknown, refusal: { code: string; message: string } | null): string | undefined =>
  typeof atField === 'string' ? atField : refusal && ofSlot(refusal.code) ? refusal.message : undefined;

/** What the fields below take of a form. */
interface OrderFields {
  getInputProps: (field: 'kind' | 'description' | 'multipackId' | 'assigneeId') => object;
}

function Fields({ form, customerId }: { form: OrderFields; customerId: string }) {
  const { t } = useTranslation();
  const multipacks = useAll<Multipack>(`/api/customers/${customerId}/multipacks`);
  return (
    <>
      <TextInput
        label={t('analysis.orders.kind')}
        placeholder={t('analysis.orders.kindHint')}
        required
        maxLength={120}
        data-autofocus
        {...form.getInputProps('kind')}
      />
      <Textarea
        label={t('analysis.orders.description')}
        required
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        {...form.getInputProps('description')}
      />
      <Select
        label={t('multipacks.multipack')}
        clearable
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
        data={multipacks.data?.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` })) ?? []}
        {...form.getInputProps('multipackId')}
      />
      <Assignee {...form.getInputProps('assigneeId')} />
    </>
  );
}

function Assignee(props: object) {
  const { t } = useTranslation();
  const users = useAll<User>('/api/users', { active: true });
  return (
    <Select
      label={t('analysis.orders.assignee')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      placeholder={t('analysis.orders.nobody')}
      data={users.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      {...props}
    />
  );
}

interface OrderProps {
  order: ServiceOrder;
  request: CancellationRequestDetail;
  close: () => void;
}

export function EditOrder({ order, request, close }: OrderProps) {
  const { form, send, end } = useRecordForm({
    path: '/api/service-orders',
    of: order,
    initialValues: {
      kind: order.kind,
      description: order.description,
      multipackId: order.multipack?.id ?? null,
      assigneeId: order.assignee?.id ?? null,
    },
    onSaved: close,
  });
  return (
    <form noValidate onSubmit={sending(() => send({ ...form.values, ...withinOf(request) }))}>
      <Stack gap="sm">
        <Fields form={form} customerId={order.customer.id} />
        <FormEnd {...end} close={close} />
      </Stack>
    </form>
  );
}

/** Its appointment, or another one. */
export function ScheduleOrder({ order, request, close }: OrderProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const { id, code, timeZone, scheduled } = order;
  const form = useForm({
    initialValues: {
      slot: scheduled ? slotOf(scheduled, timeZone) : NO_SLOT,
      assigneeId: order.assignee?.id ?? null,
    },
    validate: {
      slot: (slot) => (instantsOf(slot, timeZone) === null ? t('analysis.orders.chooseDay') : null),
    },
  });
  const act = useAct<ServiceOrder>();
  const { save, end } = useSave(
    act,
    form,
    () => {
      toast.done(t('analysis.orders.scheduled', { code }));
      close();
    },
    toField,
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ slot, assigneeId }) =>
        save({
          path: `/api/service-orders/${id}/schedule`,
          body: { ...instantsOf(slot, timeZone), ...(assigneeId && { assigneeId }), ...withinOf(request) },
        }),
      )}
    >
      <Stack gap="sm">
        <Appointment
          value={form.values.slot}
          onChange={(slot) => form.setFieldValue('slot', slot)}
          today={todayOf(request)}
          timeZone={timeZone}
          error={slotError(form.errors['slot'], act.error)}
        />
        <Assignee {...form.getInputProps('assigneeId')} />
        <FormEnd {...end} submit={t('analysis.orders.schedule')} close={close} />
      </Stack>
    </form>
  );
}

/** That the work is done, or is called off, and what there is to say about it; neither is taken back. */
export function ConcludeOrder({ order: { id, code }, request, close, verb }: OrderProps & { verb: 'done' | 'cancel' }) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({
    initialValues: { conclusion: '' },
    validate: { conclusion: (text) => (text.trim() === '' ? t('common.required') : null) },
  });
  const { save, end } = useSave(useAct<ServiceOrder>(), form, () => {
    toast.done(t(`analysis.orders.concluded.${verb}`, { code }));
    close();
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((body) =>
        save({ path: `/api/service-orders/${id}/${verb}`, body: { ...body, ...withinOf(request) } }),
      )}
    >
      <Stack gap="sm">
        <Text size="sm">{t('analysis.orders.final')}</Text>
        <Textarea
          label={t(`analysis.orders.conclusion.${verb}`)}
          required
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          data-autofocus
          {...form.getInputProps('conclusion')}
        />
        <FormEnd {...end} submit={t(`analysis.orders.${verb}`)} close={close} />
      </Stack>
    </form>
  );
}
