import { Button, Divider, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantAt, localDateOf } from '../../../src/domain/dates.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { addDays } from '../../shared/format.ts';
import { FormEnd, sending, useRecordForm, useSave } from '../../shared/form.tsx';
import { useAct, useAll, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type {
  CancellationRequestDetail,
  Connection,
  ConnectionException,
  Multipack,
  Nas,
  NetworkCommand,
} from '../../shared/types.ts';
import { LastWord } from './LastWord.tsx';
import { Rows } from './parts.tsx';
import { todayOf, withinOf } from './request.ts';

interface Props {
  connection: Connection;
  request: CancellationRequestDetail;
  close: () => void;
}

function Dialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      {children}
    </Modal>
  );
}

/** Reduced or blocked, for a reason. */
export function Restrict({ connection: { id, username }, request, close, verb }: Props & { verb: 'reduce' | 'block' }) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() === '' ? t('common.required') : null) },
  });
  const { save, end } = useSave(useAct<Connection>(), form, () => {
    toast.done(
      t(verb === 'reduce' ? 'analysis.connections.doneReduce' : 'analysis.connections.doneBlock', { username }),
    );
    close();
  });
  return (
    <Dialog title={`${t(`analysis.connections.${verb}`)} · ${username}`} close={close}>
      <form
        noValidate
        onSubmit={form.onSubmit((body) =>
          save({ path: `/api/connections/${id}/${verb}`, body: { ...body, ...withinOf(request) } }),
        )}
      >
        <Stack gap="sm">
          <Textarea
            label={t('multipacks.reason')}
            required
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <FormEnd {...end} submit={t(`analysis.connections.${verb}`)} close={close} />
        </Stack>
      </form>
    </Dialog>
  );
}

/** Ends the session now; the customer may come back at once, so that nothing is lost by it but what was under way. */
export function Disconnect({ connection: { id, username, network }, request, close }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({ initialValues: {} });
  const { save, end } = useSave(useAct<Connection>(), form, () => {
    toast.done(t('analysis.connections.doneDisconnect', { username }));
    close();
  });
  return (
    <Dialog title={`${t('analysis.connections.disconnect')} · ${username}`} close={close}>
      <form
        noValidate
        onSubmit={sending(() => save({ path: `/api/connections/${id}/disconnect`, body: withinOf(request) }))}
      >
        <Stack gap="sm">
          <Text size="sm">{t('analysis.connections.disconnectHint')}</Text>
          {!network.isConfigured && <Text size="sm">{t('analysis.connections.noEquipment')}</Text>}
          <FormEnd {...end} submit={t('analysis.connections.disconnect')} close={close} />
        </Stack>
      </form>
    </Dialog>
  );
}

/** Until the end of a day no block takes effect; one at a time (003). */
export function Exceptions({ connection, request, close }: Props) {
  const { t } = useTranslation();
  const { id, username, exception, timeZone } = connection;
  const exceptions = usePages<ConnectionException>(`/api/connections/${id}/exceptions`);
  const past = { ...exceptions, items: exceptions.items.filter((each) => each.id !== exception?.id) };
  return (
    <Dialog title={`${t('analysis.connections.exceptions')} · ${username}`} close={close}>
      <Stack gap="md">
        <Text size="sm">{t('analysis.connections.exceptionsHint')}</Text>
        {exception ? (
          <Running key={exception.version} exception={exception} connection={connection} request={request} />
        ) : (
          <NewException connection={connection} request={request} />
        )}
        <Divider label={t('analysis.connections.pastExceptions')} labelPosition="left" />
        <Rows of={past} none={t('analysis.connections.noException')}>
          {(each) => (
            <>
              <Text size="sm">{each.reason}</Text>
              <Text size="xs" c="dimmed" component="div">
                <Moment at={each.createdAt} timeZone={timeZone} /> –{' '}
                <Moment at={each.endedAt ?? each.until} timeZone={timeZone} /> · {each.author.name}
              </Text>
            </>
          )}
        </Rows>
      </Stack>
    </Dialog>
  );
}

