import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { sending, FormEnd, useRecordForm } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { SavedFilter } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { isSameFilter, type Row } from './address.ts';

const PATH = '/api/saved-filters';
const SHARING = ['nobody', 'branch', 'company'] as const satisfies SavedFilter['sharedWith'][];

/** Filters under a name: to choose, and to save, rename or delete the one that is asked now. */
export function SavedFilters({ rows, choose }: { rows: Row[] | undefined; choose: (rows: Row[]) => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const toast = useToast();
  const filters = useAll<SavedFilter>(PATH, { kind: 'crm' });
  const [edited, edit] = useState<SavedFilter | 'new'>();
  const restore = useAct();
  const remove = useAct();
  const chosen = rows && filters.data?.find((filter) => isSameFilter(filter.rows, rows));
  const isOwn = chosen?.owner.id === user.id;
  const drop = async ({ id, name, kind, rows, sharedWith, owner }: SavedFilter) => {
    try {
      await remove.mutateAsync({ method: 'DELETE', path: `${PATH}/${id}` });
      const back = () =>
        restore
          .mutateAsync({ path: PATH, body: { name, kind, rows, sharedWith } })
          .catch((error: unknown) => toast.failed(error));
      // One of somebody else's would come back as one's own.
      toast.done(t('reports.saved.deleted', { name }), owner.id === user.id ? back : undefined);
    } catch (error) {
      toast.failed(error);
    }
  };
  if (!rows && (filters.data?.length ?? 0) === 0) return null;
  return (
    <Group align="flex-end" gap="xs">
      {filters.data && filters.data.length > 0 && (
        <Select
          label={t('reports.saved.choose')}
          placeholder={t('common.none')}
          searchable
          flex="1 1 220px"
          maw={360}
          data={filters.data.map(({ id, name, owner }) => ({
            value: id,
            label: owner.id === user.id ? name : t('reports.saved.of', { name, owner: owner.name }),
          }))}
          value={chosen?.id ?? null}
          onChange={(id) => {
            const filter = filters.data.find((each) => each.id === id);
            if (filter) choose(filter.rows);
          }}
        />
      )}
      {rows && !chosen && (
        <Button variant="default" onClick={() => edit('new')}>
          {t('reports.saved.save')}
        </Button>
      )}
      {chosen && isOwn && (
        <Button variant="default" onClick={() => edit(chosen)}>
          {t('reports.saved.rename')}
        </Button>
      )}
      {chosen && (isOwn || user.accessLevel === 1) && (
        <Button variant="default" loading={remove.isPending} onClick={() => void drop(chosen)}>
          {t('reports.saved.delete')}
        </Button>
      )}
      <Modal
        opened={edited !== undefined}
        onClose={() => edit(undefined)}
        title={t(edited === 'new' ? 'reports.saved.save' : 'reports.saved.rename')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {edited && rows && (
          <Form of={edited === 'new' ? undefined : edited} rows={rows} close={() => edit(undefined)} />
        )}
      </Modal>
    </Group>
  );
}

function Form({ of, rows, close }: { of: SavedFilter | undefined; rows: Row[]; close: () => void }) {
  const { t } = useTranslation();
  const { form, send, end } = useRecordForm<SavedFilter, Pick<SavedFilter, 'name' | 'sharedWith'>>({
    path: PATH,
    of,
    initialValues: { name: of?.name ?? '', sharedWith: of?.sharedWith ?? 'nobody' },
    onSaved: close,
  });
  return (
    <form onSubmit={sending(() => send(of ? form.values : { ...form.values, kind: 'crm', rows }))} noValidate>
      <Stack gap="sm">
        <TextInput label={t('common.name')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Select
          label={t('reports.saved.sharedWith')}
          allowDeselect={false}
          data={SHARING.map((each) => ({ value: each, label: t(`reports.saved.sharing.${each}`) }))}
          {...form.getInputProps('sharedWith')}
        />
        <FormEnd {...end} close={close} isDisabled={form.values.name.trim() === ''} />
      </Stack>
    </form>
  );
}
