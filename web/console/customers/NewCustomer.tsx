import { Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { FormEnd } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { CustomerFields, type CustomerValues } from './CustomerFields.tsx';
import { useDraft, useRequiredName } from './form.ts';
import { useBranches } from './parts.tsx';
import { CUSTOMER_FIELDS } from './values.ts';

/** Begins with the user's own branch and its language; a saved customer opens. */
export function NewCustomer({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('customers.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form close={close} />
    </Modal>
  );
}

function Form({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { branch } = useSession();
  const toast = useToast();
  const navigate = useNavigate();
  const branches = useBranches();
  const { values, set } = useDraft<CustomerValues>({
    name: '',
    email: null,
    phone: null,
    taxId: null,
    birthDate: null,
    address: null,
    payerId: null,
    guardianId: null,
    language: branch.language,
    branchId: branch.id,
  });
  const add = useAct<Customer, CustomerValues>((customer) => {
    toast.done(t('customers.added', { name: customer.name }));
    void navigate({ to: '/customers/$customerId', params: { customerId: customer.id } });
  });
  const name = useRequiredName(values.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.demand()) add.mutate({ path: '/api/customers', body: values });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <CustomerFields
          values={values}
          set={set}
          errors={{ ...errorsOf(add.error), ...name.errors }}
          branches={branches.data ?? []}
        />
        <FormEnd
          error={add.error}
          fields={CUSTOMER_FIELDS}
          isBusy={add.isPending}
          submit={t('customers.add')}
          close={close}
        />
      </Stack>
    </form>
  );
}
