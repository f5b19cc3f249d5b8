import { Anchor, Modal, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { FormEnd } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CrmTask, Customer, TaskType } from '../../shared/types.ts';
import { useMultipacks } from './renewals.ts';
import { AssigneeSelect, NotInAgenda } from './task.tsx';

interface Props {
  customer: Customer;
  isOpen: boolean;
  close: () => void;
}

const FIELDS = ['taskTypeId', 'notes', 'multipackId', 'assigneeId', 'dueOn'] as const;

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

/** The types that a task written by hand may have, or where they are made. */
export function Types({ children }: { children: (types: TaskType[]) => ReactNode }) {
  const { t } = useTranslation();
  const types = useAll<TaskType>('/api/task-types', { classification: 'generic', retired: false });
  return (
    <Answer of={types} lines={3}>
      {(all) => {
        const own = all.filter(({ builtIn }) => !builtIn);
        if (own.length > 0) return children(own);
        return (
          <Text size="sm">
            {t('customers.crm.noTypes')}{' '}
            <Anchor component={Link} to="/settings/task-types">
              {t('customers.crm.toTypes')}
            </Anchor>
          </Text>
        );
      }}
    </Answer>
  );
}

function Form({ customer, types, close }: Omit<Props, 'isOpen'> & { types: TaskType[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const multipacks = useMultipacks(customer.id);
  const [taskTypeId, setType] = useState<string | null>(types.length === 1 ? types[0]!.id : null);
  const [notes, setNotes] = useState('');
  const [multipackId, setMultipack] = useState<string | null>(null);
  const [assigneeId, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState<string | null>(null);
  const add = useAct<CrmTask>(({ name }) => {
    toast.done(t('customers.crm.added', { name }));
    close();
    void navigate({ search: { tab: 'crm' }, resetScroll: false });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({
      path: '/api/crm-tasks',
      body: {
        customerId: customer.id,
        taskTypeId: taskTypeId ?? undefined,
        notes,
        multipackId: multipackId ?? undefined,
        assigneeId: assigneeId ?? undefined,
        dueOn: dueOn ?? undefined,
      },
    });
  };
  const errors = errorsOf(add.error);
  const isHidden =
    (assigneeId ?? dueOn) !== null && types.find(({ id }) => id === taskTypeId)?.visibleInAgenda === false;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Select
          label={t('customers.crm.task')}
          required
          data-autofocus
          searchable
          allowDeselect={false}
          placeholder={t('customers.choose')}
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          value={taskTypeId}
          onChange={setType}
          error={errors['taskTypeId']}
        />
        <Textarea
          label={t('customers.crm.notes')}
          autosize
          minRows={3}
          maxRows={12}
          value={notes}
          onChange={({ currentTarget: { value } }) => setNotes(value)}
          error={errors['notes']}
        />
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
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <AssigneeSelect value={assigneeId} onChange={setAssignee} error={errors['assigneeId']} />
          <DateField
            label={t('customers.crm.dueOn')}
            clearable
            clearButtonProps={{ 'aria-label': t('customers.clear') }}
            value={dueOn}
            onChange={setDueOn}
            error={errors['dueOn']}
          />
        </SimpleGrid>
        {isHidden && <NotInAgenda />}
        <FormEnd
          error={add.error}
          fields={FIELDS}
          isBusy={add.isPending}
          isDisabled={taskTypeId === null}
          submit={t('customers.crm.add')}
          close={close}
        />
      </Stack>
    </form>
  );
}
