import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sending } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { CancellationRequest, User } from '../../shared/types.ts';

interface Props {
  request: CancellationRequest;
  assign: (assignee: { id: string; name: string }) => void;
  close: () => void;
}

/** To whom levels 1 and 2 give a request. */
export function AssignDialog({ request: { code, claimer }, assign, close }: Props) {
  const { t } = useTranslation();
  const users = useAll<User>('/api/users', { active: true });
  const [id, setId] = useState<string | null>(null);
  const [isTold, tell] = useState(false);
  const others = users.data?.filter((user) => user.id !== claimer?.id) ?? [];
  const submit = () => {
    tell(true);
    const assignee = others.find((user) => user.id === id);
    if (!assignee) return;
    close();
    assign(assignee);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('desk.assignOf', { code })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={sending(submit)} noValidate>
        <Stack gap="sm">
          <Select
            label={t('desk.assignee')}
            required
            data-autofocus
            searchable
            openOnFocus={false}
            data={others.map((user) => ({ value: user.id, label: user.name }))}
            value={id}
            onChange={setId}
            error={isTold && id === null ? t('common.required') : undefined}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit">{t('desk.assignNow')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
