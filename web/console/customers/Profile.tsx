import { Alert, Anchor, Box, Button, Group, Stack, Tabs, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconClock, IconPencil, IconUserExclamation } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Day, Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { LANGUAGES } from '../../shared/i18n.ts';
import { useGet } from '../../shared/queries.ts';
import type { Customer, CustomerProfile, Dependants } from '../../shared/types.ts';
import { AgentName, ChangeAgents, EditAgents } from '../agents/CustomerAgents.tsx';
import { NewNote } from '../notes/NoteForm.tsx';
import { Notes } from '../notes/Notes.tsx';
import { Notices } from '../notices/Notices.tsx';
import { PROFILE_TABS, type ProfileTab } from '../places.ts';
import { useSession } from '../shell/session.ts';
import { CustomerTickets } from '../tickets/CustomerTickets.tsx';
import { OpenRequestOf } from '../tickets/OpenRequest.tsx';
import { Contacts } from './Contacts.tsx';
import { Crm } from './Crm.tsx';
import styles from './customers.module.css';
import { EditCustomer } from './EditCustomer.tsx';
import { History } from './History.tsx';
import { NewTask } from './NewTask.tsx';
import { useBranches } from './parts.tsx';
import { Purchased } from './Purchased.tsx';
import { Receivables } from './Receivables.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { TestClock } from './TestClock.tsx';

/** What can be opened over the profile from its header, its shortcuts and its tabs. */
export type Dialog = 'edit' | 'agents' | 'request' | 'note' | 'task' | 'clock';

/** The user's profile of the sources (000, 002): what was bought, what is owed, what was done. */
export function Profile() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' });
  const customer = useGet<CustomerProfile>(`/api/customers/${customerId}`);
  // Of the customer before, as long as the next one is on its way.
  const data = customer.data?.id === customerId ? customer.data : undefined;
  return (
    <Answer of={{ ...customer, data }} lines={8}>
      {(found) => <Page key={found.id} customer={found} readAt={customer.dataUpdatedAt} />}
    </Answer>
  );
}

/** Whose history is for levels 1 and 2, as the server has it. */
const HISTORY_LEVEL = 2;

/** With the instant of the real time at which it was read. */
interface Read {
  customer: CustomerProfile;
  readAt: number;
}

