import { Anchor, Select, SimpleGrid, Text, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useAll } from '../../shared/queries.ts';
import type { TaskType } from '../../shared/types.ts';
import { AssigneeSelect, NotInAgenda } from './task.tsx';

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

export const TASK_FIELDS = ['taskTypeId', 'notes', 'assigneeId', 'dueOn'] as const;

/** What is asked for, as the API takes it; the only type there is, is chosen. */
export function useTaskDraft(types: TaskType[]) {
  const [draft, setDraft] = useState({
    taskTypeId: types.length === 1 ? types[0]!.id : undefined,
    notes: '',
    assigneeId: undefined as string | undefined,
    dueOn: undefined as string | undefined,
  });
  return { draft, set: (changed: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changed })) };
}

type Props = ReturnType<typeof useTaskDraft> & {
  types: TaskType[];
  errors: Record<string, string>;
  /** Stands between the notes and whose it is. */
  children?: ReactNode;
};

export function TaskFields({ types, draft, set, errors, children }: Props) {
  const { t } = useTranslation();
  const { taskTypeId, notes, assigneeId, dueOn } = draft;
  const isHidden =
    (assigneeId ?? dueOn) !== undefined && types.find(({ id }) => id === taskTypeId)?.visibleInAgenda === false;
  return (
    <>
      <Select
        label={t('customers.crm.task')}
        required
        data-autofocus
        searchable
        allowDeselect={false}
        placeholder={t('customers.choose')}
        data={types.map(({ id, name }) => ({ value: id, label: name }))}
        value={taskTypeId ?? null}
        onChange={(chosen) => set({ taskTypeId: chosen ?? undefined })}
        error={errors['taskTypeId']}
      />
      <Textarea
        label={t('customers.crm.notes')}
        autosize
        minRows={3}
        maxRows={12}
        value={notes}
        onChange={({ currentTarget: { value } }) => set({ notes: value })}
        error={errors['notes']}
      />
      {children}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <AssigneeSelect
          value={assigneeId ?? null}
          onChange={(chosen) => set({ assigneeId: chosen ?? undefined })}
          error={errors['assigneeId']}
        />
        <DateField
          label={t('customers.crm.dueOn')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          value={dueOn ?? null}
          onChange={(day) => set({ dueOn: day ?? undefined })}
          error={errors['dueOn']}
        />
      </SimpleGrid>
      {isHidden && <NotInAgenda />}
    </>
  );
}
