import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { TaskType } from '../../shared/types.ts';
import { type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/task-types';

/** That of automatic renewals is the built-in one's alone. */
const CHOOSABLE = ['generic', 'automatic_renewal_cancellation', 'withdrawal'] as const;

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
        {type && !type.builtIn && <Delete type={type} close={close} />}
      </Stack>
    </form>
  );
}

/** One that was never used leaves nothing behind; the server refuses a used one in words. */
function Delete({ type, close }: { type: TaskType; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await act.mutateAsync({ method: 'DELETE', path: `${PATH}/${type.id}` });
      toast.done(t('settings.taskTypes.deleted', { name: type.name }));
      close();
    } catch (error) {
      toast.failed(error);
      setAsking(false);
    }
  };
  if (!isAsking) {
    return (
      <Button variant="subtle" color="red" onClick={() => setAsking(true)} style={{ alignSelf: 'flex-start' }} px={0}>
        {t('settings.taskTypes.delete')}
      </Button>
    );
  }
  return (
    <Stack gap="xs" role="group" aria-label={t('settings.taskTypes.delete')}>
      <Text size="sm">{t('settings.taskTypes.deleteHint')}</Text>
      <Group gap="sm">
        <Button color="red" loading={act.isPending} onClick={() => void remove()} data-autofocus>
          {t('settings.taskTypes.delete')}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
