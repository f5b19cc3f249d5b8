import { Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { Department } from '../../shared/types.ts';
import { type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/departments';

export function Departments() {
  const { t } = useTranslation();
  const departments = useAll<Department>(PATH);
  return (
    <>
      <Records
        of={departments}
        title={t('settings.pages.departments')}
        hint={t('settings.departments.hint')}
        add={t('settings.departments.add')}
        none={t('settings.departments.none')}
        noneHint={t('settings.departments.noneHint')}
        columns={[]}
        path={PATH}
      />
      <RecordSide
        of={departments.data}
        entity="department"
        add={t('settings.departments.add')}
        titleOf={() => t('settings.departments.edit')}
      >
        {(form) => <DepartmentForm {...form} />}
      </RecordSide>
    </>
  );
}

function DepartmentForm({ record: department, close, reread }: RecordFormProps<Department>) {
  const { t } = useTranslation();
  const { form, send, end } = useRecordForm({
    path: PATH,
    of: department,
    onSaved: close,
    initialValues: { name: department?.name ?? '' },
  });
  return (
    <form onSubmit={sending(() => send())} noValidate>
      <Stack>
        <TextInput label={t('common.name')} required data-autofocus maxLength={120} {...form.getInputProps('name')} />
        <FormEnd {...end} close={close} reread={reread} />
      </Stack>
    </form>
  );
}
