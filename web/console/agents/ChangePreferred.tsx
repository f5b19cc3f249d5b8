import { Button, Group, List, Modal, Select, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Empty, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { PreferredAgents } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';
import { usePermission } from '../shell/session.ts';

/** All customers of an agent who left get another one at once (004). */
export function ChangePreferred() {
  const { t } = useTranslation();
  const isAllowed = usePermission('change_preferred_agent');
  const found = useGet<PreferredAgents>('/api/agents', {}, { enabled: isAllowed });
  if (!isAllowed)
    return (
      <Empty title={t('agents.many.forbidden')} order={1}>
        {t('agents.many.forbiddenHint')}
      </Empty>
    );
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          {t('agents.many.title')}
        </Title>
        <Text size="sm" c="dimmed" maw={620} mt={4}>
          {t('agents.many.hint')}
        </Text>
      </div>
      <Answer of={found} lines={6}>
        {(agents) => <Form of={agents} reread={() => void found.refetch()} />}
      </Answer>
    </Stack>
  );
}

interface Props {
  of: PreferredAgents;
  reread: () => void;
}

function Form({ of: { agents, possible }, reread }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, choose] = useState<Record<string, string | null>>({});
  const [isSure, ask] = useState(false);
  const nameOf = (id: string) => possible.find((agent) => agent.id === id)?.name ?? '';
  const changes = agents.flatMap(({ id, name, customers }) => {
    const toId = chosen[id];
    return toId && nameOf(toId) !== '' ? [{ fromId: id, toId, customers, from: name, to: nameOf(toId) }] : [];
  });
  const close = (
    <Button component={Link} to="/customers" variant="default">
      {t('common.close')}
    </Button>
  );
  if (agents.length === 0)
    return (
      <Empty title={t('agents.many.none')}>
        <Stack align="center" gap="sm">
          {t('agents.many.noneHint')}
          {close}
        </Stack>
      </Empty>
    );
  return (
    <>
      <Table maw={860} layout="fixed" aria-label={t('agents.many.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('agents.many.agent')}</Table.Th>
            <Table.Th scope="col" w={96} ta="right">
              {t('agents.many.customers')}
            </Table.Th>
            <Table.Th scope="col" w="44%">
              {t('agents.many.to')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agents.map(({ id, name, active, customers }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
                <Group gap="xs">
                  {name}
                  {!active && <Mark color="gray">{t('agents.isInactive')}</Mark>}
                </Group>
              </Table.Th>
              <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {format.number(customers)}
              </Table.Td>
              <Table.Td>
                <Select
                  aria-label={t('agents.many.toOf', { name })}
                  data={possible
                    .filter((agent) => agent.id !== id)
                    .map((agent) => ({ value: agent.id, label: agent.name }))}
                  value={chosen[id] ?? null}
                  onChange={(toId) => choose({ ...chosen, [id]: toId })}
                  searchable
                  clearable
                  clearButtonProps={{ 'aria-label': t('customers.clear') }}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="sm">
        <Button disabled={changes.length === 0} onClick={() => ask(true)}>
          {t('agents.many.update')}
        </Button>
        {close}
      </Group>
      {isSure && (
        <Confirm
          changes={changes}
          reread={reread}
          close={() => ask(false)}
          onDone={() => {
            ask(false);
            choose({});
          }}
        />
      )}
    </>
  );
}

interface Change {
  fromId: string;
  toId: string;
  customers: number;
  from: string;
  to: string;
}

interface ConfirmProps {
  changes: Change[];
  reread: () => void;
  close: () => void;
  onDone: () => void;
}

/** Says how many customers go from whom to whom; the numbers shown are those that must be found. */
function Confirm({ changes, reread, close, onDone }: ConfirmProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<{ customers: number }>(({ customers: count }) => {
    toast.done(t('agents.many.done', { count }));
    onDone();
  });
  const send = () =>
    act.mutate(
      {
        path: '/api/agents/change',
        body: { changes: changes.map(({ fromId, toId, customers }) => ({ fromId, toId, customers })) },
      },
      { onError: reread },
    );
  return (
    <Modal
      opened
      onClose={close}
      title={t('agents.many.confirmTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <List size="sm">
          {changes.map(({ fromId, from, to, customers: count }) => (
            <List.Item key={fromId}>{t('agents.many.line', { count, from, to })}</List.Item>
          ))}
        </List>
        <Text size="sm">{t('agents.many.confirmHint')}</Text>
        {act.error && <Problem error={act.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button loading={act.isPending} disabled={changes.length === 0} onClick={send}>
            {t('agents.many.accept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
