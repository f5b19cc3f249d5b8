import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { BotSecret, NewBotSecret } from '../../shared/types.ts';
import { Head, ReadOnly, ShownOnce, useIsAdministrator } from './parts.tsx';

const PATH = '/api/settings/bot-secret';

/** The secret with which bots sign the conversations that they send in (003: MKBot). */
export function Bots() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  return (
    <>
      <Head title={t('settings.pages.bots')} hint={t('deskSettings.bots.hint')} />
      {isAdministrator ? <Intake /> : <ReadOnly />}
      <Title order={2} size="h5" mt="xl" mb={4}>
        {t('deskSettings.bots.how')}
      </Title>
      <Text size="sm" maw={620} style={{ overflowWrap: 'anywhere' }}>
        {t('deskSettings.bots.howTo')}
      </Text>
    </>
  );
}

type Asking = 'again' | 'remove';

function Intake() {
  const { t } = useTranslation();
  const toast = useToast();
  const secret = useGet<BotSecret>(PATH);
  const [made, setMade] = useState<NewBotSecret>();
  const [asking, ask] = useState<Asking>();
  const making = useAct<NewBotSecret>(setMade);
  const removing = useAct<void>(() => {
    setMade(undefined);
    toast.done(t('deskSettings.bots.removed'));
  });
  const end = { onError: (error: unknown) => toast.failed(error), onSettled: () => ask(undefined) };
  const make = () => making.mutate({ path: PATH }, end);
  const acts = { again: make, remove: () => removing.mutate({ method: 'DELETE', path: PATH }, end) };
  return (
    <Answer of={secret} lines={2}>
      {({ setAt }) => (
        <Stack maw={620} align="flex-start">
          {setAt === null ? (
            <Alert variant="default" p="xs">
              {t('deskSettings.bots.off')}
            </Alert>
          ) : (
            <Text component="div">
              <Trans i18nKey="deskSettings.bots.since" components={{ at: <Moment at={setAt} /> }} />
            </Text>
          )}
          {made && (
            <ShownOnce secret={made.secret} name={t('settings.pages.bots')} gone={t('deskSettings.bots.gone')} />
          )}
          <Group>
            {setAt === null ? (
              <Button loading={making.isPending} onClick={make}>
                {t('deskSettings.bots.make')}
              </Button>
            ) : (
              <>
                <Button variant="default" onClick={() => ask('again')}>
                  {t('deskSettings.bots.again')}
                </Button>
                <Button variant="default" onClick={() => ask('remove')}>
                  {t('deskSettings.bots.remove')}
                </Button>
              </>
            )}
          </Group>
          <Modal
            opened={asking !== undefined}
            onClose={() => ask(undefined)}
            title={asking && t(`deskSettings.bots.${asking}`)}
            closeButtonProps={{ 'aria-label': t('common.close') }}
          >
            {asking && (
              <Stack>
                <Text size="sm">{t(`deskSettings.bots.${asking}Hint`)}</Text>
                <Group>
                  <Button color="red" loading={making.isPending || removing.isPending} onClick={acts[asking]}>
                    {t(`deskSettings.bots.${asking}`)}
                  </Button>
                  <Button variant="default" onClick={() => ask(undefined)} data-autofocus>
                    {t('common.cancel')}
                  </Button>
                </Group>
              </Stack>
            )}
          </Modal>
        </Stack>
      )}
    </Answer>
  );
}
