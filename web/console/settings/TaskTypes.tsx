import { Button, Group, Select, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { TaskType } from '../../shared/types.ts';
import { History } from './History.tsx';
import {
  AddButton,
  Head,
  Mark,
  OpenLink,
  ReadOnly,
  Side,
  useIsAdministrator,
  useOpen,
  useRetire,
  Wide,
} from './parts.tsx';

const PATH = '/api/task-types';

/** That of automatic renewals is the built-in one's alone. */
const CHOOSABLE = ['generic', 'automatic_renewal_cancellation', 'withdrawal'] as const;

export function TaskTypes() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { id, close } = useOpen();
  const types = useAll<TaskType>(PATH);
  const { retire } = useRetire(PATH);
  const [reading, setReading] = useState(0);
  const open = types.data?.find((type) => type.id === id);
  return (
    <>
      <Head title={t('settings.pages.task-types')} hint={t('settings.taskTypes.hint')}>
        {isAdministrator && <AddButton label={t('settings.taskTypes.add')} />}
      </Head>
      {!isAdministrator && <ReadOnly />}
      <Answer of={types}>
        {(items) => (
          <Wide label={t('settings.pages.task-types')}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('common.name')}</Table.Th>
                  <Table.Th scope="col" visibleFrom="sm">
                    {t('settings.taskTypes.classification')}
                  </Table.Th>
                  <Table.Th scope="col" visibleFrom="sm">
                    {t('settings.taskTypes.visibleInAgenda')}
                  </Table.Th>
                  {isAdministrator && <Table.Th scope="col">{t('settings.acts')}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((type) => {
                  const classification = t(`settings.classifications.${type.classification}`);
                  const agenda = t(type.visibleInAgenda ? 'common.yes' : 'settings.no');
                  const act = t(type.retired ? 'settings.restore' : 'settings.retire');
                  return (
                    <Table.Tr key={type.id}>
                      <Table.Td>
                        {isAdministrator ? <OpenLink id={type.id}>{type.name}</OpenLink> : type.name}
                        {type.builtIn && <Mark>{t('settings.taskTypes.builtIn')}</Mark>}
                        {type.retired && <Mark>{t('settings.retired')}</Mark>}
                        <Text size="xs" c="dimmed" hiddenFrom="sm">
                          {classification} · {t('settings.taskTypes.visibleInAgenda')}: {agenda}
                        </Text>
                      </Table.Td>
                      <Table.Td visibleFrom="sm">{classification}</Table.Td>
                      <Table.Td visibleFrom="sm">{agenda}</Table.Td>
                      {isAdministrator && (
                        <Table.Td>
                          {!type.builtIn && (
                            <Button
                              variant="default"
                              size="xs"
                              onClick={() => void retire(type, !type.retired)}
                              aria-label={`${act}: ${type.name}`}
                            >
                              {act}
                            </Button>
                          )}
                        </Table.Td>
                      )}
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Wide>
        )}
      </Answer>
      <Side
        title={t(id === 'new' ? 'settings.taskTypes.add' : 'settings.taskTypes.edit')}
        isOpen={isAdministrator && (id === 'new' || open !== undefined)}
        close={close}
      >
        <TaskTypeForm
          key={`${id}${reading}`}
          type={open}
          close={close}
          reread={() => setReading((count) => count + 1)}
        />
        {open && <History entity="task_type" entityId={open.id} />}
      </Side>
    </>
  );
}

function TaskTypeForm({ type, close, reread }: { type: TaskType | undefined; close: () => void; reread: () => void }) {
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
