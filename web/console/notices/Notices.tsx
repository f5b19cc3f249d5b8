import { Alert, Box, Button, Drawer, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconBellOff, IconMailOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer, NoticeConcept, NoticeDraft, NoticeSetting } from '../../shared/types.ts';
import { useDraft } from '../customers/form.ts';
import { useBranches } from '../customers/parts.tsx';
import { Letter } from '../mail/Letter.tsx';
import { useConcepts } from './concepts.ts';
import { BLANK, NOTICE_FIELDS, NoticeBodies, NoticeSubject, NoticeSwitches, type NoticeValues } from './fields.tsx';
import { Sent, Upcoming } from './lists.tsx';
import { Preview, usePreview } from './Preview.tsx';

/** What a customer is told of receivables before and after they fall due; what will go out, and what went (004: Avisos). */
export function Notices({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { mailId } = useSearch({ from: '/shell/customers/$customerId' });
  const path = `/api/customers/${customer.id}/notice-settings`;
  const setting = useGet<NoticeSetting>(path);
  const concepts = useConcepts();
  const timeZone = useBranches().data?.find(({ id }) => id === customer.branchId)?.timeZone;
  const show = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, mailId: id }), resetScroll: false });
  return (
    <Stack gap="xl">
      <Text size="sm" c="dimmed">
        {t('notices.hint')}
      </Text>
      <Answer of={setting} lines={8}>
        {(stored) => (
          <Answer of={concepts} lines={8}>
            {(known) => (
              <>
                <Standing setting={stored} path={path} />
                <Form
                  {...{ customer, path, timeZone }}
                  setting={stored}
                  concepts={known}
                  reread={async () => (await setting.refetch()).data}
                  open={show}
                />
                <Upcoming path={path} isActive={stored.active} timeZone={timeZone} />
              </>
            )}
          </Answer>
        )}
      </Answer>
      <Sent customer={customer} timeZone={timeZone} />
      <Drawer
        opened={mailId !== undefined}
        onClose={() => show(undefined)}
        position="right"
        size="lg"
        title={t('notices.sent.letter')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {mailId !== undefined && <Letter key={mailId} id={mailId} />}
      </Drawer>
    </Stack>
  );
}

const text = { title: { color: 'var(--mantine-color-text)' } };

/** Why reminders, or all notices, stay away whatever is set. */
function Standing({ setting, path }: { setting: NoticeSetting; path: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct(() => toast.done(t('notices.resumed')));
  const resume = () => act.mutate({ path: `${path}/resume-reminders` }, { onError: (error) => toast.failed(error) });
  return (
    <>
      {setting.remindersDeclinedAt !== null && (
        <Alert
          color="orange"
          variant="light"
          styles={text}
          icon={<IconBellOff size={18} aria-hidden />}
          title={
            <>
              {t('notices.declined')} <Moment at={setting.remindersDeclinedAt} />
            </>
          }
        >
          <Group gap="xs">
            <Text size="sm">{t('notices.declinedHint')}</Text>
            <Button variant="default" size="compact-sm" loading={act.isPending} onClick={resume}>
              {t('notices.resume')}
            </Button>
          </Group>
        </Alert>
      )}
      {setting.recipientMissing && (
        <Alert
          color="orange"
          variant="light"
          styles={text}
          icon={<IconMailOff size={18} aria-hidden />}
          title={t('notices.recipientMissing')}
        >
          {t('notices.recipientMissingHint')}
        </Alert>
      )}
    </>
  );
}

interface FormProps {
  customer: Customer;
  path: string;
  setting: NoticeSetting;
  concepts: NoticeConcept[];
  timeZone: string | undefined;
  reread: () => Promise<NoticeSetting | undefined>;
  open: (mailId: string) => void;
}

const valuesOf = (setting: NoticeSetting): NoticeValues =>
  Object.fromEntries(NOTICE_FIELDS.map((field) => [field, setting[field]])) as unknown as NoticeValues;

/** Sends only what was changed; what somebody else changes meanwhile is not overwritten. */
function Form({ customer, path, setting, concepts, timeZone, reread, open }: FormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { base, restart, edits, isEdited, values, set } = useDraft<NoticeSetting>(setting);
  if (!isEdited && setting.version > base.version) restart(setting);
  const draft = valuesOf(values);
  const preview = usePreview(path, draft);
  const save = useAct<NoticeSetting, NoticeDraft>((stored) => {
    restart(stored);
    toast.done(t('common.saved'));
  });
  const send = (onSuccess?: () => void) =>
    save.mutate({ method: 'PATCH', path, body: edits, version: base.version }, { onSuccess });
  const close = () => void navigate({ search: {} });
  const clear = () => {
    set(BLANK);
    save.reset();
    toast.done(t('notices.cleared'), () => set(draft));
  };
  const errors = errorsOf(save.error ?? preview.error);
  return (
    <SimpleGrid type="container" cols={{ base: 1, '700px': 2 }} spacing="xl" verticalSpacing="xl">
      <form onSubmit={sending(() => send())} noValidate>
        <Stack>
          <NoticeSubject {...{ values: draft, set, errors }} />
          <NoticeSwitches
            {...{ values: draft, set, errors, concepts }}
            chooseContacts={() => void navigate({ search: { tab: 'contacts' } })}
          />
          <NoticeBodies {...{ values: draft, set, errors }} />
          <FormEnd
            error={save.error}
            fields={NOTICE_FIELDS}
            isBusy={save.isPending}
            isDisabled={!isEdited}
            submit={t('notices.apply')}
            reread={() => void reread().then((fresh) => fresh && (restart(fresh), save.reset()))}
          >
            <Button variant="default" onClick={() => (isEdited ? send(close) : close())}>
              {t('notices.send')}
            </Button>
            <Button variant="subtle" color="gray" onClick={clear}>
              {t('notices.reset')}
            </Button>
          </FormEnd>
          <Text size="sm" c="dimmed">
            {t('notices.buttonsHint')}
          </Text>
        </Stack>
      </form>
      <Box>
        <Box style={{ position: 'sticky', top: 68 }}>
          <Preview {...{ customer, path, draft, timeZone, open }} of={preview} />
        </Box>
      </Box>
    </SimpleGrid>
  );
}
