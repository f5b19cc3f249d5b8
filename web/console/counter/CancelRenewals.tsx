import { Anchor, Button, Group, List, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type ApiError, errorsOf } from '../../shared/api.ts';
import { Facts } from '../../shared/components/Facts.tsx';
import { Answer, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { getOptions, useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Cancellable, Customer, MultipackDetail, RenewalsCancelled, TaskType } from '../../shared/types.ts';
import { isOver, useFate } from '../customers/renewals.ts';
import { sumOf } from '../multipacks/Receivables.tsx';
import { usePermission } from '../shell/session.ts';
import {
  Choices,
  FormButtons,
  multipackRefused,
  NotesField,
  NoTypes,
  OfCustomer,
  Page,
  TypeField,
  typeOf,
  useTaskTypes,
} from './parts.tsx';

/** Option 2 of a renewal cancellation: several multipacks at once, under a task type of the company’s own (000). */
export function CancelRenewals() {
  return <OfCustomer>{(customer) => <Steps key={customer.id} customer={customer} />}</OfCustomer>;
}

interface Values {
  taskTypeId: string | null;
  notes: string;
  multipackIds: string[];
}

type Item = Cancellable['items'][number];

function Steps({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const address = { to: '/customers/$customerId/cancel-renewals', params: { customerId: customer.id } } as const;
  const { step } = useSearch({ from: '/shell/customers/$customerId/cancel-renewals' });
  const types = useTaskTypes('automatic_renewal_cancellation');
  const cancellable = useGet<Cancellable>(`/api/customers/${customer.id}/cancellable`);
  const [values, setValues] = useState<Values>({ taskTypeId: null, notes: '', multipackIds: [] });
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  // As it was when it was chosen: an answer that changes it must not change the question under one’s hands.
  const [checked, setChecked] = useState<Item[]>([]);
  const type = typeOf(types.data, values.taskTypeId);
  // Whatever somebody else has cancelled meanwhile is not chosen any more.
  const chosen = (cancellable.data?.items ?? []).filter(
    ({ multipack, allowed }) => allowed && values.multipackIds.includes(multipack.id),
  );
  if (step === 'check' && type && checked.length > 0) {
    return (
      <Page customer={customer} title={t('counter.cancel.check')}>
        <Check
          {...{ customer, type }}
          chosen={checked}
          notes={values.notes}
          refuse={(error) => {
            setRefusal(error);
            void navigate({ ...address, replace: true });
          }}
        />
      </Page>
    );
  }
  return (
    <Page customer={customer} title={t('counter.cancel.title')}>
      <Answer of={types} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <NoTypes classification="automatic_renewal_cancellation" />
          ) : (
            <Answer of={cancellable} lines={6}>
              {({ items }) => (
                <Form
                  {...{ customer, items, type, values, refusal }}
                  types={all}
                  chosenIds={chosen.map(({ multipack }) => multipack.id)}
                  set={(edit) => setValues((before) => ({ ...before, ...edit }))}
                  next={() => {
                    setRefusal(null);
                    setChecked(chosen);
                    void navigate({ ...address, search: { step: 'check' } });
                  }}
                />
              )}
            </Answer>
          )
        }
      </Answer>
    </Page>
  );
}

interface FormProps {
  customer: Customer;
  types: TaskType[];
  type: TaskType | undefined;
  items: Item[];
  values: Values;
  chosenIds: string[];
  refusal: ApiError | null;
  set: (edit: Partial<Values>) => void;
  next: () => void;
}

function Form({ customer, types, type, items, values, chosenIds, refusal, set, next }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const fate = useFate();
  const [isTold, tell] = useState(false);
  const hindranceOf = useHindrance();
  const errors = errorsOf(refusal);
  const refusedId = multipackRefused(refusal);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tell(true);
    if (type && chosenIds.length > 0) next();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">
          <Trans i18nKey="counter.cancel.intro" components={{ way: <ToWithdrawal customerId={customer.id} /> }} />
        </Text>
        {refusal && refusedId === undefined && Object.keys(errors).length === 0 && <Problem error={refusal} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TypeField
            types={types}
            value={type}
            onChange={(taskTypeId) => set({ taskTypeId })}
            error={errors['taskTypeId'] ?? (isTold && !type ? t('counter.chooseType') : undefined)}
          />
          <TextInput
            label={t('counter.cancel.date')}
            description={t('counter.cancel.dateHint')}
            inputWrapperOrder={['label', 'input', 'description']}
            readOnly
            variant="filled"
            value={format.inWords(customer.today)}
          />
        </SimpleGrid>
        <NotesField
          value={values.notes}
          onChange={(notes) => set({ notes })}
          description={t('counter.cancel.notesHint')}
          error={errors['notes']}
        />
        <Choices
          label={t('counter.cancel.which')}
          choices={items
            .filter(({ multipack }) => !isOver(multipack))
            .map((item) => ({
              multipack: item.multipack,
              standing: fate(item.multipack, customer.today),
              hindrance: hindranceOf(item),
              refusal: item.multipack.id === refusedId ? refusal?.message : undefined,
            }))}
          value={chosenIds}
          onChange={(multipackIds) => set({ multipackIds })}
          error={isTold && chosenIds.length === 0 ? t('counter.chooseOne') : undefined}
        />
        <FormButtons customerId={customer.id} />
      </Stack>
    </form>
  );
}

