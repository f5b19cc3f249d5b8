import { Alert, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, errorsOf } from '../../shared/api.ts';
import { FormEnd } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer } from '../../shared/types.ts';
import { CustomerFields, type CustomerValues } from './CustomerFields.tsx';
import { useDraft, useRequiredName } from './form.ts';
import { useBranches } from './parts.tsx';
import { CUSTOMER_FIELDS, useValueWords } from './values.ts';

interface Props {
  customer: Customer;
  isOpen: boolean;
  close: () => void;
}

export function EditCustomer({ customer, isOpen, close }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('customers.edit')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form customer={customer} close={close} />
    </Modal>
  );
}

type Difference = { field: (typeof CUSTOMER_FIELDS)[number]; from: unknown; to: unknown };

/** As people read it: of another customer the name. */
const shownOf = (customer: Customer, field: Difference['field']): unknown => {
  if (field === 'payerId') return customer.payer?.name;
  return field === 'guardianId' ? customer.guardian?.name : customer[field];
};

/** Sends only what was typed, so that two people may edit two fields; on a conflict it says what the other one changed. */
function Form({ customer, close }: Omit<Props, 'isOpen'>) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const branches = useBranches();
  const words = useValueWords();
  const { base, rebase, edits, isEdited, values, set } = useDraft<Customer>(customer);
  const [theirs, setTheirs] = useState<Difference[] | null>(null);
  const path = `/api/customers/${customer.id}`;
  const save = useAct<Customer, Partial<CustomerValues>>((saved) => {
    toast.done(t('customers.saved', { name: saved.name }));
    close();
  });

  const name = useRequiredName(values.name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.demand()) return;
    setTheirs(null);
    try {
      await save.mutateAsync({ method: 'PATCH', path, body: edits, version: base.version });
    } catch (refusal) {
      if (errorCode(refusal) !== 'version_conflict') return;
      const fresh = await client
        .fetchQuery({ queryKey: [path, {}], queryFn: () => api<Customer>('GET', path), staleTime: 0 })
        .catch((error: unknown) => toast.failed(error));
      if (!fresh) return;
      const changed = CUSTOMER_FIELDS.filter((field) => fresh[field] !== base[field]);
      setTheirs(changed.map((field) => ({ field, from: shownOf(base, field), to: shownOf(fresh, field) })));
      rebase(fresh);
      save.reset();
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {theirs && (
          <Alert
            color="orange"
            variant="light"
            role="alert"
            title={t('customers.conflict')}
            styles={{ title: { color: 'var(--mantine-color-text)' } }}
          >
            {theirs.map(({ field, from, to }) => (
              <Text size="sm" key={field}>
                {words.field(field)}: {words.value(field, from)} → {words.value(field, to)}
              </Text>
            ))}
            <Text size="sm">{t('customers.conflictHint')}</Text>
          </Alert>
        )}
        <CustomerFields
          customer={base}
          values={values}
          set={set}
          errors={{ ...errorsOf(save.error), ...name.errors }}
          branches={branches.data ?? []}
        />
        <FormEnd
          error={save.error}
          fields={CUSTOMER_FIELDS}
          isBusy={save.isPending}
          isDisabled={!isEdited}
          submit={t('common.save')}
          close={close}
        />
      </Stack>
    </form>
  );
}

const errorCode = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
