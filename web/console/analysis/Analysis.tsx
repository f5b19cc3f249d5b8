import { Anchor, Box, Button, Grid, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Problem } from '../../shared/components/States.tsx';
import { useGet } from '../../shared/queries.ts';
import type { CancellationRequestDetail } from '../../shared/types.ts';
import { AssignDialog } from '../desk/AssignDialog.tsx';
import { CommentDialog } from '../desk/CommentDialog.tsx';
import { type Moves, useMoves } from '../desk/moves.ts';
import { Sla } from '../desk/Sla.tsx';
import { TermLink } from '../multipacks/Standing.tsx';
import { Mark } from '../customers/parts.tsx';
import { CancelPage } from './Cancel.tsx';
import { ConcludeBar } from './ConcludeBar.tsx';
import { Conclusion } from './Conclusion.tsx';
import { Panels } from './Panels.tsx';
import { useAnalysis } from './place.ts';
import { usePresence } from './presence.ts';
import { RevertDialog } from './Revert.tsx';
import { Story } from './Story.tsx';
import { Opened } from './Opened.tsx';

/** A cancellation request under analysis: the facts left, the story right, both conclusions in reach (003). */
export function Analysis() {
  const { requestId } = useParams({ from: '/shell/requests/$requestId' });
  const request = useGet<CancellationRequestDetail>(`/api/cancellation-requests/${requestId}`);
  const data = request.data?.id === requestId ? request.data : undefined;
  return (
    <Answer of={{ ...request, data }} lines={12}>
      {(found) => <Record key={found.id} request={found} />}
    </Answer>
  );
}

function Record({ request }: { request: CancellationRequestDetail }) {
  const { address, go } = useAnalysis();
  const moves = useMoves();
  const { conclude } = request.allowed;
  if (address.act === 'cancel' && conclude) return <CancelPage request={request} />;
  return (
    <Stack gap="lg">
      <Head request={request} moves={moves} />
      {request.concludedAt !== null && <Conclusion request={request} />}
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Panels request={request} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Story request={request} />
        </Grid.Col>
      </Grid>
      {request.concludedAt === null && <ConcludeBar request={request} moves={moves} />}
      {address.act === 'revert' && conclude && (
        <RevertDialog request={request} close={() => go({ act: undefined }, { replace: true })} />
      )}
      <Opened request={request} />
    </Stack>
  );
}

const COLOURS = { pending: 'blue', in_analysis: 'teal', cancelled: 'red', reverted: 'grape' } as const;

function Head({ request, moves }: { request: CancellationRequestDetail; moves: Moves }) {
  const { t } = useTranslation();
  const { id, code, title, customer, multipack, branch, state, claimer, allowed } = request;
  const [asking, ask] = useState<'comment' | 'assign' | null>(null);
  const undecided = moves.undecided.get(id);
  const isBusy = moves.moving.has(id);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="dimmed" component="div">
            <span className="figures">{code}</span> ·{' '}
            <Anchor
              underline="always"
              renderRoot={(props) => (
                <Link {...props} to="/customers/$customerId" params={{ customerId: customer.id }} />
              )}
            >
              {customer.name}
            </Anchor>{' '}
            · {multipack.name} <TermLink term={multipack} /> · {branch.name}
          </Text>
        </div>
        {request.concludedAt === null && (
          <Group gap="xs">
            <Button variant="default" onClick={() => ask('comment')}>
              {t('desk.insertComment')}
            </Button>
            {(allowed.release || allowed.assign) && (
              <Menu position="bottom-end">
                <Menu.Target>
                  <Button variant="default" loading={isBusy}>
                    {t('analysis.handOver')}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {allowed.release && (
                    <Menu.Item onClick={() => void moves.release(request)}>{t('analysis.release')}</Menu.Item>
                  )}
                  {allowed.assign && <Menu.Item onClick={() => ask('assign')}>{t('desk.assign')}</Menu.Item>}
                </Menu.Dropdown>
              </Menu>
            )}
          </Group>
        )}
      </Group>
      <Group gap="xs">
        <Mark color={COLOURS[state]}>
          {claimer && state === 'in_analysis'
            ? t('analysis.analysedBy', { name: claimer.name })
            : t(`desk.states.${state}`)}
        </Mark>
        <Sla request={request} />
        <Looking id={id} isOpen={request.concludedAt === null} />
      </Group>
      {undecided && <Problem error={undecided.error} retry={undecided.retry} />}
      {asking === 'comment' && <CommentDialog request={request} close={() => ask(null)} />}
      {asking === 'assign' && (
        <AssignDialog request={request} assign={(to) => void moves.assign(request, to)} close={() => ask(null)} />
      )}
    </Stack>
  );
}

/** Two people on one request see each other. */
function Looking({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { t } = useTranslation();
  const names = usePresence(id, isOpen);
  return (
    <Box role="status">
      {names.length > 0 && (
        <Text size="sm" fw={500} span>
          <IconEye size={15} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
          {t('desk.looking', { count: names.length, names: names.join(', ') })}
        </Text>
      )}
    </Box>
  );
}
