import { Anchor, Button, Grid, Group, Stack, Text, Timeline, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { TicketDetail } from '../../shared/types.ts';
import { useActionWords } from '../customers/actions.ts';
import { ActDialog } from '../multipacks/actions/ActDialog.tsx';
import { Section } from '../multipacks/Section.tsx';
import { OpenRequest } from './OpenRequest.tsx';
import { TicketState } from './TicketState.tsx';
import { useEligibility } from './eligibility.ts';

/** A ticket: what it is about left, what became of it right (003: visualização do atendimento). */
export function Ticket() {
  const { ticketId } = useParams({ from: '/shell/tickets/$ticketId' });
  const ticket = useGet<TicketDetail>(`/api/tickets/${ticketId}`);
  // Of the ticket before, as long as the next one is on its way.
  const data = ticket.data?.id === ticketId ? ticket.data : undefined;
  return <Answer of={{ ...ticket, data }}>{(found) => <Page key={found.id} ticket={found} />}</Answer>;
}

function Page({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const [isClosing, setClosing] = useState(false);
  const { protocol, subject, description, customer, multipack, via, state, createdAt, author } = ticket;
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {subject}
          </Title>
          <Group gap="xs">
            <Text c="dimmed" component="div">
              {protocol} ·{' '}
              <Anchor component={Link} to={`/customers/${customer.id}`} underline="always">
                {customer.name}
              </Anchor>
            </Text>
            <TicketState state={state} />
          </Group>
        </div>
        {state === 'open' && (
          <Button variant="default" onClick={() => setClosing(true)}>
            {t('tickets.close')}
          </Button>
        )}
      </Group>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Facts
              facts={[
                [t('tickets.protocol'), protocol],
                [
                  t('tickets.multipack'),
                  multipack ? (
                    <Anchor component={Link} to={`/multipacks/${multipack.id}`} size="sm" underline="always">
                      {multipack.name} · {multipack.code}
                    </Anchor>
                  ) : (
                    '–'
                  ),
                ],
                [t('tickets.via'), t(`tickets.vias.${via}`)],
                [
                  t('tickets.created'),
                  <>
                    <Moment at={createdAt} /> · {author.name}
                  </>,
                ],
                ...(ticket.closedAt === null
                  ? []
                  : [closedFact(t('tickets.closedAt'), ticket.closedAt, ticket.closedBy?.name)]),
              ]}
            />
            {description !== '' && (
              <Section title={t('tickets.description')}>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {description}
                </Text>
              </Section>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Requests ticket={ticket} />
            <History ticket={ticket} />
          </Stack>
        </Grid.Col>
      </Grid>
      {isClosing && <Close ticket={ticket} close={() => setClosing(false)} />}
    </Stack>
  );
}

const closedFact = (label: string, at: string, name: string | undefined): [string, React.ReactNode] => [
  label,
  <>
    <Moment at={at} /> {name && <>· {name}</>}
  </>,
];

/** Those opened from it, and the way to open one: offered only where it can be, else with why not. */
function Requests({ ticket: { id, requests } }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const [isOpening, setOpening] = useState(false);
  const { data: eligibility } = useEligibility({ ticketId: id });
  return (
    <Section title={t('tickets.requests')}>
      <Stack gap="xs" align="flex-start">
        {requests.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('tickets.noRequests')}
          </Text>
        )}
        {requests.map((request) => (
          <Text size="sm" key={request.id}>
            <Anchor component={Link} to={`/requests/${request.id}`} size="sm" underline="always">
              {request.code}
            </Anchor>{' '}
            · {request.title} · {t(`desk.states.${request.state}`)}
          </Text>
        ))}
        <Button
          variant="default"
          disabled={eligibility?.allowed !== true}
          aria-describedby={eligibility?.detail ? 'why-not' : undefined}
          onClick={() => setOpening(true)}
        >
          {t('requesting.add')}
        </Button>
        {eligibility?.detail && (
          <Text size="sm" id="why-not">
            {eligibility.detail}
          </Text>
        )}
      </Stack>
      {isOpening && <OpenRequest origin={{ ticketId: id }} close={() => setOpening(false)} />}
    </Section>
  );
}

function History({ ticket: { history } }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const wordOf = useActionWords();
  return (
    <Section title={t('tickets.history')}>
      <Timeline bulletSize={12} lineWidth={2} active={-1}>
        {history.map(({ id, action, at, actor }) => (
          <Timeline.Item key={id}>
            <Text size="sm">{wordOf(action)}</Text>
            <Text size="xs" c="dimmed" component="div">
              <Moment at={at} /> · {actor.name}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Section>
  );
}

function Close({ ticket: { id, protocol }, close }: { ticket: TicketDetail; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<TicketDetail>(() => {
    toast.done(t('tickets.closed', { protocol }));
    close();
  });
  return (
    <ActDialog
      title={t('tickets.closeOne', { protocol })}
      close={close}
      submit={t('tickets.close')}
      onSubmit={() => act.mutateAsync({ path: `/api/tickets/${id}/close` })}
      isPending={act.isPending}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('tickets.closeHint')}</Text>
    </ActDialog>
  );
}
