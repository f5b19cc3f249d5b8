import { Button, Checkbox, Fieldset, Group, Modal, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, errorsOf } from '../../shared/api.ts';
import { Answer, Problem } from '../../shared/components/States.tsx';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type {
  BulkNoticeSettings,
  NoticeConcept,
  NoticeSettingsChanged,
  NoticeSettingsFound,
  Plan,
} from '../../shared/types.ts';
import { useBranches, useColleagues } from '../customers/parts.tsx';
import { useSession } from '../shell/session.ts';
import { firstOf, useConcepts, useWhen } from './concepts.ts';
import { BLANK, NOTICE_FIELDS, NoticeBodies, NoticeSubject, NoticeSwitches, type NoticeValues } from './fields.tsx';

const PATH = '/api/notice-settings';

/** The same settings for many customers: who they are, how many, and what they get (004). */
export function ForMany() {
  const { t } = useTranslation();
  const concepts = useConcepts();
  return (
    <Stack gap="md" maw={720}>
      <div>
        <Title order={1} size="h2">
          {t('notices.many.title')}
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          {t('notices.many.hint')}
        </Text>
      </div>
      <Answer of={concepts}>{(known) => <Form concepts={known} />}</Answer>
    </Stack>
  );
}

type Filter = BulkNoticeSettings['filter'];

function useFilter(): Filter {
  const { branchId, planId, agentId, everybody } = useSearch({ from: '/shell/customers/notices' });
  return {
    ...(branchId && { branchId }),
    ...(planId && { planId }),
    ...(agentId && { collectionAgentId: agentId === 'none' ? null : agentId }),
    withoutSettingsOnly: everybody !== true,
  };
}

