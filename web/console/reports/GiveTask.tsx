import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { BulkTasks, TaskType } from '../../shared/types.ts';
import { TASK_FIELDS, TaskFields, Types, useTaskDraft } from '../customers/TaskFields.tsx';
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

function Form({ filter, customerIds, count, types, close }: Props & { types: TaskType[] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { draft, set } = useTaskDraft(types);
  const give = useAct<BulkTasks>(({ tasks }) => {
    toast.done(t('reports.bulk.done', { count: tasks }));
    close();
  });
  const send = () => give.mutate({ path: '/api/crm-tasks/bulk', body: { filter, customerIds, ...draft } });
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <Text>{t('reports.bulk.hint', { count })}</Text>
        <TaskFields types={types} draft={draft} set={set} errors={errorsOf(give.error)} />
        <FormEnd
          error={give.error}
          fields={TASK_FIELDS}
          isBusy={give.isPending}
          isDisabled={draft.taskTypeId === undefined}
          submit={t('reports.bulk.give', { count })}
          close={close}
        />
      </Stack>
    </form>
  );
}