function Page({ customer, readAt }: Read) {
  const { t } = useTranslation();
  const { user, testClock } = useSession();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const [dialog, open] = useState<Dialog | null>(null);
  const tabs = PROFILE_TABS.filter((tab) => tab !== 'history' || user.accessLevel <= HISTORY_LEVEL);
  const { tab: asked = 'purchased' } = useSearch({ from: '/shell/customers/$customerId' });
  const tab = tabs.includes(asked) ? asked : 'purchased';
  const close = () => open(null);

  const contents: Record<ProfileTab, ReactNode> = {
    purchased: <Purchased customer={customer} />,
    receivables: <Receivables customer={customer} />,
    crm: <Crm customer={customer} addTask={() => open('task')} />,
    notes: <Notes customer={customer} />,
    notices: <Notices customer={customer} />,
    tickets: <CustomerTickets customer={customer} />,
    contacts: <Contacts customer={customer} />,
    history: <History customer={customer} />,
  };
  return (
    <Box className={styles['profile']}>
      <Box className={styles['head']}>
        <Header customer={customer} readAt={readAt} open={open} />
      </Box>
      <Box className={styles['shortcuts']}>
        <Shortcuts customer={customer} open={open} />
      </Box>
      <Box className={styles['body']}>
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(next) => void navigate({ search: { tab: next as ProfileTab }, resetScroll: false })}
        >
          <Tabs.List mb="md">
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`customers.tabs.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tabs.map((each) => (
            <Tabs.Panel key={each} value={each}>
              <VisuallyHidden component="h2">{t(`customers.tabs.${each}`)}</VisuallyHidden>
              {contents[each]}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Box>
      <EditCustomer customer={customer} isOpen={dialog === 'edit'} close={close} />
      {dialog === 'request' && <OpenRequestOf customer={customer} close={close} />}
      {dialog === 'agents' && <EditAgents customer={customer} close={close} />}
      <NewNote customer={customer} isOpen={dialog === 'note'} close={close} />
      <NewTask customer={customer} isOpen={dialog === 'task'} close={close} />
      {testClock && <TestClock customer={customer} isOpen={dialog === 'clock'} close={close} />}
    </Box>
  );
}

/** Other customers as links to them, as far as the reader reaches them; nothing of nobody. */
function Others({ of }: { of: Pick<Customer, 'id' | 'name' | 'branchId'>[] }) {
  const { user, branch } = useSession();
  return of.map(({ id, name, branchId }, place) => (
    <Fragment key={id}>
      {place > 0 && ', '}
      {user.accessLevel === 1 || branchId === branch.id ? (
        <Anchor component={Link} to={`/customers/${id}`}>
          {name}
        </Anchor>
      ) : (
        name
      )}
    </Fragment>
  ));
}

const named = (others: Pick<Customer, 'id' | 'name' | 'branchId'>[]): ReactNode =>
  others.length > 0 && <Others of={others} />;

/** More than this ahead of the real time, a clock was moved; less is the time an answer takes. */
const AHEAD_MS = 10 * 60_000;

function Header({ customer, readAt, open }: Read & { open: (dialog: Dialog) => void }) {
  const { t } = useTranslation();
  const { testClock } = useSession();
  const branches = useBranches();
  const dependants = useGet<Dependants>(`/api/customers/${customer.id}/dependants`).data?.items ?? [];
  const {
    name,
    code,
    branchId,
    email,
    phone,
    language,
    taxId,
    birthDate,
    address,
    payer,
    guardian,
    inCare,
    now,
    agents,
  } = customer;
  const edit = () => open('edit');
  const branch = branches.data?.find(({ id }) => id === branchId);
  const isAhead = testClock && Date.parse(now) - readAt > AHEAD_MS;
  const facts: [string, ReactNode][] = [
    [t('customers.code'), code],
    [t('customers.branch'), branch?.name],
    [t('common.email'), email && <Anchor href={`mailto:${email}`}>{email}</Anchor>],
    [t('common.phone'), phone && <Anchor href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</Anchor>],
    [t('common.language'), LANGUAGES[language]],
    [t('customers.birthDate'), birthDate && <Day date={birthDate} />],
    [t('customers.taxId'), taxId],
    [t('customers.address'), address],
    [t('customers.payer'), payer && named([payer])],
    [t('customers.guardian'), guardian && inCare && named([guardian])],
    [t('agents.preferred'), agents.preferred && <AgentName agent={agents.preferred} />],
    [
      t('agents.collection'),
      <Fragment key="collection">
        <AgentName agent={agents.collection} />
        <ChangeAgents open={() => open('agents')} />
      </Fragment>,
    ],
    [t('customers.paysFor'), named(dependants.filter(({ isPaidFor }) => isPaidFor))],
    [t('customers.guardianOf'), named(dependants.filter(({ isInCare }) => isInCare))],
  ];
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Title>
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={edit} miw="fit-content">
          {t('common.edit')}
        </Button>
      </Group>
      <Text component="dl" size="sm" className={styles['facts']}>
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </Text>
      {birthDate !== null && inCare && guardian === null && (
        <Alert
          color="orange"
          variant="light"
          p="xs"
          icon={<IconUserExclamation size={18} aria-hidden />}
          title={t('customers.minorAlone')}
          styles={{ title: { color: 'var(--mantine-color-text)' } }}
        >
          <Group gap="xs">
            <Text size="sm">{t('customers.minorAloneHint')}</Text>
            <Button variant="default" size="compact-sm" onClick={edit}>
              {t('customers.addGuardian')}
            </Button>
          </Group>
        </Alert>
      )}
      {isAhead && (
        <Alert variant="default" p="xs" icon={<IconClock size={18} aria-hidden />}>
          {t('customers.clock.notice')} <Moment at={now} timeZone={branch?.timeZone} />
        </Alert>
      )}
    </Stack>
  );
}
