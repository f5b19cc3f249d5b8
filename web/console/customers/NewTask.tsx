import { Modal, Select, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { useFormat } from '../../shared/format.ts';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CrmTask, Customer, TaskType } from '../../shared/types.ts';
import { useMultipacks } from './renewals.ts';
import { TASK_FIELDS, TaskFields, Types, useTaskDraft } from './TaskFields.tsx';

interface Props {
  customer: Customer;
  isOpen: boolean;
  close: () => void;
}

/** Of the generic types: the others are written by the acts they stand for. */
export function NewTask({ customer, isOpen, close }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('customers.shortcuts.task')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Types>{(types) => <Form customer={customer} types={types} close={close} />}</Types>
    </Modal>
  );
}

function Form({ customer, types, close }: Omit<Props, 'isOpen'> & { types: TaskType[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const multipacks = useMultipacks(customer.id);
  const { draft, set } = useTaskDraft(types);
  const [multipackId, setMultipack] = useState<string | null>(null);
  const add = useAct<CrmTask>(({ name }) => {
    toast.done(t('customers.crm.added', { name }));
    close();
    void navigate({ search: { tab: 'crm' }, resetScroll: false });
  });
  const send = () =>
    add.mutate({
      path: '/api/crm-tasks',
      body: { customerId: customer.id, multipackId: multipackId ?? undefined, ...draft },
    });
  const errors = errorsOf(add.error);
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <TaskFields types={types} draft={draft} set={set} errors={errors}>
          <Select
            label={t('customers.receivables.multipack')}
            placeholder={t('common.none')}
            clearable
            clearButtonProps={{ 'aria-label': t('customers.clear') }}
            searchable
            data={(multipacks.data ?? []).map(({ id, name, code, validFrom, validTo }) => ({
              value: id,
              label: `${name} · ${code} · ${format.date(validFrom)} – ${format.date(validTo)}`,
            }))}
            value={multipackId}
            onChange={setMultipack}
            error={errors['multipackId']}
          />
        </TaskFields>
        <FormEnd
          error={add.error}
          fields={[...TASK_FIELDS, 'multipackId']}
          isBusy={add.isPending}
          isDisabled={draft.taskTypeId === undefined}
          submit={t('customers.crm.add')}
          close={close}
        />
      </Stack>
    </form>
  );
}
