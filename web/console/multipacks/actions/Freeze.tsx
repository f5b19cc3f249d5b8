import { Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deadlineOf } from '../../../../src/domain/notice.ts';
import { frozenDays, MAX_FROZEN_DAYS } from '../../../../src/domain/suspension.ts';
import { refusalAt } from '../../../shared/api.ts';
import { DateField } from '../../../shared/components/Inputs.tsx';
import { addDays, useFormat } from '../../../shared/format.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail } from '../../../shared/types.ts';
import { usePermission } from '../../shell/session.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

/** The days that may be the first frozen one (002); to begin in the past takes the permission of a late receipt. */
function useFirstDays({ freeze, validFrom, validTo, today }: MultipackDetail) {
  const mayBackdate = usePermission('late_receipt');
  const afterLast = freeze?.until && freeze.until >= validFrom ? addDays(freeze.until, 1) : validFrom;
  return { earliest: mayBackdate || afterLast > today ? afterLast : today, latest: validTo };
}

/** Freezes: the days frozen are added to the validity (002). */
export function Freeze({ multipack, close }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const act = useMultipackAct(multipack.id);
  const attempt = useTry(multipack.id);
  const { today, name } = multipack;
  const { earliest, latest } = useFirstDays(multipack);
  const [from, setFrom] = useState<string | null>(today >= earliest && today <= latest ? today : earliest);
  const [isOpen, setOpen] = useState(false);
  const [until, setUntil] = useState<string | null>(null);

  const send = async () => {
    await act.send('freeze', { from, until: isOpen ? null : until });
    // Taken back before its first day is over it leaves everything as it was.
    const undo = from! >= today ? () => attempt('reactivate') : undefined;
    toast.done(t('multipacks.freezing.done', { name }), undo);
    close();
  };
  const isComplete = from !== null && (isOpen || (until !== null && until >= from));
  return (
    <ActDialog
      title={t('multipacks.actions.freeze')}
      close={close}
      submit={t('multipacks.freezing.yes')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={!isComplete}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('multipacks.freezing.hint')}</Text>
      <DateField
        label={t('multipacks.freezing.from')}
        required
        value={from}
        onChange={setFrom}
        minDate={earliest}
        maxDate={latest}
        error={refusalAt(act.error, 'from')}
      />
      <Switch
        label={t('multipacks.freezing.open')}
        checked={isOpen}
        onChange={({ currentTarget }) => setOpen(currentTarget.checked)}
      />
      {!isOpen && (
        <DateField
          label={t('multipacks.freezing.until')}
          required
          value={until}
          onChange={setUntil}
          {...(from === null ? {} : { minDate: from, maxDate: addDays(from, MAX_FROZEN_DAYS - 1) })}
          error={refusalAt(act.error, 'until')}
        />
      )}
      {isOpen ? (
        <Text size="sm">{t('multipacks.freezing.openHint', { date: format.inWords(multipack.validTo) })}</Text>
      ) : (
        isComplete && <Moved multipack={multipack} days={frozenDays({ from, until })} />
      )}
    </ActDialog>
  );
}

/** Where the last day and the deadline come to lie when the end moves by some days. */
export function Moved({ multipack, days }: { multipack: MultipackDetail; days: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { validTo, deadline, terms } = multipack;
  const newEnd = addDays(validTo, days);
  return (
    <Stack gap={2} role="status">
      <Text size="sm" fw={500}>
        {t('multipacks.freezing.days', { count: days })}
      </Text>
      <Text size="sm">
        {t('multipacks.freezing.newEnd', { before: format.inWords(validTo), after: format.inWords(newEnd) })}
      </Text>
      {terms.automaticRenewal && (
        <Text size="sm">
          {t('multipacks.freezing.newDeadline', {
            before: format.inWords(deadline),
            after: format.inWords(days === 0 ? deadline : deadlineOf(newEnd, terms.notice)),
          })}
        </Text>
      )}
    </Stack>
  );
}
