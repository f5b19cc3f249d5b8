import { Alert, Checkbox, List, Radio, Stack, Table, Text, Textarea } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalAt } from '../../../shared/api.ts';
import { DateField } from '../../../shared/components/Inputs.tsx';
import { Amount, Day } from '../../../shared/components/Moment.tsx';
import { Answer } from '../../../shared/components/States.tsx';
import { useFormat } from '../../../shared/format.ts';
import { getOptions, useGet } from '../../../shared/queries.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { Multipack, MultipackDetail, Receivable, RenewalCancelled, StoredFile } from '../../../shared/types.ts';
import { FileField } from '../../files/FileField.tsx';
import { usePermission } from '../../shell/session.ts';
import { sumOf } from '../Receivables.tsx';
import { WideTable } from '../Section.tsx';
import { deadlineOn, isSuccessorRemoved, successorsOf } from '../standing.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';
import { useHindrances } from './hindrances.ts';

/**
 * Cancels the automatic renewal, of a multipack from a list too (000): what else there is to know of it is asked here. Through
 * the deadline it can be taken back; later there are the letter that came in time and the force, each with a permission (002).
 */
export function CancelRenewal({ multipack, close }: { multipack: Pick<Multipack, 'id'>; close: () => void }) {
  const { t } = useTranslation();
  const found = useGet<MultipackDetail>(`/api/multipacks/${multipack.id}`);
  // What it said when it was asked: an answer that changes the record must not change the question under one's hands.
  const [asked, setAsked] = useState<MultipackDetail>();
  if (asked) return <Question multipack={asked} close={close} />;
  if (found.data && found.data.id === multipack.id) setAsked(found.data);
  return (
    <ActDialog title={t('multipacks.actions.cancel')} close={close} back={t('common.close')}>
      <Answer of={found}>{() => null}</Answer>
    </ActDialog>
  );
}

type Way = 'now' | 'letter' | 'force';

function Question({ multipack, close }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const act = useMultipackAct<RenewalCancelled>(multipack.id);
  const attempt = useTry(multipack.id);
  const hindrance = useHindrances(multipack).cancel;
  const mayLetter = usePermission('late_receipt');
  const mayForce = usePermission('force_renewal_cancellation');
  const { today, name, validTo } = multipack;
  const deadline = deadlineOn(multipack, today);
  const isPast = today > deadline;
  const [way, setWay] = useState<Way>(isPast ? (mayLetter ? 'letter' : 'force') : 'now');
  const [receivedOn, setReceivedOn] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [letter, setLetter] = useState<StoredFile | null>(null);
  const [isUploading, setUploading] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const [refunds, setRefunds] = useState<Receivable[]>();
  const fate = useFate(multipack);

  const title = t('multipacks.actions.cancel');
  if (hindrance !== null) {
    return (
      <ActDialog title={title} close={close} back={t('common.close')}>
        <Text>{hindrance}</Text>
        <Text size="sm">{t('multipacks.cancel.withdrawal')}</Text>
      </ActDialog>
    );
  }
  if (refunds) return <ToRefund customerName={multipack.customerName} refunds={refunds} close={close} />;

  const send = async () => {
    const { removedIds, toRefund } = await act.send(
      way === 'force' ? 'force-cancel-renewal' : 'cancel-renewal',
      way === 'now' ? {} : { receivedOn, reason: reason.trim(), fileId: letter?.id },
    );
    const canSwitchOn = removedIds.length === 0 && !isPast && !isSuccessorRemoved(multipack);
    const undo = () => attempt('enable-renewal');
    toast.done(t('multipacks.cancel.done', { name, date: format.inWords(validTo) }), canSwitchOn ? undo : undefined);
    if (toRefund.length > 0) setRefunds(toRefund);
    else close();
  };
  const removes = fate.terms.length > 0;
  const isFinal = removes || way === 'force';
  const isTold = receivedOn !== null && reason.trim() !== '' && !isUploading;
  const isComplete = way === 'now' || (isTold && (letter !== null || way === 'force'));
  const usedUp = way === 'force' && fate.usedUntil !== null;

  if (isConfirming) {
    return (
      <ActDialog
        title={title}
        close={close}
        submit={t('multipacks.cancel.yesFor', { customer: multipack.customerName })}
        onSubmit={send}
        isFinal
        isPending={act.isPending}
        error={act.error}
        back={t('common.back')}
        onBack={() => {
          act.reset();
          setConfirming(false);
        }}
      >
        <Text fw={600}>{t('multipacks.cancel.sure', { customer: multipack.customerName, name })}</Text>
        <Fate fate={fate} validTo={validTo} />
        <Text size="sm">{t('multipacks.cancel.final')}</Text>
      </ActDialog>
    );
  }

  return (
    <ActDialog
      title={title}
      close={close}
      submit={isFinal ? t('common.next') : t('multipacks.cancel.yes')}
      onSubmit={isFinal ? async () => setConfirming(true) : send}
      isPending={act.isPending}
      isDisabled={!isComplete || usedUp || !fate.isKnown}
      error={act.error}
    >
      {isPast ? (
        <>
          <Alert color="orange" variant="light" p="sm">
            {t('multipacks.hindrances.deadlinePassed', { date: format.inWords(deadline) })}
          </Alert>
          <Radio.Group label={t('multipacks.cancel.how')} value={way} onChange={setWay}>
            <Stack gap="xs" mt="xs">
              {mayLetter && (
                <Radio
                  value="letter"
                  label={t('multipacks.cancel.letter')}
                  description={t('multipacks.cancel.letterHint', { date: format.inWords(deadline) })}
                />
              )}
              {mayForce && (
                <Radio
                  value="force"
                  label={t('multipacks.cancel.force')}
                  description={t('multipacks.cancel.forceHint')}
                />
              )}
            </Stack>
          </Radio.Group>
        </>
      ) : (
        <Runs multipack={multipack} />
      )}
      {!isPast && mayLetter && (
        <Checkbox
          label={t('multipacks.cancel.earlier')}
          description={t('multipacks.cancel.earlierHint')}
          checked={way === 'letter'}
          onChange={({ currentTarget }) => setWay(currentTarget.checked ? 'letter' : 'now')}
        />
      )}
      {way !== 'now' && (
        <>
          <DateField
            label={t('multipacks.cancel.receivedOn')}
            required
            value={receivedOn}
            onChange={setReceivedOn}
            maxDate={way === 'letter' && deadline < today ? deadline : today}
            error={refusalAt(act.error, 'receivedOn')}
          />
          <Textarea
            label={t('multipacks.reason')}
            required
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            error={refusalAt(act.error, 'reason')}
          />
          <FileField
            customerId={multipack.customerId}
            label={t('files.letter')}
            required={way === 'letter'}
            value={letter}
            onChange={setLetter}
            onBusy={setUploading}
            error={refusalAt(act.error, 'fileId')}
          />
        </>
      )}
      {usedUp ? (
        <Alert color="red" variant="light" p="sm">
          {t('multipacks.cancel.usedUp', { date: format.inWords(fate.usedUntil!) })}
        </Alert>
      ) : (
        isFinal && <Fate fate={fate} validTo={validTo} />
      )}
    </ActDialog>
  );
}

