import { Anchor, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { useGet } from '../../shared/queries.ts';
import type { CancellationRequestDetail, ChainWorkflow } from '../../shared/types.ts';
import style from './analysis.module.css';
import type { PanelProps } from './Panels.tsx';

/** What the operator entered at the opening, and by when it must be concluded (003). */
export function RequestFacts({ request }: PanelProps) {
  const { t } = useTranslation();
  const { ticket, timeZone, profile, creator, claimedAt, claimer } = request;
  return (
    <Stack gap="sm">
      {request.details !== '' && (
        <Text size="sm" className={style['prose']}>
          {request.details}
        </Text>
      )}
      <Facts
        facts={[
          [t('desk.reason'), request.reason.title],
          [t('desk.created'), <By key="created" at={request.createdAt} name={creator.name} timeZone={timeZone} />],
          [
            t('desk.protocol'),
            ticket ? (
              <Anchor
                key="ticket"
                size="sm"
                underline="always"
                renderRoot={(props) => (
                  <Link
                    {...props}
                    from="/requests/$requestId"
                    to="/requests/$requestId"
                    params={{ requestId: request.id }}
                    search={(before) => ({ ...before, ticketId: ticket.id })}
                    resetScroll={false}
                  />
                )}
              >
                {ticket.protocol}
              </Anchor>
            ) : (
              t('desk.noTicket')
            ),
          ],
          [t('desk.limit'), <Moment key="limit" at={request.limitAt} timeZone={timeZone} />],
          [t('analysis.profile'), t('requesting.profileOf', { title: profile.title, count: profile.days })],
          ...(claimedAt !== null && claimer !== null
            ? [
                [t('desk.claimer'), <By key="claimed" at={claimedAt} name={claimer.name} timeZone={timeZone} />] as [
                  string,
                  React.ReactNode,
                ],
              ]
            : []),
        ]}
      />
      {request.concludedAt === null && (
        <Text size="sm">{t(request.holdsRenewal ? 'requesting.holds' : 'requesting.holdsNot')}</Text>
      )}
      <Wait request={request} />
    </Stack>
  );
}

function By({ at, name, timeZone }: { at: string; name: string; timeZone: string }) {
  return (
    <>
      <Moment at={at} timeZone={timeZone} /> · {name}
    </>
  );
}

/** Where its wait stands in Temporal; nothing where that cannot be asked. */
function Wait({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const { data } = useGet<ChainWorkflow>(`/api/cancellation-requests/${request.id}/workflow`);
  if (!data) return null;
  return (
    <Text size="sm" c="dimmed" component="div">
      {t(`analysis.workflow.${data.status}`)}{' '}
      {data.url !== null && (
        <Anchor href={data.url} target="_blank" rel="noreferrer" size="sm" underline="always">
          {t('shell.temporal')} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
        </Anchor>
      )}
    </Text>
  );
}
