import { Badge, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading, Problem } from '../shared/components/States.tsx';
import { useFormat } from '../shared/format.ts';
import { useAct } from '../shared/queries.ts';
import { useToast } from '../shared/toast.tsx';
import type { Purchase } from '../shared/types.ts';
import { API, purchaseOptions } from './places.ts';
import { useCustomer } from './session.ts';
import { sumsOf } from './sums.ts';
import type { PortalWords } from './words.ts';

export const isOver = ({ state }: Purchase): boolean =>
  state === 'expired' || state === 'withdrawn' || state === 'cancelled' || state === 'removed';

/** What a purchase is about in words: until when it is valid, what happens next, by when one must act. */
export function Outlook({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const words = useWords(purchase);
  return (
    <Stack gap={4}>
      <Text>{t(`purchases.validity.${purchase.state}`, words.values)}</Text>
      {whatComes(purchase).map((sentence) => (
        <Text key={sentence} fw={TO_ACT.has(sentence) ? 600 : undefined}>
          {words.say(sentence)}
        </Text>
      ))}
    </Stack>
  );
}

type Sentence = keyof PortalWords['purchases']['next'];

/** By when one must act stands out. */
const TO_ACT = new Set<Sentence>(['cancelThrough', 'cancelAtBranch', 'enableThrough', 'mayRenew']);

function whatComes(purchase: Purchase): Sentence[] {
  const { renewalState, nextPeriod, today, deadline, mayCancelRenewal, mayEnableRenewal, mayRenew } = purchase;
  if (mayRenew.allowed && nextPeriod) return isOver(purchase) ? ['mayRenew'] : ['noRenewal', 'mayRenew'];
  // Bought by hand: there was no renewal to cancel.
  if (mayRenew.reason === 'next_period_bought' && nextPeriod) return ['renewed'];
  if (isOver(purchase) && renewalState === 'renewed' && nextPeriod) return ['renewed'];
  if (isOver(purchase) && renewalState !== 'will_renew') return ['goOnNow'];
  /** Why it is too late, what happens, and what can still be done. */
  const tooLate = (what: Sentence): Sentence[] =>
    nextPeriod ? ['tooLate', what, 'laterDeadline', 'ask'] : ['tooLate', what, 'ask'];
  switch (renewalState) {
    case 'will_renew': {
      const renews = nextPeriod ? 'renews' : 'renewsWhenOver';
      if (mayCancelRenewal.allowed) return [renews, 'cancelThrough'];
      return today <= deadline ? [renews, 'cancelAtBranch'] : tooLate(renews);
    }
    case 'renewed': {
      const renewed = nextPeriod ? 'renewed' : 'renewedAlready';
      return mayCancelRenewal.allowed ? [renewed, 'cancelThrough'] : tooLate(renewed);
    }
    case 'held':
      return ['held'];
    case 'cancelled':
      return ['ends', mayEnableRenewal.allowed ? 'enableThrough' : 'goOn'];
    case 'none':
      return ['noRenewal', 'goOn'];
  }
}

/** The dates and amounts of a purchase as its sentences name them. */
function useWords(purchase: Purchase) {
  const { t } = useTranslation();
  const { inWords, money } = useFormat();
  const customer = useCustomer(purchase.customerId);
  const next = purchase.nextPeriod;
  const branch = customer?.branch.name ?? '';
  const values = { from: inWords(purchase.validFrom), to: inWords(purchase.validTo), branch };
  const forRenewal = {
    from: next ? inWords(next.validFrom) : '',
    to: next ? inWords(next.validTo) : '',
    price: money(next?.price ?? purchase.price),
    deadline: inWords(purchase.deadline),
    branch,
  };
  const say = (sentence: Sentence): string => {
    switch (sentence) {
      case 'ends':
      case 'noRenewal':
        return t(`purchases.next.${sentence}`, values);
      case 'laterDeadline':
        return t('purchases.next.laterDeadline', { deadline: next ? inWords(next.deadline) : '' });
      default:
        return t(`purchases.next.${sentence}`, forRenewal);
    }
  };
  return { values, forRenewal, say, email: customer?.email ?? '' };
}

/** The red label of a renewal that is cancelled, with the instant of its receipt (000). */
export function CancelledLabel({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (purchase.renewalState !== 'cancelled') return null;
  const { renewalCancelledAt, timeZone } = purchase;
  return (
    <Group gap="xs">
      <Badge color="red.9" size="lg" radius="sm" styles={{ label: { textTransform: 'none' } }}>
        {t(renewalCancelledAt ? 'purchases.cancelled' : 'purchases.notRenewing')}
      </Badge>
      {renewalCancelledAt && (
        <Text size="sm" c="dimmed">
          <time dateTime={renewalCancelledAt} title={format.exact(renewalCancelledAt, timeZone)}>
            {format.instant(renewalCancelledAt, timeZone)}
          </time>
        </Text>
      )}
    </Group>
  );
}

/** What the customer may decide: the red button, the way back, or the renewal by hand. */
export function Decisions({ purchase }: { purchase: Purchase }) {
  return (
    <>
      <CancelRenewal purchase={purchase} />
      {purchase.mayEnableRenewal.allowed && <EnableRenewal purchase={purchase} />}
      <RenewByHand purchase={purchase} />
    </>
  );
}

function CancelRenewal({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const { values, forRenewal, email } = useWords(purchase);
  const { id, name, nextPeriod, mayCancelRenewal } = purchase;
  return (
    <Decision
      purchase={purchase}
      isOffered={mayCancelRenewal.allowed}
      color="red.9"
      button={t('purchases.cancel.button')}
      label={t('purchases.cancel.buttonFor', { name })}
      title={t('purchases.cancel.title')}
      confirm={t('purchases.cancel.button')}
      keep={t('purchases.cancel.keep')}
      done={t('purchases.cancel.done', { email })}
      path={API.cancelRenewal(id)}
    >
      <List.Item>{t('purchases.cancel.ends', { ...values, name })}</List.Item>
      {nextPeriod && <List.Item>{t('purchases.cancel.notRenewed', forRenewal)}</List.Item>}
      <StillOpen id={id} />
      <List.Item>{t('purchases.cancel.mail', { email })}</List.Item>
      <List.Item>{t('purchases.cancel.undo', forRenewal)}</List.Item>
    </Decision>
  );
}

/** The cancellation takes nothing away that is owed already (000). */
function StillOpen({ id }: { id: string }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const { data, error } = useQuery(purchaseOptions(id));
  if (error) return null;
  if (!data) return <Loading lines={1} />;
  const amounts = sumsOf(data.receivables.map(({ outstanding }) => outstanding)).map(money);
  return (
    <List.Item>
      {amounts.length === 0
        ? t('purchases.cancel.nothingOpen')
        : t('purchases.cancel.open', { amounts: amounts.join(' + ') })}
    </List.Item>
  );
}

function EnableRenewal({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { email } = useWords(purchase);
  const act = useDecision(() => toast.done(t('purchases.enable.done', { email })));
  return (
    <>
      {act.error && <Problem error={act.error} />}
      <Button
        variant="default"
        size="md"
        fullWidth
        loading={act.isPending}
        aria-label={t('purchases.enable.buttonFor', { name: purchase.name })}
        onClick={() => act.mutate({ path: API.enableRenewal(purchase.id) })}
      >
        {t('purchases.enable.button')}
      </Button>
    </>
  );
}

function RenewByHand({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const { forRenewal } = useWords(purchase);
  const { id, name, nextPeriod, mayRenew } = purchase;
  return (
    <Decision
      purchase={purchase}
      isOffered={mayRenew.allowed && nextPeriod !== null}
      button={t('purchases.renew.button')}
      label={t('purchases.renew.buttonFor', { name })}
      title={t('purchases.renew.title')}
      confirm={t('purchases.renew.confirm', forRenewal)}
      keep={t('common.cancel')}
      done={t('purchases.renew.done')}
      path={API.renew(id)}
    >
      <List.Item>{t('purchases.renew.period', { ...forRenewal, name })}</List.Item>
      <List.Item>{t('purchases.renew.price', forRenewal)}</List.Item>
      <List.Item>{t('purchases.renew.binding')}</List.Item>
    </Decision>
  );
}

/** What was refused may mean that what is on the screen is old: it is asked again. */
function useDecision(onDone: () => void) {
  const client = useQueryClient();
  const act = useAct(onDone);
  return {
    ...act,
    mutate: (decision: { path: string }) => act.mutate(decision, { onError: () => void client.invalidateQueries() }),
  };
}

interface DecisionProps {
  purchase: Purchase;
  isOffered: boolean;
  color?: string;
  button: string;
  /** The button's name where several purchases have one. */
  label: string;
  title: string;
  confirm: string;
  keep: string;
  done: string;
  path: string;
  children: ReactNode;
}

/**
 * A button, and a dialog that says what will happen and asks; refused, it says why and how things stand now. It stays while
 * it is open, even if the purchase turns out to be too late meanwhile: then it says that.
 */
function Decision({ purchase, isOffered, button, label, title, confirm, keep, done, path, ...rest }: DecisionProps) {
  const { color, children } = rest;
  const { t } = useTranslation();
  const toast = useToast();
  const [isOpen, dialog] = useDisclosure();
  const act = useDecision(() => {
    dialog.close();
    toast.done(done);
  });
  const leave = () => {
    if (act.isPending) return;
    dialog.close();
    act.reset();
  };
  const mayStill = purchase.mayCancelRenewal.allowed || purchase.mayRenew.allowed;
  const look = { size: 'md', fullWidth: true, ...(color && { color }) };
  return (
    <>
      {isOffered && (
        <Button {...look} aria-label={label} onClick={dialog.open}>
          {button}
        </Button>
      )}
      <Modal opened={isOpen} onClose={leave} centered withCloseButton={false}>
        <Stack>
          <Modal.Title fz="lg" fw={700} lh={1.3}>
            {title}
          </Modal.Title>
          {act.error !== null && <Problem error={act.error} />}
          {mayStill ? <List spacing="xs">{children}</List> : <Outlook purchase={purchase} />}
          {mayStill && (
            <Button {...look} loading={act.isPending} onClick={() => act.mutate({ path })}>
              {confirm}
            </Button>
          )}
          <Button variant="default" size="md" fullWidth onClick={leave} disabled={act.isPending}>
            {mayStill ? keep : t('common.close')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