/** What a cancellation in time leaves as it is (000). */
function Runs({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const owed = sumOf(multipack.receivables.map(({ outstanding }) => outstanding));
  return (
    <Stack gap="xs">
      <Text>{t('multipacks.cancel.runs', { name: multipack.name, date: format.inWords(multipack.validTo) })}</Text>
      <Text>
        {owed && owed.amount > 0
          ? t('multipacks.cancel.stays', { amount: format.money(owed) })
          : t('multipacks.cancel.nothingOwed')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('multipacks.cancel.withdrawal')}
      </Text>
    </Stack>
  );
}

interface Fates {
  /** Renewed multipacks that are removed with it. */
  terms: MultipackDetail['chain'];
  void: Receivable[];
  refund: Receivable[];
  /** A renewed period that is over was used, and is not taken away by force. */
  usedUntil: string | null;
  isKnown: boolean;
}

/** What becomes of the renewed multipacks and of what is due for them. */
function useFate(multipack: MultipackDetail): Fates {
  const terms = successorsOf(multipack);
  const found = useQueries({ queries: terms.map(({ id }) => getOptions<MultipackDetail>(`/api/multipacks/${id}`)) });
  const receivables = found.flatMap(({ data }) => data?.receivables ?? []);
  return {
    terms,
    void: receivables.filter(({ state }) => state === 'open'),
    refund: receivables.filter(({ paid }) => paid.amount > 0),
    usedUntil: terms.find(({ state }) => state === 'expired')?.validTo ?? null,
    isKnown: found.every(({ data }) => data !== undefined),
  };
}

function Fate({ fate, validTo }: { fate: Fates; validTo: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const due = (receivable: Receivable, amount: Receivable['amount']) =>
    t('multipacks.cancel.due', { date: format.inWords(receivable.dueOn), amount: format.money(amount) });
  return (
    <List size="sm" spacing={4}>
      {fate.terms.map(({ id, code, validFrom, validTo: to }) => (
        <List.Item key={id}>
          {t('multipacks.cancel.removes', { code, from: format.inWords(validFrom), to: format.inWords(to) })}
        </List.Item>
      ))}
      {fate.void.map((receivable) => (
        <List.Item key={receivable.id}>
          {t('multipacks.cancel.voids', { what: due(receivable, receivable.outstanding) })}
        </List.Item>
      ))}
      {fate.refund.map((receivable) => (
        <List.Item key={`${receivable.id} refund`}>
          {t('multipacks.cancel.refunds', { what: due(receivable, receivable.paid) })}
        </List.Item>
      ))}
      {fate.terms.length === 0 && <List.Item>{t('multipacks.cancel.notYetRenewed')}</List.Item>}
      <List.Item>{t('multipacks.cancel.endsFor', { date: format.inWords(validTo) })}</List.Item>
    </List>
  );
}

/** Afterwards: the money that somebody has to give back. */
function ToRefund({
  customerName,
  refunds,
  close,
}: {
  customerName: string;
  refunds: Receivable[];
  close: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = sumOf(refunds.map(({ paid }) => paid))!;
  return (
    <ActDialog title={t('multipacks.cancel.toRefund')} close={close} back={t('common.close')}>
      <Text>{t('multipacks.cancel.toRefundHint', { customer: customerName, amount: format.money(sum) })}</Text>
      <WideTable
        label={t('multipacks.cancel.toRefund')}
        head={[t('multipacks.number'), t('multipacks.dueOn'), t('multipacks.paid')]}
      >
        {refunds.map(({ id, number, dueOn, paid }) => (
          <Table.Tr key={id}>
            <Table.Td>{number}</Table.Td>
            <Table.Td>
              <Day date={dueOn} />
            </Table.Td>
            <Table.Td>
              <Amount money={paid} />
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </ActDialog>
  );
}
