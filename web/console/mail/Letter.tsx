import { Button, CloseButton, Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { LANGUAGES } from '../../shared/i18n.ts';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { MailWithBody } from '../../shared/types.ts';
import { MailState } from './MailState.tsx';

/** One e-mail: where it stands, what the mail server said, and what it says itself. */
export function Letter({ id, close }: { id: string; close?: () => void }) {
  const { t } = useTranslation();
  const mail = useGet<MailWithBody>(`/api/mails/${id}`);
  return (
    <Paper withBorder p="md">
      <Answer of={mail}>
        {(found) => (
          <Stack>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
                {found.subject}
              </Title>
              {close && <CloseButton onClick={close} aria-label={t('common.close')} />}
            </Group>
            <Headers mail={found} />
            {found.state === 'failed' && <Again mail={found} />}
            <Content mail={found} />
          </Stack>
        )}
      </Answer>
    </Paper>
  );
}

function Headers({ mail }: { mail: MailWithBody }) {
  const { t } = useTranslation();
  const { to, customerId, customerName, kind, language, state, createdAt, sentAt, attempts, answer, messageId } = mail;
  return (
    <Facts
      facts={[
        [t('mail.state'), <MailState key="state" state={state} />],
        [t('mail.recipient'), to],
        ...(customerId === null
          ? []
          : ([
              [
                t('mail.customer'),
                <Link
                  key="customer"
                  to="/customers/$customerId"
                  params={{ customerId }}
                  style={{ color: 'var(--mantine-color-anchor)' }}
                >
                  {customerName}
                </Link>,
              ],
            ] as [string, React.ReactNode][])),
        [t('mail.kind'), t(`mail.kinds.${kind}`)],
        [
          t('common.language'),
          <span lang={language} key="language">
            {LANGUAGES[language]}
          </span>,
        ],
        [t('mail.created'), <Moment key="created" at={createdAt} />],
        [t('mail.sentAt'), sentAt ? <Moment key="sent" at={sentAt} /> : t('mail.notYet')],
        [t('mail.attempts'), attempts],
        [t('mail.answer'), answer ?? '–'],
        ...(messageId === null ? [] : ([[t('mail.messageId'), messageId]] as [string, string][])),
      ]}
    />
  );
}

/** Of one that was given up; the server says why not where it is too late. */
function Again({ mail }: { mail: MailWithBody }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct();
  const again = async () => {
    try {
      await act.mutateAsync({ path: `/api/mails/${mail.id}/send-again` });
      toast.done(t('mail.sentAgain'));
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Button onClick={() => void again()} loading={act.isPending} style={{ alignSelf: 'flex-start' }}>
      {t('mail.again')}
    </Button>
  );
}

/** What it says, as text and as it looks. */
export function Content({
  mail: { text, html, language },
}: {
  mail: Pick<MailWithBody, 'text' | 'html' | 'language'>;
}) {
  const { t } = useTranslation();
  if (text === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('mail.noContent')}
      </Text>
    );
  }
  return (
    <Tabs defaultValue="text" keepMounted={false}>
      <Tabs.List aria-label={t('mail.content')}>
        <Tabs.Tab value="text">{t('mail.asText')}</Tabs.Tab>
        {html !== null && <Tabs.Tab value="page">{t('mail.asPage')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="text" pt="sm">
        <Text size="sm" lang={language} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      </Tabs.Panel>
      {html !== null && (
        <Tabs.Panel value="page" pt="sm">
          {/* Shut in: no script, no form, no origin, and of this page's policy nothing but styles within it. */}
          <iframe
            title={t('mail.asPage')}
            sandbox=""
            srcDoc={html}
            lang={language}
            style={{ width: '100%', height: 480, border: 0, background: 'white', colorScheme: 'light' }}
          />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