/** Why the renewal cannot be cancelled here, with the deadline; and the way that is left (002). */
function useHindrance() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayBeLate = [usePermission('late_receipt'), usePermission('force_renewal_cancellation')].includes(true);
  return ({ multipack, reason, deadline }: Item) => {
    if (reason === null) return null;
    if (reason === 'not_renewing') return t('multipacks.hindrances.notRenewing');
    if (reason === 'renewal_already_cancelled') return t('multipacks.hindrances.alreadyCancelled');
    return (
      <>
        {t('multipacks.hindrances.deadlinePassed', { date: format.inWords(deadline) })}{' '}
        {mayBeLate && (
          <Trans
            i18nKey="counter.cancel.late"
            components={{
              way: (
                <Anchor
                  fz="inherit"
                  underline="always"
                  renderRoot={(props) => (
                    <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: multipack.id }} />
                  )}
                />
              ),
            }}
          />
        )}
      </>
    );
  };
}

interface CheckProps {
  customer: Customer;
  type: TaskType;
  notes: string;
  chosen: Item[];
  refuse: (error: ApiError) => void;
}

/** What will happen, and what will not: receivables stay (000). */
function Check({ customer, type, notes, chosen, refuse }: CheckProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate();
  const enable = useAct();
  const undo = async (multipacks: MultipackDetail[], names: string) => {
    try {
      for (const { id } of multipacks) await enable.mutateAsync({ path: `/api/multipacks/${id}/enable-renewal` });
      toast.done(t('counter.cancel.undone', { count: multipacks.length, names }));
    } catch (error) {
      toast.failed(error);
    }
  };
  const act = useAct<RenewalsCancelled>(({ multipacks }) => {
    const names = multipacks.map(({ name }) => name).join(', ');
    toast.done(t('counter.cancel.done', { count: multipacks.length, names }), () => undo(multipacks, names));
    void navigate({ to: '/customers/$customerId', params: { customerId: customer.id }, search: { tab: 'crm' } });
  });
  const details = useQueries({
    queries: chosen.map(({ multipack: { id } }) => getOptions<MultipackDetail>(`/api/multipacks/${id}`)),
  });
  const count = chosen.length;

  const send = () =>
    act.mutate(
      {
        path: `/api/customers/${customer.id}/cancel-renewals`,
        body: { taskTypeId: type.id, multipackIds: chosen.map(({ multipack }) => multipack.id), notes },
      },
      { onError: (error) => isOfTheForm(error) && refuse(error) },
    );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('counter.checkHint')}
      </Text>
      {chosen.map(({ multipack, deadline }, index) => {
        const owed = sumOf(details[index]?.data?.receivables.map(({ outstanding }) => outstanding) ?? []);
        return (
          <Paper key={multipack.id} withBorder p="md">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {multipack.name}{' '}
              <Text span c="dimmed" size="sm" fw={400}>
                {multipack.code}
              </Text>
            </Text>
            <List size="sm" spacing={4} mt={4}>
              <List.Item>{t('counter.cancel.stays', { date: format.inWords(multipack.validTo) })}</List.Item>
              <List.Item>
                {owed && owed.amount > 0
                  ? t('counter.cancel.owed', { amount: format.money(owed) })
                  : t('counter.cancel.nothingOwed')}{' '}
                <Trans
                  i18nKey="counter.cancel.toWithdrawal"
                  components={{ way: <ToWithdrawal customerId={customer.id} multipackId={multipack.id} /> }}
                />
              </List.Item>
              <List.Item>{t('counter.cancel.undoUntil', { date: format.inWords(deadline) })}</List.Item>
            </List>
          </Paper>
        );
      })}
      <Facts
        facts={[
          [t('counter.taskType'), type.name],
          [t('counter.cancel.date'), format.inWords(customer.today)],
          [t('counter.notes'), notes.trim() || '–'],
        ]}
      />
      {act.error && !isOfTheForm(act.error) && <Problem error={act.error} />}
      <Group justify="flex-end">
        <Button variant="default" disabled={act.isPending} onClick={() => window.history.back()}>
          {t('common.back')}
        </Button>
        <Button loading={act.isPending} onClick={send}>
          {t('counter.cancel.yes', { count })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Something that was chosen is refused, so that it is to be chosen anew; else the same may be sent again. */
const isOfTheForm = (error: ApiError): boolean =>
  multipackRefused(error) !== undefined || Object.keys(errorsOf(error)).length > 0;

function ToWithdrawal({
  customerId,
  multipackId,
  children,
}: {
  customerId: string;
  multipackId?: string;
  children?: React.ReactNode;
}) {
  return (
    <Anchor
      fz="inherit"
      underline="always"
      renderRoot={(props) => (
        <Link {...props} to="/customers/$customerId/withdraw" params={{ customerId }} search={{ multipackId }} />
      )}
    >
      {children}
    </Anchor>
  );
}
