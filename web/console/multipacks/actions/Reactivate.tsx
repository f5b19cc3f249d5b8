import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { frozenDays, MAX_FROZEN_DAYS } from '../../../../src/domain/suspension.ts';
import { refusalAt } from '../../../shared/api.ts';
import { DateField } from '../../../shared/components/Inputs.tsx';
import { addDays, useFormat } from '../../../shared/format.ts';
import { useToast } from '../../../shared/toast.tsx';
import { standingFreeze } from '../standing.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct } from './acts.ts';
import { Moved } from './Freeze.tsx';

/** Ends a freeze in force or ahead, and a block (002). */
export function Reactivate({ multipack, close }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const act = useMultipackAct(multipack.id);
  const { today, name, blockedAt } = multipack;
  const freeze = standingFreeze(multipack, today);
  const [on, setOn] = useState<string | null>(today);
  const longest = freeze && addDays(freeze.from, MAX_FROZEN_DAYS);
  const latest = freeze?.until ? addDays(freeze.until, 1) : longest !== null && longest > today ? longest : today;

  const send = async () => {
    await act.send('reactivate', freeze ? { on } : {});
    toast.done(t('multipacks.reactivating.done', { name, date: format.inWords(freeze ? on! : today) }));
    close();
  };
  return (
    <ActDialog
      title={t('multipacks.actions.reactivate')}
      close={close}
      submit={t('multipacks.reactivating.yes')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={on === null}
      error={act.error}
      back={t('common.cancel')}
    >
      {blockedAt !== null && <Text size="sm">{t('multipacks.reactivating.unblocks')}</Text>}
      {freeze && (
        <>
          <Text size="sm">{t(`multipacks.reactivating.${freeze.until === null ? 'addsDays' : 'givesBack'}`)}</Text>
          <DateField
            label={t('multipacks.reactivating.on')}
            required
            value={on}
            onChange={setOn}
            minDate={today}
            maxDate={latest}
            error={refusalAt(act.error, 'on')}
          />
          {on !== null && on >= today && (
            <Moved multipack={multipack} days={frozenDays(freeze, on) - frozenDays(freeze)} />
          )}
        </>
      )}
    </ActDialog>
  );
}
