import { Box, Paper, Table, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Amount, Day, Period } from '../../shared/components/Moment.tsx';
import { Loading, Problem } from '../../shared/components/States.tsx';
import { addDays, todayIn, useFormat } from '../../shared/format.ts';
import type { PreviewedTerms } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { Wide } from './parts.tsx';

const PATH = '/api/renewals/preview';
/** Enough to see a whole year of months and several of years. */
const COUNT = 6;

/** What a sale on `startOn` would bring: a question that is too long for an address, so it is posted; it writes nothing. */
export const usePreview = (asked: { planId: string } | { terms: object }, startOn: string | null) => {
  const body = { ...asked, startOn, count: COUNT };
  return useQuery({
    queryKey: [PATH, body],
    queryFn: ({ signal }) => api<PreviewedTerms>('POST', PATH, { body, signal }),
    enabled: startOn !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
};

export function useStart() {
  const { branch } = useSession();
  return useState<string | null>(() => todayIn(branch.timeZone));
}

export function StoredPreview({ planId }: { planId: string }) {
  const [startOn, setStartOn] = useStart();
  return (
    <Box mt="xl">
      <PlanPreview of={usePreview({ planId }, startOn)} startOn={startOn} setStartOn={setStartOn} />
    </Box>
  );
}

export function PlanPreview({
  of,
  startOn,
  setStartOn,
}: {
  of: ReturnType<typeof usePreview>;
  startOn: string | null;
  setStartOn: (day: string | null) => void;
}) {
  const { t } = useTranslation();
  const isInvalid = of.error instanceof ApiError && of.error.code === 'invalid_input';
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4">
        {t('settings.preview.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('settings.preview.hint')}
      </Text>
      <DateField label={t('settings.preview.startOn')} value={startOn} onChange={setStartOn} maw={200} mb="md" />
      {isInvalid || !of.isEnabled ? (
        <Text size="sm" role="status">
          {t('settings.preview.incomplete')}
        </Text>
      ) : of.error ? (
        <Problem error={of.error} retry={of.refetch} />
      ) : of.data ? (
        <Periods {...of.data} />
      ) : (
        <Loading />
      )}
    </Paper>
  );
}

function Periods({ terms }: PreviewedTerms) {
  const { t } = useTranslation();
  const format = useFormat();
  const nights = terms.some(({ night }) => night !== null);
  return (
    <Wide label={t('settings.preview.title')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('settings.preview.period')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('settings.plans.price')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {terms.map(({ ordinal, validFrom, validTo, deadline, night, price, receivables }) => (
            <Table.Tr key={ordinal}>
              <Table.Td>
                <Period from={validFrom} to={validTo} />
                <Text size="xs" c="dimmed" component="div">
                  {night ? (
                    <>
                      {t('settings.preview.deadline')} <Day date={deadline} /> ·{' '}
                      {t('settings.preview.night', { nights: format.range(deadline, addDays(deadline, 1)) })}
                    </>
                  ) : (
                    !nights && t('settings.preview.ends')
                  )}
                </Text>
                <details>
                  <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>
                    {t('settings.preview.receivables', { count: receivables.length })}
                  </Text>
                  <Box component="ol" m={0} pl="md">
                    {receivables.map(({ number, dueOn, amount }) => (
                      <Text component="li" size="xs" key={number}>
                        <Day date={dueOn} /> · <Amount money={amount} />
                      </Text>
                    ))}
                  </Box>
                </details>
              </Table.Td>
              <Table.Td ta="right" style={{ verticalAlign: 'top' }}>
                <Amount money={price} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
