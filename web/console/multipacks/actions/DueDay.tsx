import { NumberInput, Stack, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, refusalAt } from '../../../shared/api.ts';
import { Amount, Day } from '../../../shared/components/Moment.tsx';
import { Answer, Problem } from '../../../shared/components/States.tsx';
import { useToast } from '../../../shared/toast.tsx';
import type { DueDayMoves } from '../../../shared/types.ts';
import { WideTable } from '../Section.tsx';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

/** Another day of the month for what is unpaid; shown before, receivable by receivable (003). */
export function DueDay({ multipack: { id, name }, requestId, close }: DialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useMultipackAct(id, requestId);
  const attempt = useTry(id, requestId);
  const [day, setDay] = useState<number | null>(null);
  const [asked] = useDebouncedValue(day, 250);
  const path = `/api/multipacks/${id}/due-day/preview`;
  const moves = useQuery({
    queryKey: [path, { day: asked }],
    queryFn: ({ signal }) => api<DueDayMoves>('POST', path, { body: { day: asked }, signal }),
    enabled: asked !== null,
    retry: false,
    // Once it is saved there is nothing left to preview.
    staleTime: 'static',
    gcTime: 0,
  });
  const send = async () => {
    await act.send('due-day', { day });
    toast.done(t('multipacks.dueDay.done', { name, day }), () => attempt('take-back-change'));
    close();
  };
  const isSeen = asked === day && moves.data !== undefined && !moves.isError;
  return (
    <ActDialog
      title={t('multipacks.actions.dueDay')}
      close={close}
      submit={t('common.save')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={!isSeen}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('multipacks.dueDay.hint')}</Text>
      <NumberInput
        label={t('multipacks.dueDay.day')}
        description={t('multipacks.dueDay.dayHint')}
        required
        data-autofocus
        w={220}
        min={1}
        max={31}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        value={day ?? ''}
        onChange={(written) => setDay(written === '' ? null : Number(written))}
        error={refusalAt(act.error, 'day')}
      />
      {moves.isError && <Problem error={moves.error} />}
      {asked !== null && !moves.isError && (
        <Answer of={moves} lines={3}>
          {(seen) => <Moves {...seen} />}
        </Answer>
      )}
    </ActDialog>
  );
}

function Moves({ moves }: DueDayMoves) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} role="status">
      <Text size="sm" fw={500}>
        {t('multipacks.dueDay.moves', { count: moves.length })}
      </Text>
      <WideTable
        label={t('multipacks.actions.dueDay')}
        head={[t('multipacks.amount'), t('multipacks.before'), t('multipacks.after')]}
      >
        {moves.map(({ receivable, dueOn }) => (
          <Table.Tr key={receivable.id}>
            <Table.Td>
              <Amount money={receivable.outstanding} />
            </Table.Td>
            <Table.Td>
              <Day date={receivable.dueOn} />
            </Table.Td>
            <Table.Td>
              <Day date={dueOn} />
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Stack>
  );
}
