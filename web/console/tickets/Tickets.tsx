import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { usePages } from '../../shared/queries.ts';
import { useTyped } from '../../shared/typed.ts';
import type { Ticket } from '../../shared/types.ts';
import { More } from '../customers/parts.tsx';
import { TICKET_STATES } from '../places.ts';
import { IconPlus, IconSearch } from '../shell/icons.ts';
import { NewTicket } from './NewTicket.tsx';
import { TicketList } from './TicketList.tsx';

/** What customers came with (003: Atendimentos). */
export function Tickets() {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/tickets' });
  const { search, state } = useSearch({ from: '/shell/tickets' });
  const isNew = useLocation({ select: ({ hash }) => hash === 'new' });
  const field = useRef<HTMLInputElement>(null);
  const [typed, ask] = useTyped(search, (given) =>
    navigate({ search: (before) => ({ ...before, search: given }), replace: true }),
  );
  useHotkeys([['/', () => field.current?.focus()]]);
  const tickets = usePages<Ticket>('/api/tickets', { search, state });
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h2">
            {t('tickets.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('tickets.hint')}
          </Text>
        </div>
        <Button component={Link} to="/tickets" search hash="new" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('tickets.new')}
        </Button>
      </Group>
      <Group align="flex-end" gap="sm">
        <TextInput
          ref={field}
          type="search"
          label={t('common.search')}
          placeholder={t('tickets.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={100}
          value={typed}
          onChange={({ currentTarget: { value } }) => ask(value)}
          style={{ flex: '1 1 16rem', maxWidth: 420 }}
        />
        <NativeSelect
          label={t('tickets.state')}
          value={state ?? ''}
          data={[
            { value: '', label: t('common.all') },
            ...TICKET_STATES.map((value) => ({ value, label: t(`tickets.states.${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              search: (before) => ({ ...before, state: TICKET_STATES.find((each) => each === value) }),
              replace: true,
            })
          }
        />
      </Group>
      {tickets.isError && tickets.items.length === 0 ? (
        <Problem error={tickets.error} retry={tickets.refetch} />
      ) : tickets.isPending ? (
        <Loading lines={8} />
      ) : tickets.items.length > 0 ? (
        <TicketList items={tickets.items} />
      ) : search || state ? (
        <Empty title={t('tickets.noneLike')}>{t('tickets.noneLikeHint')}</Empty>
      ) : (
        <Empty title={t('tickets.none')}>{t('tickets.noneHint')}</Empty>
      )}
      <div>
        <More of={tickets} />
      </div>
      <NewTicket isOpen={isNew} close={() => void navigate({ search: (before) => before, hash: '', replace: true })} />
    </Stack>
  );
}
