import { Alert, Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { Facts } from '../../shared/components/Facts.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer, NoticePreview, NoticeSetting, NoticeTestQueued } from '../../shared/types.ts';
import { Content } from '../mail/Letter.tsx';
import type { NoticeType } from './concepts.ts';
import type { NoticeValues } from './fields.tsx';

const TYPING_MS = 300;

/** What the mails would say, told by the server while one types. */
export function usePreview(path: string, draft: NoticeValues) {
  const [asked] = useDebouncedValue(draft, TYPING_MS);
  return useQuery({
    queryKey: [`${path}/preview`, asked],
    queryFn: ({ signal }) => api<NoticePreview>('POST', `${path}/preview`, { body: asked, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

interface PreviewProps {
  customer: Customer;
  path: string;
  draft: NoticeValues;
  of: ReturnType<typeof usePreview>;
  timeZone: string | undefined;
  open: (mailId: string) => void;
}

/** One of the two mails: who it is from, to whom and when it goes, and what it says. */
export function Preview({ customer, path, draft, of, timeZone, open }: PreviewProps) {
  const { t } = useTranslation();
  const [type, choose] = useState<NoticeType>('preventive');
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="notice-preview">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5" id="notice-preview">
            {t('notices.preview.title')}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={t('notices.preview.which')}
            data={[
              { value: 'preventive', label: t('notices.reminder') },
              { value: 'after_due', label: t('notices.dueNotice') },
            ]}
            value={type}
            onChange={choose}
          />
        </Group>
        <Answer of={of}>
          {(preview) => (
            <Shown
              language={customer.language}
              preview={preview}
              type={type}
              draft={draft}
              timeZone={timeZone}
              test={<TestMail path={path} draft={draft} type={type} open={open} />}
            />
          )}
        </Answer>
      </Stack>
    </Paper>
  );
}

interface ShownProps extends Pick<Customer, 'language'>, Pick<PreviewProps, 'draft' | 'timeZone'> {
  preview: NoticePreview;
  type: NoticeType;
  test: React.ReactNode;
}

function Shown({ preview, type, draft, language, timeZone, test }: ShownProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const mail = type === 'preventive' ? preview.reminder : preview.afterDue;
  const isOn = draft.active && (type === 'preventive' || draft.afterDue);
  return (
    <>
      <SenderState sender={preview.sender} />
      {!isOn && (
        <Text size="sm" role="status">
          {t(draft.active ? 'notices.preview.afterDueOff' : 'notices.preview.inactive')}
        </Text>
      )}
      <Facts
        facts={[
          [t('notices.preview.from'), <Sender key="from" sender={preview.sender} />],
          [t('notices.preview.to'), <Recipients key="to" recipients={preview.recipients} />],
          ...(mail
            ? ([
                ...(isOn && mail.goesAt
                  ? [[t('notices.preview.goes'), <Moment key="at" at={mail.goesAt} timeZone={timeZone} />]]
                  : []),
                [
                  t('notices.preview.about'),
                  t('notices.preview.receivable', {
                    name: mail.receivable.multipackName,
                    date: format.date(mail.receivable.dueOn),
                    amount: format.money(mail.receivable.outstanding),
                  }),
                ],
                [
                  t('notices.subject'),
                  <strong key="subject" lang={language}>
                    {mail.subject}
                  </strong>,
                ],
              ] as [string, React.ReactNode][])
            : []),
        ]}
      />
      {mail === null ? (
        <Text size="sm" c="dimmed">
          {t('notices.preview.noConcept')}
        </Text>
      ) : (
        <>
          {mail.isExample && (
            <Text size="sm" c="dimmed">
              {t('notices.preview.example')}
            </Text>
          )}
          <Content mail={{ ...mail, language }} />
          {test}
        </>
      )}
    </>
  );
}

function TestMail({
  path,
  draft,
  type,
  open,
}: Pick<PreviewProps, 'path' | 'draft' | 'open'> & Pick<ShownProps, 'type'>) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<NoticeTestQueued>(({ mailId, to }) => {
    toast.done(t('notices.preview.testSent', { to }));
    open(mailId);
  });
  return (
    <Button
      variant="default"
      style={{ alignSelf: 'flex-start' }}
      loading={act.isPending}
      onClick={() =>
        act.mutate({ path: `${path}/test-mail`, body: { ...draft, type } }, { onError: (error) => toast.failed(error) })
      }
    >
      {t('notices.preview.test')}
    </Button>
  );
}

const addressed = (name: string, address: string | null): string => (address === null ? name : `${name} <${address}>`);

function Sender({ sender: { source, userName, name, address } }: { sender: NoticeSetting['sender'] }) {
  const { t } = useTranslation();
  return (
    <>
      {addressed(name, address)}
      {source !== 'system' && userName !== null && (
        <Text size="xs" c="dimmed">
          {t(source === 'collection_agent' ? 'notices.sender.agent' : 'notices.sender.company', { name: userName })}
        </Text>
      )}
    </>
  );
}

/** That what falls due has to wait, and what can be done about it. */
function SenderState({ sender: { state, userName, name } }: { sender: NoticeSetting['sender'] }) {
  const { t } = useTranslation();
  if (state === 'ready') return null;
  return (
    <Alert color="orange" variant="light" p="xs" role="status">
      {t(`notices.sender.${state}`, { name: userName ?? name })}
    </Alert>
  );
}

function Recipients({ recipients }: Pick<NoticeSetting, 'recipients'>) {
  const { t } = useTranslation();
  if (recipients.length === 0) return t('notices.preview.nobody');
  return recipients.map(({ address, name, role }) => (
    <Text key={address} size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
      {addressed(name, address)}{' '}
      <Text span size="xs" c="dimmed">
        {t(`notices.roles.${role}`)}
      </Text>
    </Text>
  ));
}
