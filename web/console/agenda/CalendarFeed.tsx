import { Alert, Button, CopyButton, Group, List, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { NewCalendarFeed, OwnCalendarFeed } from '../../shared/types.ts';

const PATH = '/api/session/calendar';

/** The address at which calendars read one's own agenda: made, shown once, replaced, revoked. */
export function CalendarFeed() {
  const { t } = useTranslation();
  const toast = useToast();
  const own = useGet<OwnCalendarFeed>(PATH);
  const [asking, ask] = useState<'replace' | 'revoke' | null>(null);
  const [made, setMade] = useState<NewCalendarFeed>();
  const make = useAct<NewCalendarFeed>(setMade);
  const revoke = useAct<void>(() => {
    setMade(undefined);
    toast.done(t('agenda.feed.revoked'));
  });
  const failed = { onError: (error: unknown) => toast.failed(error), onSettled: () => ask(null) };
  const acts = {
    replace: () => make.mutate({ path: PATH }, failed),
    revoke: () => revoke.mutate({ method: 'DELETE', path: PATH }, failed),
  };
  return (
    <Stack gap="sm" component="section" aria-labelledby="calendar-feed">
      <Title order={2} size="h4" id="calendar-feed">
        {t('agenda.feed.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('agenda.feed.hint')}
      </Text>
      <Answer of={own} lines={2}>
        {({ feed }) =>
          feed === null ? (
            <Group>
              <Text size="sm">{t('agenda.feed.none')}</Text>
              <Button variant="default" loading={make.isPending} onClick={acts.replace}>
                {t('agenda.feed.make')}
              </Button>
            </Group>
          ) : (
            <>
              {made && <Made url={made.url} />}
              <Text size="sm" component="div">
                {t('agenda.feed.since')} <Moment at={feed.createdAt} />.{' '}
                {feed.lastReadAt ? (
                  <>
                    {t('agenda.feed.lastRead')} <Moment at={feed.lastReadAt} />
                  </>
                ) : (
                  t('agenda.feed.neverRead')
                )}
              </Text>
              <Group gap="sm">
                <Button variant="default" onClick={() => ask('replace')}>
                  {t('agenda.feed.replace')}
                </Button>
                <Button variant="default" onClick={() => ask('revoke')}>
                  {t('agenda.feed.revoke')}
                </Button>
              </Group>
            </>
          )
        }
      </Answer>
      <Modal
        opened={asking !== null}
        onClose={() => ask(null)}
        title={asking && t(`agenda.feed.${asking}Title`)}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {asking && (
          <Stack>
            <Text size="sm">{t(`agenda.feed.${asking}Hint`)}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => ask(null)} data-autofocus>
                {t('common.cancel')}
              </Button>
              <Button color="red" loading={make.isPending || revoke.isPending} onClick={acts[asking]}>
                {t(asking === 'replace' ? 'agenda.feed.yesReplace' : 'agenda.feed.yesRevoke')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </Stack>
  );
}

/** The one time the address is seen, and what is done with it. */
function Made({ url }: { url: string | null }) {
  const { t } = useTranslation();
  if (url === null)
    return (
      <Alert variant="default" role="status">
        {t('agenda.feed.gone')}
      </Alert>
    );
  return (
    <Stack gap="xs">
      <Alert variant="default" role="status">
        {t('agenda.feed.once')}
      </Alert>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label={t('agenda.feed.url')}
          value={url}
          readOnly
          flex={1}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button onClick={copy}>{t(copied ? 'agenda.feed.copied' : 'agenda.feed.copy')}</Button>
          )}
        </CopyButton>
      </Group>
      <Title order={3} size="h6">
        {t('agenda.feed.how')}
      </Title>
      <List size="sm" spacing={4}>
        <List.Item>{t('agenda.feed.google')}</List.Item>
        <List.Item>{t('agenda.feed.apple')}</List.Item>
        <List.Item>{t('agenda.feed.outlook')}</List.Item>
      </List>
    </Stack>
  );
}
