import { Anchor, Button, Group, Modal, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, refusalAt } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer, Problem } from '../../shared/components/States.tsx';
import { sending } from '../../shared/form.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail, CancelPreviewed } from '../../shared/types.ts';
import { BeforeAndAfter, Consequences, Sums } from '../counter/Effect.tsx';
import counter from '../counter/counter.module.css';
import { useAnalysis } from './place.ts';
import { effectOf, useCancelPreview } from './preview.ts';
import { useConclusionWords } from './sentences.ts';
import { todayOf } from './request.ts';

/** Refusals that are about the day. */
const OF_DAY = new Set(['last_day_past', 'last_day_after_end']);

/** Before and after on the axis of time, every receivable with its fate, then a second question: it is irreversible (003). */
export function CancelPage({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const toast = useToast();
  const format = useFormat();
  const { go } = useAnalysis();
  const { id, code, customer } = request;
  const [lastDay, setLastDay] = useState<string | null>();
  const [details, setDetails] = useState('');
  const [isSure, ask] = useState(false);
  const preview = useCancelPreview(request, lastDay ?? undefined);
  const act = useAct<CancellationRequestDetail>();
  const back = () => go({ act: undefined }, { replace: true });
  const isDayRefused = act.error !== null && OF_DAY.has(act.error.code);

  const send = async (seen: CancelPreviewed) => {
    try {
      const body = { lastDay: seen.lastDay, details: details.trim() };
      await act.mutateAsync({ path: `/api/cancellation-requests/${id}/cancel`, body });
      toast.done(t('analysis.cancel.done', { code, date: format.inWords(seen.lastDay) }));
      back();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Shown on the page, and what is shown there is asked anew.
      ask(false);
      void preview.refetch();
    }
  };
  return (
    <Stack gap="lg" maw={900}>
      <div>
        <Title order={1} size="h2">
          {t('analysis.cancel.title')}
        </Title>
        <Text c="dimmed" component="div">
          {code} · {request.title} ·{' '}
          <Anchor
            underline="always"
            renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId: customer.id }} />}
          >
            {customer.name}
          </Anchor>
        </Text>
      </div>
      <Text size="sm">{t('analysis.cancel.hint')}</Text>
      <Answer of={preview} lines={10}>
        {(seen) => (
          <form noValidate onSubmit={sending(() => ask(true))}>
            <Stack gap="lg" aria-busy={preview.isPlaceholderData}>
              {act.error && !isDayRefused && <Problem error={act.error} />}
              <DateField
                label={t('analysis.cancel.lastDay')}
                description={t('analysis.cancel.lastDayHint', {
                  from: format.inWords(seen.earliest),
                  to: format.inWords(seen.latest),
                })}
                required
                maw={360}
                minDate={seen.earliest}
                maxDate={seen.latest}
                value={lastDay === undefined ? seen.lastDay : lastDay}
                onChange={setLastDay}
                error={
                  lastDay === null
                    ? t('common.required')
                    : ((seen.allowed ? undefined : seen.detail) ?? (isDayRefused ? act.error?.message : undefined))
                }
              />
              <Textarea
                label={t('analysis.details')}
                description={t('analysis.cancel.detailsHint')}
                autosize
                minRows={2}
                maxRows={10}
                maxLength={4000}
                value={details}
                onChange={({ currentTarget }) => setDetails(currentTarget.value)}
                error={refusalAt(act.error, 'details')}
              />
              {seen.allowed && (
                <Paper withBorder p="md" component="section" aria-labelledby="what-ends">
                  <Title order={2} size="h4" id="what-ends" mb="xs">
                    {seen.multipack.name}{' '}
                    <Text span c="dimmed" size="sm" fw={400}>
                      {seen.multipack.code}
                    </Text>
                  </Title>
                  <Stack gap="md">
                    <BeforeAndAfter effect={effectOf(seen)} lastDay={seen.lastDay} today={todayOf(request)} />
                    <Consequences effect={effectOf(seen)} lastDay={seen.lastDay} />
                  </Stack>
                </Paper>
              )}
              <Group justify="flex-end">
                <Button variant="default" onClick={back}>
                  {t('common.back')}
                </Button>
                <Button
                  type="submit"
                  color="red"
                  disabled={!seen.allowed || lastDay === null || preview.isPlaceholderData}
                >
                  {t('analysis.cancel.next')}
                </Button>
              </Group>
              {isSure && (
                <Sure
                  request={request}
                  seen={seen}
                  isPending={act.isPending}
                  close={() => ask(false)}
                  yes={() => void send(seen)}
                />
              )}
            </Stack>
          </form>
        )}
      </Answer>
    </Stack>
  );
}

interface SureProps {
  request: CancellationRequestDetail;
  seen: CancelPreviewed;
  isPending: boolean;
  close: () => void;
  yes: () => void;
}

/** For whom, what, until when, and that there is no way back. */
function Sure({ request: { customer }, seen, isPending, close, yes }: SureProps) {
  const { t } = useTranslation();
  const words = useConclusionWords();
  return (
    <Modal
      opened
      // What is under way is waited for.
      onClose={isPending ? () => undefined : close}
      title={t('analysis.cancel.sure')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <div>
          <Text size="sm">{t('analysis.cancel.sureOf')}</Text>
          <Text className={counter['name']}>{customer.name}</Text>
        </div>
        <Text size="sm">{words.cancel(seen).join(' ')}</Text>
        <Sums sums={seen.sums} />
        <Text size="sm" fw={600}>
          {t('analysis.cancel.final')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" disabled={isPending} onClick={close} data-autofocus>
            {t('analysis.cancel.no')}
          </Button>
          <Button
            color="red"
            loading={isPending}
            onClick={yes}
            h="auto"
            mih={36}
            py={6}
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            {t('analysis.cancel.yesFor', { customer: customer.name })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
