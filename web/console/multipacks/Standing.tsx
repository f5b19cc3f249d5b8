import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { type Page, useGet } from '../../shared/queries.ts';
import type { CancellationRequest, MultipackDetail } from '../../shared/types.ts';
import { deadlineOn, isSuccessorRemoved, standingFreeze, successorsOf, useIsWaiting } from './standing.ts';

/** What becomes of a multipack, in sentences: until when, whether it renews, by when one must act. */
export function Standing({ multipack }: { multipack: MultipackDetail }) {
  return (
    <Text component="div">
      <InRequest multipack={multipack} />
      {[...useSentences(multipack), ...soldAgain(multipack)].map((sentence, index) => (
        <span key={index}>{sentence} </span>
      ))}
    </Text>
  );
}

/** The way to what it was sold again as, and to what it was sold after (001). */
const soldAgain = ({ soldAgainFrom, soldAgainAs }: MultipackDetail): ReactNode[] => [
  soldAgainFrom && <Trans i18nKey="counter.again.from" components={{ way: <TermLink term={soldAgainFrom} /> }} />,
  ...soldAgainAs.map((term) => (
    <Trans key={term.id} i18nKey="counter.again.as" components={{ way: <TermLink term={term} /> }} />
  )),
];

/** The cancellation request that is not concluded yet, if there is one (003). */
function InRequest({ multipack: { id, renewalState } }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const { data } = useGet<Page<CancellationRequest>>('/api/cancellation-requests', { multipackId: id });
  const open = data?.items.find(({ concludedAt }) => concludedAt === null);
  if (!open) return null;
  const way = (
    <Anchor fz="inherit" underline="always" component={Link} to={`/requests/${open.id}`}>
      {open.code}
    </Anchor>
  );
  return (
    <span>
      <Trans
        i18nKey={renewalState === 'held' ? 'requesting.inRequestHeld' : 'requesting.inRequest'}
        components={{ way }}
        values={{ state: t(`desk.states.${open.state}`) }}
      />{' '}
    </span>
  );
}

function useSentences(multipack: MultipackDetail): ReactNode[] {
  const { t } = useTranslation();
  const format = useFormat();
  const isWaiting = useIsWaiting(multipack);
  const { today, validFrom, validTo, timeZone, renewalState, withdrawnOn, cancelledOn, blockedAt } = multipack;
  const isOver = multipack.state === 'expired';
  const isAhead = today < validFrom;
  const day = format.inWords;
  const word = (key: SentenceKey, date: string) => t(`multipacks.standing.${key}`, { date: day(date) });

  if (multipack.removedAt !== null) {
    return [
      <Trans
        key="removed"
        i18nKey="multipacks.standing.removed"
        components={{ at: <Moment at={multipack.removedAt} timeZone={timeZone} /> }}
      />,
    ];
  }
  const ended = [withdrawnOn, cancelledOn].filter((date) => date !== null).toSorted()[0];
  if (ended !== undefined) {
    const by = ended === withdrawnOn ? 'withdrawn' : 'cancelled';
    const reason = by === 'withdrawn' ? multipack.withdrawalReason : null;
    return [
      word(today > ended ? `${by}Past` : by, ended),
      reason && t('counter.standing.reason', { reason: t(`counter.withdraw.reasons.${reason}`) }),
    ].filter(Boolean);
  }

  const said: ReactNode[] = isAhead ? [word('begins', validFrom)] : [];
  const freeze = standingFreeze(multipack, today);
  if (freeze) {
    const values = { from: day(freeze.from), until: freeze.until && day(freeze.until) };
    if (freeze.until) said.push(t('multipacks.standing.frozen', values));
    else said.push(t(`multipacks.standing.${freeze.from <= today ? 'frozenOpen' : 'frozenOpenAhead'}`, values));
  }

  const deadline = deadlineOn(multipack, today);
  if (renewalState === 'renewed') {
    said.push(
      <Trans
        key="renewed"
        i18nKey="multipacks.standing.renewed"
        components={{ next: <TermLink term={successorsOf(multipack)[0]!} /> }}
        values={{
          from: day(successorsOf(multipack)[0]!.validFrom),
          to: day(successorsOf(multipack)[0]!.validTo),
        }}
      />,
      ...(today <= deadline ? [word('renewedInTime', deadline)] : []),
    );
  } else if (renewalState === 'cancelled') {
    const at = multipack.renewalCancelledAt;
    if (at !== null) {
      said.push(
        <Trans
          key="notRenewing"
          i18nKey={isOver ? 'multipacks.standing.notRenewed' : 'multipacks.standing.notRenewing'}
          components={{ at: <Moment at={at} timeZone={timeZone} /> }}
          values={{ to: day(validTo) }}
        />,
      );
    }
    if (isSuccessorRemoved(multipack)) said.push(t('multipacks.standing.neverAgain'));
    else if (today <= deadline) said.push(word('switchOn', deadline));
  } else if (renewalState === 'held') {
    // Said above, with the request that holds it.
  } else if (renewalState === 'none') {
    said.push(word(isOver ? 'noneOver' : 'none', validTo));
  } else if (isWaiting) {
    said.push(t('multipacks.standing.waiting', { night: format.range(deadline, addDays(deadline, 1)) }));
  } else if (multipack.night === null) {
    // Stands still: nothing is due until it is reactivated.
    said.push(word('moves', deadline));
  } else {
    const values = { night: format.range(deadline, addDays(deadline, 1)), date: day(deadline) };
    said.push(t(`multipacks.standing.${today <= deadline ? 'renews' : 'renewsTonight'}`, values));
  }
  if (blockedAt !== null) {
    said.push(
      <Trans
        key="blocked"
        i18nKey={renewalState === 'will_renew' ? 'multipacks.standing.blockedRenews' : 'multipacks.standing.blocked'}
        components={{ at: <Moment at={blockedAt} timeZone={timeZone} /> }}
      />,
    );
  }
  return said;
}

type SentenceKey =
  | 'withdrawn'
  | 'withdrawnPast'
  | 'cancelled'
  | 'cancelledPast'
  | 'begins'
  | 'renewedInTime'
  | 'switchOn'
  | 'none'
  | 'noneOver'
  | 'moves';

/** The code of another multipack, as the way to it. */
export function TermLink({ term }: { term: { id: string; code: string } }) {
  return (
    <Anchor
      fz="inherit"
      underline="always"
      renderRoot={(props) => <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: term.id }} />}
    >
      {term.code}
    </Anchor>
  );
}
