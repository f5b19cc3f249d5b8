import { Alert, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Loading } from '../../shared/components/States.tsx';
import { useAct, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail, Connection } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';
import { Answers, Disconnect, EditConnection, Exceptions, Restrict } from './ConnectionForms.tsx';
import { LastWord } from './LastWord.tsx';
import type { PanelProps } from './Panels.tsx';
import { Rows } from './parts.tsx';
import { todayOf, withinOf } from './request.ts';

const Consumption = lazy(() => import('./Consumption.tsx'));

/** The customer's connections, with what can be done to each and what the equipment answered (003). */
export function Connections({ request }: PanelProps) {
  const { t } = useTranslation();
  const connections = usePages<Connection>('/api/connections', { customerId: request.customer.id });
  const [isAdding, { open, close }] = useDisclosure();
  return (
    <Stack gap="sm">
      <Rows of={connections} none={t('analysis.connections.none')} hint={t('analysis.connections.noneHint')}>
        {(connection) => <One connection={connection} request={request} />}
      </Rows>
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
          {t('analysis.connections.new')}
        </Button>
      </Group>
      {isAdding && <EditConnection request={request} close={close} />}
    </Stack>
  );
}

interface FormProps {
  connection: Connection;
  request: CancellationRequestDetail;
  close: () => void;
}

const FORMS = {
  reduce: (props) => <Restrict {...props} verb="reduce" />,
  block: (props) => <Restrict {...props} verb="block" />,
  disconnect: Disconnect,
  exceptions: Exceptions,
  edit: EditConnection,
  answers: Answers,
} satisfies Record<string, ComponentType<FormProps>>;

const COLOURS = { normal: 'teal', reduced: 'orange', blocked: 'red' } as const;

function One({ connection, request }: { connection: Connection; request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<Connection>();
  const [form, setForm] = useState<keyof typeof FORMS | null>(null);
  const [showsUsage, showUsage] = useState(false);
  const { id, username, service, state, reason, stateSince, timeZone, exception, nas, multipack, network } = connection;
  const Form = form && FORMS[form];

  const attempt = async (verb: string, body: object, done: string, undo?: () => unknown) => {
    try {
      await act.mutateAsync({ path: `/api/connections/${id}/${verb}`, body: { ...body, ...withinOf(request) } });
      toast.done(done, undo);
    } catch (error) {
      toast.failed(error);
    }
  };
  const before = { reason: reason ?? '–' };
  const free = {
    reduced: () =>
      attempt('remove-reduction', {}, t('analysis.connections.doneFull', { username }), () =>
        attempt('reduce', before, t('analysis.connections.doneReduce', { username })),
      ),
    blocked: () =>
      attempt('unblock', {}, t('analysis.connections.doneUnblock', { username }), () =>
        attempt('block', before, t('analysis.connections.doneBlock', { username })),
      ),
  };
  return (
    <Stack gap="xs">
      <Group gap="xs" justify="space-between">
        <Text fw={500}>
          {username} · {service}
        </Text>
        <Mark color={COLOURS[state]}>{t(`analysis.connections.states.${state}`)}</Mark>
      </Group>
      {state !== 'normal' && (
        <Text size="sm" component="div">
          {t('analysis.connections.because', { reason: reason ?? '–' })} <Moment at={stateSince} timeZone={timeZone} />
        </Text>
      )}
      {exception && (
        <Text size="sm" component="div">
          {t('analysis.connections.excepted', { reason: exception.reason })}{' '}
          <Moment at={exception.until} timeZone={timeZone} />
        </Text>
      )}
      <Facts
        facts={[
          [t('multipacks.multipack'), multipack ? `${multipack.name} ${multipack.code}` : '–'],
          [t('analysis.connections.address'), connection.framedIp ?? '–'],
          [t('analysis.connections.equipment'), nas ? nas.name : '–'],
        ]}
      />
      {network.last && <LastWord command={network.last} timeZone={timeZone} />}
      {!network.isConfigured && (
        <Alert color="gray" variant="light" p="xs">
          {t(nas?.retired ? 'analysis.connections.equipmentRetired' : 'analysis.connections.noEquipment')}
        </Alert>
      )}
      <Group gap="xs">
        {state === 'reduced' && (
          <Button size="xs" loading={act.isPending} onClick={() => void free.reduced()}>
            {t('analysis.connections.removeReduction')}
          </Button>
        )}
        {state === 'blocked' && (
          <Button size="xs" loading={act.isPending} onClick={() => void free.blocked()}>
            {t('analysis.connections.unblock')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setForm('disconnect')}>
          {t('analysis.connections.disconnect')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setForm('exceptions')}>
          {t('analysis.connections.exceptions')}
        </Button>
        <Button size="xs" variant="default" aria-expanded={showsUsage} onClick={() => showUsage(!showsUsage)}>
          {t('analysis.connections.usage')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {t('analysis.connections.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setForm('edit')}>{t('analysis.connections.edit')}</Menu.Item>
            {state === 'normal' && (
              <Menu.Item onClick={() => setForm('reduce')}>{t('analysis.connections.reduce')}</Menu.Item>
            )}
            {state !== 'blocked' && (
              <Menu.Item onClick={() => setForm('block')} disabled={exception !== null}>
                {t('analysis.connections.block')}
                {exception !== null && (
                  <Text size="xs" c="dimmed">
                    {t('analysis.connections.blockExcepted')}
                  </Text>
                )}
              </Menu.Item>
            )}
            {network.isConfigured && (
              <Menu.Item
                onClick={() => void attempt('tell-again', {}, t('analysis.connections.doneTold', { username }))}
              >
                {t('analysis.connections.tellAgain')}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => setForm('answers')}>{t('analysis.connections.answers')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {showsUsage && (
        <Suspense fallback={<Loading lines={4} />}>
          <Consumption connection={connection} today={todayOf(request)} />
        </Suspense>
      )}
      {Form && <Form connection={connection} request={request} close={() => setForm(null)} />}
    </Stack>
  );
}