/** Through that day on the clocks of the branch. */
const endOf = (day: string, timeZone: string): string => instantAt(addDays(day, 1), '00:00', timeZone).toISOString();
/** The day that an exception still holds on: one that ends at midnight ended with the day before. */
const lastDayOf = (until: string, timeZone: string): string => localDateOf(new Date(Date.parse(until) - 1), timeZone);

const REFUSED_AT = { exception_past: 'day' } as const;

interface ExceptionFieldsProps {
  initial: { day: string | null; reason: string };
  submit: string;
  request: CancellationRequestDetail;
  path: string;
  version?: number;
  body: (values: { until: string; reason: string }) => object;
  timeZone: string;
}

function ExceptionForm({ initial, submit, request, path, version, body, timeZone }: ExceptionFieldsProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({
    initialValues: initial,
    validate: {
      day: (day) => (day === null ? t('common.required') : null),
      reason: (reason) => (reason.trim() === '' ? t('common.required') : null),
    },
  });
  const act = useAct<Connection>();
  const { save, end } = useSave(
    act,
    form,
    () => toast.done(t('common.saved')),
    (field) => (field === 'until' ? 'day' : field),
  );
  const isDayRefused = act.error !== null && act.error.code in REFUSED_AT;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ day, reason }) =>
        save({
          path,
          ...(version === undefined ? {} : { method: 'PATCH', version }),
          body: body({ until: endOf(day!, timeZone), reason }),
        }),
      )}
    >
      <Stack gap="sm">
        <DateField
          label={t('analysis.connections.until')}
          description={t('analysis.connections.untilHint')}
          required
          maw={280}
          minDate={todayOf(request)}
          value={form.values.day}
          onChange={(day) => form.setFieldValue('day', day)}
          error={form.errors['day'] ?? (isDayRefused ? act.error?.message : undefined)}
        />
        <TextInput label={t('multipacks.reason')} required maxLength={500} {...form.getInputProps('reason')} />
        <FormEnd {...end} submit={submit} />
      </Stack>
    </form>
  );
}

type ExceptionProps = Pick<Props, 'connection' | 'request'>;

function NewException({ connection: { id, timeZone, state }, request }: ExceptionProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      {state === 'blocked' && <Text size="sm">{t('analysis.connections.exceptionUnblocks')}</Text>}
      <ExceptionForm
        initial={{ day: null, reason: '' }}
        submit={t('analysis.connections.addException')}
        request={request}
        path={`/api/connections/${id}/exceptions`}
        body={(values) => ({ ...values, ...withinOf(request) })}
        timeZone={timeZone}
      />
    </Stack>
  );
}