function Form({ concepts }: { concepts: NoticeConcept[] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const filter = useFilter();
  const [values, setValues] = useState<NoticeValues>({
    ...BLANK,
    active: true,
    reminderConceptId: firstOf(concepts, 'preventive'),
  });
  const [hasWords, setWords] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const set = (edit: Partial<NoticeValues>) => setValues((before) => ({ ...before, ...edit }));
  const found = useQuery({
    queryKey: [`${PATH}/preview`, filter],
    queryFn: ({ signal }) => api<NoticeSettingsFound>('POST', `${PATH}/preview`, { body: filter, signal }),
    placeholderData: keepPreviousData,
  });
  const act = useAct<NoticeSettingsChanged, BulkNoticeSettings>(({ customers }) => {
    setAsking(false);
    toast.done(t('notices.many.done', { count: customers }));
  });
  const { subject, reminderBody, afterDueBody, ...switches } = values;
  const settings = { ...switches, ...(hasWords && { subject, reminderBody, afterDueBody }) };
  const customers = found.data?.customers ?? 0;
  const isCurrent = found.data !== undefined && !found.isPlaceholderData;
  const ask = () => {
    act.reset();
    setAsking(true);
  };
  const send = () =>
    act.mutate(
      { path: PATH, body: { filter, customers, settings } },
      {
        onError: ({ status }) => {
          // What is at fault stands in the form; other numbers are asked for anew.
          if (status === 422) setAsking(false);
          else void client.invalidateQueries({ queryKey: [`${PATH}/preview`] });
        },
      },
    );
  const errors = errorsOf(act.error, (path) => path.replace(/^settings\./, '').split('.')[0]!);
  return (
    <form onSubmit={sending(ask)} noValidate>
      <Stack gap="md">
        <Fieldset legend={t('notices.many.which')}>
          <Stack gap="sm">
            <Filters />
            <Answer of={found} lines={1}>
              {(counted) => <Counted found={counted} />}
            </Answer>
          </Stack>
        </Fieldset>
        <Fieldset legend={t('notices.many.what')}>
          <Stack gap="sm">
            <NoticeSwitches {...{ values, set, errors, concepts }} />
            <Switch
              label={t('notices.many.ownWords')}
              description={t('notices.many.ownWordsHint')}
              checked={hasWords}
              onChange={({ currentTarget: { checked } }) => setWords(checked)}
            />
            {hasWords && (
              <>
                <NoticeSubject {...{ values, set, errors }} />
                <NoticeBodies {...{ values, set, errors }} />
              </>
            )}
          </Stack>
        </Fieldset>
        <FormEnd
          error={act.error?.status === 422 ? act.error : null}
          fields={NOTICE_FIELDS}
          toField={(path) => path.replace(/^settings\./, '')}
          isBusy={false}
          isDisabled={!isCurrent || customers === 0}
          submit={t('notices.many.set', { count: customers })}
        />
      </Stack>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('notices.many.sure', { count: customers })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="sm">
          <Said values={values} concepts={concepts} overwritten={found.data?.withSettings ?? 0} />
          {act.error && <Problem error={act.error} />}
          <Group gap="sm">
            <Button loading={act.isPending} disabled={!isCurrent || customers === 0} onClick={send}>
              {t('notices.many.yes')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {t('common.cancel')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </form>
  );
}

/** They stand in the address. */
function Filters() {
  const { t } = useTranslation();
  const { user } = useSession();
  const navigate = useNavigate({ from: '/customers/notices' });
  const { branchId, planId, agentId, everybody } = useSearch({ from: '/shell/customers/notices' });
  const branches = useBranches();
  const plans = useAll<Plan>('/api/plans');
  const { users } = useColleagues();
  const filter = (changed: {
    branchId?: string | undefined;
    planId?: string | undefined;
    agentId?: string | undefined;
  }) => void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const clear = { 'aria-label': t('customers.clear') };
  return (
    <>
      {user.accessLevel === 1 && (
        <Select
          label={t('customers.branch')}
          placeholder={t('customers.allBranches')}
          clearable
          clearButtonProps={clear}
          searchable
          data={branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={branchId ?? null}
          onChange={(id) => filter({ branchId: id ?? undefined })}
        />
      )}
      <Select
        label={t('notices.many.plan')}
        placeholder={t('notices.many.anyPlan')}
        clearable
        clearButtonProps={clear}
        searchable
        data={plans.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={planId ?? null}
        onChange={(id) => filter({ planId: id ?? undefined })}
      />
      <Select
        label={t('notices.many.agent')}
        placeholder={t('notices.many.anyAgent')}
        clearable
        clearButtonProps={clear}
        searchable
        data={[
          { value: 'none', label: t('notices.many.noAgent') },
          ...users.map(({ id, name, active }) => ({
            value: id,
            label: active ? name : t('notices.many.inactive', { name }),
          })),
        ]}
        value={agentId ?? null}
        onChange={(id) => filter({ agentId: id ?? undefined })}
      />
      <Checkbox
        label={t('notices.many.onlyNew')}
        description={t('notices.many.onlyNewHint')}
        checked={everybody !== true}
        onChange={({ currentTarget: { checked } }) =>
          void navigate({
            search: (before) => ({ ...before, everybody: checked ? undefined : true }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    </>
  );
}

function Counted({ found: { customers, withSettings, withoutRecipient } }: { found: NoticeSettingsFound }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Text fw={600}>{t('notices.many.found', { count: customers })}</Text>
      {customers === 0 && <Text size="sm">{t('notices.many.nobody')}</Text>}
      {withSettings > 0 && <Text size="sm">{t('notices.many.overwritten', { count: withSettings })}</Text>}
      {withoutRecipient > 0 && <Text size="sm">{t('notices.many.unreachable', { count: withoutRecipient })}</Text>}
    </div>
  );
}

interface SaidProps {
  values: NoticeValues;
  concepts: NoticeConcept[];
  overwritten: number;
}

/** What will hold for them, in sentences. */
function Said({ values, concepts, overwritten }: SaidProps) {
  const { t } = useTranslation();
  const whenOf = useWhen();
  const when = (id: string | null) => {
    const concept = concepts.find((each) => each.id === id);
    return concept ? whenOf(concept) : '–';
  };
  const sentences = [
    ...(values.active
      ? [
          t('notices.many.activeSaid', { when: when(values.reminderConceptId) }),
          values.afterDue
            ? t('notices.many.afterDueSaid', { when: when(values.afterDueConceptId) })
            : t('notices.many.afterDueOffSaid'),
          t('notices.many.noOldDebts'),
        ]
      : [t('notices.many.inactiveSaid')]),
    ...(overwritten > 0 ? [t('notices.many.overwriteSaid', { count: overwritten })] : []),
  ];
  return sentences.map((sentence) => (
    <Text key={sentence} size="sm">
      {sentence}
    </Text>
  ));
}
