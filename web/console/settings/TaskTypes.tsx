import { Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CLASSIFICATIONS } from '../../../src/domain/crm-tasks.ts';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { TaskType } from '../../shared/types.ts';
import { DeleteButton, type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/task-types';

/** That of automatic renewals is the built-in one's alone. */
const CHOOSABLE = CLASSIFICATIONS.filter((each) => each !== 'automatic_renewal');

export function TaskTypes() {
  const { t } = useTranslation();
  const types = useAll<TaskType>(PATH);
  const classOf = ({ classification }: TaskType) => t(`settings.classifications.${classification}`);
  const agendaOf = ({ visibleInAgenda }: TaskType) => t(visibleInAgenda ? 'common.yes' : 'settings.no');
  return (
    <>
      <Records
        of={types}
        title={t('settings.pages.task-types')}
        hint={t('settings.taskTypes.hint')}
        add={t('settings.taskTypes.add')}
        columns={[
          { label: t('settings.taskTypes.classification'), visibleFrom: 'sm', render: classOf },
          { label: t('settings.taskTypes.visibleInAgenda'), visibleFrom: 'sm', render: agendaOf },
        ]}
        markOf={({ builtIn }) => builtIn && t('settings.taskTypes.builtIn')}
        renderBelow={(type) => (
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            {classOf(type)} · {t('settings.taskTypes.visibleInAgenda')}: {agendaOf(type)}
          </Text>
        )}
        path={PATH}
        isRetirable={({ builtIn }) => !builtIn}
      />
      <RecordSide
        of={types.data}
        entity="task_type"
        add={t('settings.taskTypes.add')}
        titleOf={() => t('settings.taskTypes.edit')}
      >
        {(form) => <TaskTypeForm {...form} />}
      </RecordSide>
    </>
  );
}

function TaskTypeForm({ record: type, close, reread }: RecordFormProps<TaskType>) {
  const { t } = useTranslation();
  const { form, send, end } = useRecordForm({
    path: PATH,
    of: type,
    onSaved: close,
    initialValues: {
      name: type?.name ?? '',
      classification: type?.classification ?? 'generic',
      visibleInAgenda: type?.visibleInAgenda ?? false,
    },
  });
  const { name, classification, visibleInAgenda } = form.values;
  const body = type ? { ...(type.builtIn ? {} : { name }), visibleInAgenda } : form.values;
  return (
    <form onSubmit={sending(() => send(body))} noValidate>
      <Stack>
        <TextInput
          label={t('common.name')}
          description={type?.builtIn ? t('settings.taskTypes.builtInHint') : undefined}
          required
          data-autofocus
          maxLength={120}
          disabled={type?.builtIn ?? false}
          {...form.getInputProps('name')}
        />
        <Select
          label={t('settings.taskTypes.classification')}
          description={t(type ? 'settings.taskTypes.classificationStays' : 'settings.taskTypes.classificationHint')}
          data={[...new Set([...CHOOSABLE, classification])].map((value) => ({
            value,
            label: t(`settings.classifications.${value}`),
          }))}
          allowDeselect={false}
          disabled={type !== undefined}
          {...form.getInputProps('classification')}
        />
        <Switch
          label={t('settings.taskTypes.visibleInAgenda')}
          description={t('settings.taskTypes.visibleInAgendaHint')}
          {...form.getInputProps('visibleInAgenda', { type: 'checkbox' })}
        />
        <FormEnd {...end} close={close} reread={reread} />
        {type && !type.builtIn && (
          <DeleteButton
            path={PATH}
            record={type}
            label={t('settings.taskTypes.delete')}
            hint={t('settings.taskTypes.deleteHint')}
            done={t('settings.taskTypes.deleted', { name: type.name })}
            close={close}
          />
        )}
      </Stack>
    </form>
  );
}
