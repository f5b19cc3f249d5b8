import { Anchor, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../shared/components/Moment.tsx';
import { RenewalBadge } from '../../shared/components/StateBadge.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { addDays, daysBetween } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { MultipackDetail } from '../../shared/types.ts';
import { StateUntil } from '../counter/StateUntil.tsx';
import { MultipackActions } from './actions/MultipackActions.tsx';
import { Chain } from './Chain.tsx';
import { Details } from './Details.tsx';
import { Receivables } from './Receivables.tsx';
import { Standing } from './Standing.tsx';
import { axisOf, deadlineOn, isInForce, nextOf } from './standing.ts';
import { History, Tasks } from './Story.tsx';
import { Legend, TimeBar } from './TimeBar.tsx';

/** A multipack's record: facts left, story right (000, 002). */
export function Multipack() {
  const { multipackId } = useParams({ from: '/shell/multipacks/$multipackId' });
  const multipack = useGet<MultipackDetail>(`/api/multipacks/${multipackId}`);
  return <Answer of={multipack}>{(found) => <Record multipack={found} />}</Answer>;
}

function Record({ multipack }: { multipack: MultipackDetail }) {
  const { customerId, customerName } = multipack;
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={1} size="h2">
              {multipack.name}
            </Title>
            <Text c="dimmed" component="div">
              {multipack.code} ·{' '}
              <Anchor
                underline="always"
                renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId }} />}
              >
                {customerName}
              </Anchor>{' '}
              · <Amount money={multipack.price} />
            </Text>
          </div>
          <MultipackActions multipack={multipack} />
        </Group>
        <Group gap="xs">
          <StateUntil multipack={multipack} today={multipack.today} />
          {multipack.removedAt === null && <RenewalBadge state={multipack.renewalState} />}
        </Group>
        <Standing multipack={multipack} />
      </Stack>
      <Time multipack={multipack} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Details multipack={multipack} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <Chain multipack={multipack} />
            <Receivables receivables={multipack.receivables} />
            <Tasks multipack={multipack} />
            <History multipack={multipack} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Time({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const { name, validFrom, today, freeze, receivables, renewalState, withdrawnOn, cancelledOn } = multipack;
  const ended = [withdrawnOn, cancelledOn].filter((date) => date !== null).toSorted()[0];
  const deadline = deadlineOn(multipack, today);
  // As it stands: a freeze with an open end will have moved the last day as it moves the deadline.
  const validTo = addDays(multipack.validTo, daysBetween(multipack.deadline, deadline));
  const next = nextOf(multipack);
  const last = next?.to ?? (freeze?.until && freeze.until > validTo ? freeze.until : validTo);
  const axis = axisOf(validFrom, last);
  // What was decided since took days away, and with them the renewal.
  const dropped = ended !== undefined && ended < validTo ? { from: addDays(ended, 1), to: validTo } : null;
  const hasDeadline = renewalState !== 'none' && ended === undefined;
  return (
    <figure style={{ margin: 0 }}>
      <TimeBar
        label={name}
        {...axis}
        {...{ validFrom, today, next, dropped, freeze, receivables }}
        validTo={ended ?? validTo}
        deadline={hasDeadline ? deadline : null}
        muted={ended === undefined ? !isInForce(multipack) : today > ended}
        scale
      />
      <Legend
        shown={{
          today: today >= axis.from && today <= axis.to,
          deadline: hasDeadline,
          next: next !== null,
          dropped: dropped !== null,
          freeze: freeze !== null,
          receivables: receivables.map(({ state }) => state),
        }}
        caption={t('multipacks.legend')}
      />
    </figure>
  );
}
