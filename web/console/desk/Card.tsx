import { Alert, Anchor, Button, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconEye, IconMessage } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { useFormat } from '../../shared/format.ts';
import type { CancellationRequest } from '../../shared/types.ts';
import { useNow, useSla } from './clock.ts';
import style from './desk.module.css';
import type { Moves, Undecided } from './moves.ts';
import { Sla } from './Sla.tsx';

/** What can be done with a card, beside what `Moves` knows. */
export interface CardActs {
  moves: Moves;
  claimAndOpen: (request: CancellationRequest) => void;
  open: (request: CancellationRequest) => void;
  comment: (request: CancellationRequest) => void;
  assignTo: (request: CancellationRequest) => void;
}

interface Props extends ComponentProps<'article'> {
  request: CancellationRequest;
  acts: CardActs;
  /** Who else has it open. */
  viewers: string[];
}

/** Everything the source lists of a request, in little room (003). */
export function Card({ request, acts, viewers, ...article }: Props) {
  const { t } = useTranslation();
  const { id, code, title, state, concludedAt, claimer } = request;
  const sla = useSla(request);
  const undecided = acts.moves.undecided.get(id);
  return (
    <article
      className={style['card']}
      data-card={id}
      data-sla={concludedAt === null ? sla : undefined}
      aria-labelledby={`card-${id}`}
      aria-busy={acts.moves.moving.has(id)}
      {...article}
    >
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Anchor
          renderRoot={(props) => (
            <Link {...props} to="/requests/$requestId" params={{ requestId: id }} data-open draggable={false} />
          )}
          id={`card-${id}`}
          fw={600}
          size="sm"
        >
          {code}
        </Anchor>
        <Sla request={request} />
      </Group>
      <Text size="sm" fw={500} lineClamp={2}>
        {title}
      </Text>
      <Text size="sm" lineClamp={2}>
        {request.customer.name} · {request.multipack.name}{' '}
        <span className={style['code']}>{request.multipack.code}</span>
      </Text>
      <dl className={style['facts']}>
        <Fact label={t('desk.reason')}>{request.reason.title}</Fact>
        <Fact label={t('desk.protocol')}>{request.ticket?.protocol ?? t('desk.noTicket')}</Fact>
        <Fact label={t('desk.created')}>
          <Moment at={request.createdAt} timeZone={request.timeZone} /> · {request.creator.name}
        </Fact>
        <Fact label={t('desk.limit')}>
          <Moment at={request.limitAt} timeZone={request.timeZone} />
        </Fact>
        {concludedAt !== null && (
          <Fact label={t('desk.concluded')}>
            <Moment at={concludedAt} timeZone={request.timeZone} /> · {t(`desk.states.${state}`)}
          </Fact>
        )}
        {claimer !== null && <Fact label={t('desk.claimer')}>{claimer.name}</Fact>}
      </dl>
      {(request.comments > 0 || viewers.length > 0) && (
        <Group gap="sm">
          {request.comments > 0 && (
            <Text size="xs" c="dimmed" span>
              <IconMessage size={13} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
              {t('desk.comments', { count: request.comments })}
            </Text>
          )}
          {viewers.length > 0 && <Looking names={viewers} />}
        </Group>
      )}
      {concludedAt === null && <Buttons request={request} acts={acts} />}
      {undecided && <NotDecided undecided={undecided} />}
    </article>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Who else has a request open. */
function Looking({ names }: { names: string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="xs" fw={500} span>
      <IconEye size={13} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
      {t('desk.looking', { count: names.length, names: format.list(names) })}
    </Text>
  );
}

function Buttons({ request, acts }: { request: CancellationRequest; acts: CardActs }) {
  const { t } = useTranslation();
  const { moves, claimAndOpen, open, comment, assignTo } = acts;
  const { code, state } = request;
  const isBusy = moves.moving.has(request.id);
  return (
    <Group gap={4} mt={2}>
      {state === 'pending' && (
        <Button
          size="compact-xs"
          className={style['button']}
          variant="light"
          disabled={isBusy}
          aria-label={t('desk.claimOf', { code })}
          onClick={() => claimAndOpen(request)}
        >
          {t('desk.claim')}
        </Button>
      )}
      <Button
        size="compact-xs"
        className={style['button']}
        variant="default"
        aria-label={t('desk.commentOf', { code })}
        onClick={() => comment(request)}
      >
        {t('desk.comment')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-xs"
            className={style['button']}
            variant="default"
            disabled={isBusy}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={t('desk.moveOf', { code })}
          >
            {t('desk.move')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {state === 'pending' && (
            <Menu.Item onClick={() => void moves.claim(request)}>{t('desk.moveTo.in_analysis')}</Menu.Item>
          )}
          {moves.mayRelease(request) && (
            <Menu.Item onClick={() => void moves.release(request)}>{t('desk.moveTo.pending')}</Menu.Item>
          )}
          {state === 'in_analysis' && <Menu.Item onClick={() => open(request)}>{t('desk.moveTo.analysed')}</Menu.Item>}
          {moves.mayAssign(request) && <Menu.Item onClick={() => assignTo(request)}>{t('desk.assign')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

/** Nothing was decided: says so on the card itself, and when another try is worth it. */
function NotDecided({ undecided: { error, retryAt, retry } }: { undecided: Undecided }) {
  const { t } = useTranslation();
  const seconds = Math.max(0, Math.ceil((retryAt - useNow()) / 1000));
  return (
    <Alert color="red" variant="light" p="xs" role="alert" mt={4}>
      <Text size="sm">{error.status === 0 ? t('common.offline') : error.message}</Text>
      <Text size="sm">{t('desk.nothingHappened')}</Text>
      <Group gap="xs" mt={4}>
        <Button
          size="compact-xs"
          className={style['button']}
          variant="default"
          disabled={seconds > 0}
          onClick={() => void retry()}
        >
          {t('common.tryAgain')}
        </Button>
        {seconds > 0 && (
          <Text size="xs" className="figures" aria-hidden>
            {t('desk.retryIn', { count: seconds })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
