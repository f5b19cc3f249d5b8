import { Button, Stack, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { Department } from '../../shared/types.ts';
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

const PATH = '/api/departments';

export function Departments() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { id, close } = useOpen();
  const departments = useAll<Department>(PATH);
  const { retire } = useRetire(PATH);
  const [reading, setReading] = useState(0);
  const open = departments.data?.find((department) => department.id === id);
  return (
    <>
      <Head title={t('settings.pages.departments')} hint={t('settings.departments.hint')}>
        {isAdministrator && <AddButton label={t('settings.departments.add')} />}
      </Head>
      {!isAdministrator && <ReadOnly />}
      <Answer of={departments}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t('settings.departments.none')}>{t('settings.departments.noneHint')}</Empty>
          ) : (
            <Wide label={t('settings.pages.departments')}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('common.name')}</Table.Th>
                    {isAdministrator && <Table.Th scope="col">{t('settings.acts')}</Table.Th>}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((department) => (
                    <Table.Tr key={department.id}>
                      <Table.Td>
                        {isAdministrator ? <OpenLink id={department.id}>{department.name}</OpenLink> : department.name}
                        {department.retired && <Mark>{t('settings.retired')}</Mark>}
                      </Table.Td>
                      {isAdministrator && (
                        <Table.Td>
                          <Button
                            variant="default"
                            size="xs"
                            onClick={() => void retire(department, !department.retired)}
                            aria-label={`${t(department.retired ? 'settings.restore' : 'settings.retire')}: ${department.name}`}
                          >
                            {t(department.retired ? 'settings.restore' : 'settings.retire')}
                          </Button>
                        </Table.Td>
                      )}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Wide>
          )
        }
      </Answer>
      <Side
        title={t(id === 'new' ? 'settings.departments.add' : 'settings.departments.edit')}
        isOpen={isAdministrator && (id === 'new' || open !== undefined)}
        close={close}
      >
        <DepartmentForm
          key={`${id}${reading}`}
          department={open}
          close={close}
          reread={() => setReading((count) => count + 1)}
        />
        {open && <History entity="department" entityId={open.id} />}
      </Side>
    </>
  );
}

function DepartmentForm({
  department,
  close,
  reread,
}: {
  department: Department | undefined;
  close: () => void;
  reread: () => void;
}) {
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
