import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalAt } from '../../../shared/api.ts';
import { useToast } from '../../../shared/toast.tsx';
import { standingFreeze } from '../standing.ts';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

/** Blocks for arrears: moves no date and hinders no renewal (002). */
export function Block({ multipack, close }: DialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useMultipackAct(multipack.id);
  const attempt = useTry(multipack.id);
  const [reason, setReason] = useState('');
  const send = async () => {
    await act.send('block', { reason: reason.trim() });
    // To reactivate ends a freeze as well, which this did not begin.
    const isFrozen = standingFreeze(multipack, multipack.today) !== null;
    const undo = isFrozen ? undefined : () => attempt('reactivate');
    toast.done(t('multipacks.blocking.done', { name: multipack.name }), undo);
    close();
  };
  return (
    <ActDialog
      title={t('multipacks.actions.block')}
      close={close}
      submit={t('multipacks.blocking.yes')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={reason.trim() === ''}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('multipacks.blocking.hint')}</Text>
      <Textarea
        label={t('multipacks.reason')}
        required
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        error={refusalAt(act.error, 'reason')}
      />
    </ActDialog>
  );
}
