import { Modal, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { BulkTasks, TaskType } from '../../shared/types.ts';
import { Types } from '../customers/NewTask.tsx';
import { AssigneeSelect, NotInAgenda } from '../customers/task.tsx';
import type { Filter } from './report.ts';

interface Props {
  filter: Filter;
  /** Only these; undefined: all that were found. */
  customerIds: string[] | undefined;
  /** How many they are. */
  count: number;
  close: () => void;
}

/** A task for every customer meant: says for how many before it is done, for it cannot be taken back. */
export function GiveTask({ isOpen, ...props }: Props & { isOpen: boolean }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.close}
      title={t('reports.bulk.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Types>{(types) => <Form {...props} types={types} />}</Types>
    </Modal>
  );
}

const FIELDS = ['taskTypeId', 'notes', 'assigneeId', 'dueOn'] as const;

function Form({ filter, customerIds, count, types, close }: Props & { types: TaskType[] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [taskTypeId, setType] = useState<string | null>(types.length === 1 ? types[0]!.id : null);
  const [notes, setNotes] = useState('');
  const [assigneeId, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState<string | null>(null);
  const give = useAct<BulkTasks>(({ tasks }) => {
    toast.done(t('reports.bulk.done', { count: tasks }));
    close();
  });
  const errors = errorsOf(give.error);
  const isHidden =
    (assigneeId ?? dueOn) !== null && types.find(({ id }) => id === taskTypeId)?.visibleInAgenda === false;
  const send = () =>
    give.mutate({
      path: '/api/crm-tasks/bulk',
      body: {
        filter,
        customerIds,
        taskTypeId: taskTypeId ?? undefined,
        notes,
        assigneeId: assigneeId ?? undefined,
        dueOn: dueOn ?? undefined,
      },
    });
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <Text>{t('reports.bulk.hint', { count })}</Text>
        <Select
          label={t('customers.crm.task')}
          required
          data-autofocus
          searchable
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
          error={give.error}
          fields={FIELDS}
          isBusy={give.isPending}
          isDisabled={taskTypeId === null}
          submit={t('reports.bulk.give', { count })}
          close={close}
        />
      </Stack>
    </form>
  );
}
