import { ActionIcon, Box, Button, Group, Modal, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAct, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import { useTyped } from '../../shared/typed.ts';
import type { Customer, Note } from '../../shared/types.ts';
import { More } from '../customers/parts.tsx';
import { levelOf } from '../settings/rights.ts';
import { IconSearch } from '../shell/icons.ts';
import { useSession } from '../shell/session.ts';
import { NoteForm } from './NoteForm.tsx';
import { NoteText } from './NoteText.tsx';

/** What was done with the customer, by whom, as far as the reader's level reaches (004). */
export function Notes({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { search } = useSearch({ from: '/shell/customers/$customerId' });
  const [typed, ask] = useTyped(search, (given) =>
    navigate({ search: (before) => ({ ...before, search: given }), replace: true, resetScroll: false }),
  );
  const notes = usePages<Note>(`/api/customers/${customer.id}/notes`, { search });
  const [removed, remove] = useState<Note | null>(null);
  const whose = t(`notes.whose.${levelOf(user.accessLevel)}`);
  return (
    <Stack gap="md">
      <NoteForm customer={customer} />
      {(notes.items.length > 0 || search !== undefined) && (
        <TextInput
          type="search"
          label={t('notes.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={100}
          maw={420}
          value={typed}
          onChange={({ currentTarget: { value } }) => ask(value)}
        />
      )}
      {notes.isError && notes.items.length === 0 ? (
        <Problem error={notes.error} retry={notes.refetch} />
      ) : notes.isPending ? (
        <Loading />
      ) : notes.items.length === 0 ? (
        <Empty title={search === undefined ? t('notes.none') : t('notes.noneFound', { search })}>
          {search === undefined ? t('notes.noneHint') : t('notes.noneFoundHint')}
          {user.accessLevel > 1 && <div>{t('notes.noneSeen', { whose })}</div>}
        </Empty>
      ) : (
        <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {notes.items.map((note) => (
            <Card key={note.id} note={note} remove={() => remove(note)} />
          ))}
        </Stack>
      )}
      <Box>
        <More of={notes} />
      </Box>
      {removed && <Remove note={removed} close={() => remove(null)} />}
    </Stack>
  );
}

function Card({ note, remove }: { note: Note; remove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  const { author, department, branch, createdAt } = note;
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <NoteText note={note} />
          <Text size="xs" c="dimmed" mt={6}>
            <Moment at={createdAt} /> · {author.name} · {department?.name ?? t('notes.noDepartment')} · {branch.name}
          </Text>
        </Box>
        {user.accessLevel === 1 && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('notes.deleteOf', { author: author.name, when: format.instant(createdAt) })}
            onClick={remove}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Paper>
  );
}

/** For good: so it is asked first. */
function Remove({ note, close }: { note: Note; close: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const act = useAct<void>(() => {
    toast.done(t('notes.deleted'));
    close();
  });
  return (
    <Modal opened onClose={close} title={t('notes.deleteTitle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <Text size="sm">
          {t('notes.deleteHint', { author: note.author.name, day: format.instant(note.createdAt) })}
        </Text>
        <Paper withBorder p="sm">
          <Text size="sm" lineClamp={6} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {note.text}
          </Text>
        </Paper>
        {act.error && <Problem error={act.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red"
            loading={act.isPending}
            onClick={() => act.mutate({ method: 'DELETE', path: `/api/notes/${note.id}` })}
          >
            {t('notes.delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