function Running({
  exception,
  connection: { id, timeZone },
  request,
}: ExceptionProps & { exception: ConnectionException }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<Connection>();
  const [isEnding, setEnding] = useState(false);
  const path = `/api/connections/${id}/exceptions/${exception.id}`;
  const end = async () => {
    setEnding(true);
    try {
      await act.mutateAsync({ path: `${path}/end`, body: withinOf(request) });
      toast.done(t('analysis.connections.exceptionEnded'));
    } catch (error) {
      toast.failed(error);
    }
    setEnding(false);
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={500} component="div">
          {t('analysis.connections.excepted', { reason: exception.reason })}{' '}
          <Moment at={exception.until} timeZone={timeZone} />
        </Text>
        <Button size="xs" variant="default" loading={isEnding} onClick={() => void end()}>
          {t('analysis.connections.endException')}
        </Button>
      </Group>
      <ExceptionForm
        initial={{ day: lastDayOf(exception.until, timeZone), reason: exception.reason }}
        submit={t('common.save')}
        request={request}
        path={path}
        version={exception.version}
        body={(values) => ({ ...values, ...withinOf(request) })}
        timeZone={timeZone}
      />
    </Stack>
  );
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What is known of a connection, or of a new one; the equipment learns of it with the next change. */
export function EditConnection({ connection, request, close }: Partial<Props> & Omit<Props, 'connection'>) {
  const { t } = useTranslation();
  const { customer, branch } = request;
  const multipacks = useAll<Multipack>(`/api/customers/${customer.id}/multipacks`);
  const equipment = useAll<Nas>('/api/nas', { branchId: connection?.branchId ?? branch.id });
  const { form, send, end } = useRecordForm({
    path: '/api/connections',
    of: connection,
    initialValues: {
      username: connection?.username ?? '',
      service: connection?.service ?? '',
      framedIp: connection?.framedIp ?? '',
      sessionId: connection?.sessionId ?? '',
      callingStation: connection?.callingStation ?? '',
      multipackId: connection ? (connection.multipack?.id ?? null) : request.ended.id,
      nasId: connection?.nas?.id ?? null,
    },
    onSaved: close,
  });
  const submit = () => {
    const { framedIp, sessionId, callingStation, multipackId, nasId, ...values } = form.values;
    const session = {
      framedIp: orNull(framedIp),
      sessionId: orNull(sessionId),
      callingStation: orNull(callingStation),
    };
    const within = withinOf(request);
    if (connection) return send({ ...values, multipackId, nasId, ...session, ...within });
    const given = Object.entries({ multipackId, nasId, ...session }).filter(([, value]) => value !== null);
    return send({ customerId: customer.id, ...values, ...Object.fromEntries(given), ...within });
  };
  const clear = { clearable: true, clearButtonProps: { 'aria-label': t('customers.clear') } };
  return (
    <Dialog
      title={connection ? `${t('analysis.connections.edit')} · ${connection.username}` : t('analysis.connections.new')}
      close={close}
    >
      <form noValidate onSubmit={sending(submit)}>
        <Stack gap="sm">
          {connection && <Text size="sm">{t('analysis.connections.editHint')}</Text>}
          <TextInput
            label={t('analysis.connections.username')}
            required
            maxLength={120}
            data-autofocus
            {...form.getInputProps('username')}
          />
          <TextInput
            label={t('analysis.connections.service')}
            required
            maxLength={200}
            {...form.getInputProps('service')}
          />
          <Select
            label={t('multipacks.multipack')}
            {...clear}
            data={multipacks.data?.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` })) ?? []}
            {...form.getInputProps('multipackId')}
          />
          <Select
            label={t('analysis.connections.equipment')}
            {...clear}
            data={
              equipment.data
                ?.filter(({ id, retired }) => !retired || id === connection?.nas?.id)
                .map(({ id, name }) => ({ value: id, label: name })) ?? []
            }
            {...form.getInputProps('nasId')}
          />
          <TextInput label={t('analysis.connections.address')} {...form.getInputProps('framedIp')} />
          <TextInput label={t('analysis.connections.session')} maxLength={200} {...form.getInputProps('sessionId')} />
          <TextInput
            label={t('analysis.connections.station')}
            maxLength={120}
            {...form.getInputProps('callingStation')}
          />
          <FormEnd {...end} close={close} />
        </Stack>
      </form>
    </Dialog>
  );
}

/** What the equipment was told and answered, the newest first. */
export function Answers({ connection: { id, username, timeZone }, close }: Props) {
  const { t } = useTranslation();
  const commands = usePages<NetworkCommand>(`/api/connections/${id}/commands`);
  return (
    <Dialog title={`${t('analysis.connections.answers')} · ${username}`} close={close}>
      <Rows of={commands} none={t('analysis.connections.noAnswers')}>
        {(command) => (
          <>
            <LastWord command={command} timeZone={timeZone} />
            <Text size="xs" c="dimmed">
              {command.author.name}
            </Text>
          </>
        )}
      </Rows>
    </Dialog>
  );
}
