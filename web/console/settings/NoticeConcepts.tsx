import { Anchor, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { NoticeConcept } from '../../shared/types.ts';
import { MAX_DAYS, TYPES, useWhen } from '../notices/concepts.ts';
import { DeleteButton, type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/notice-concepts';
const SUGGESTED_DAYS = 7;

type Named = NoticeConcept & { name: string };

/** When customers are told of what falls due: days before or after it (004: Catálogo de avisos de vencimientos). */
export function NoticeConcepts() {
  const { t } = useTranslation();
  const whenOf = useWhen();
  const read = useAll<NoticeConcept>(PATH);
  const concepts = { ...read, data: read.data?.map((concept) => ({ ...concept, name: concept.description })) };
  return (
    <>
      <Records<Named>
        of={concepts}
        title={t('settings.pages.notice-concepts')}
        hint={t('notices.concepts.hint')}
        add={t('notices.concepts.add')}
        columns={[
          {
            label: t('notices.concepts.type'),
            visibleFrom: 'sm',
            render: ({ type }) => t(`notices.types.${type}`),
          },
          { label: t('notices.concepts.days'), visibleFrom: 'sm', render: ({ days }) => days },
        ]}
        markOf={({ builtIn }) => builtIn && t('notices.concepts.builtIn')}
        renderBelow={(concept) => (
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            {t(`notices.types.${concept.type}`)} · {whenOf(concept)}
          </Text>
        )}
        path={PATH}
        isRetirable={({ builtIn }) => !builtIn}
      />
      <Text size="sm" mt="lg">
        <Anchor component={Link} to="/customers/notices">
          {t('notices.concepts.toMany')}
        </Anchor>
      </Text>
      <RecordSide
        of={concepts.data}
        entity="notice_concept"
        add={t('notices.concepts.add')}
        titleOf={() => t('notices.concepts.edit')}
      >
        {(form) => <ConceptForm {...form} />}
      </RecordSide>
    </>
  );
}

function ConceptForm({ record: concept, close, reread }: RecordFormProps<Named>) {
  const { t } = useTranslation();
  const whenOf = useWhen();
  const { form, send, end } = useRecordForm({
    path: PATH,
    of: concept,
    onSaved: close,
    initialValues: {
      name: concept?.name ?? '',
      days: concept?.days ?? SUGGESTED_DAYS,
      type: concept?.type ?? TYPES[0],
    },
    toField: (path) => (path === 'description' ? 'name' : path),
  });
  const { name, type } = form.values;
  const days = Number.isInteger(form.values.days) ? form.values.days : null;
  const submit = () =>
    send({
      // A built-in one that keeps its name goes on being called in each reader's language.
      ...(name !== concept?.name && { description: name }),
      ...(concept === undefined && { type }),
      days,
    });
  return (
    <form onSubmit={sending(submit)} noValidate>
      <Stack>
        {concept?.builtIn && (
          <Text size="sm" c="dimmed">
            {t('notices.concepts.builtInHint')}
          </Text>
        )}
        <TextInput
          label={t('notices.concepts.description')}
          description={t('notices.concepts.descriptionHint')}
          required
          data-autofocus
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <Radio.Group
          label={t('notices.concepts.type')}
          description={concept && t('notices.concepts.typeStays')}
          {...form.getInputProps('type')}
        >
          <Stack gap="xs" mt="xs">
            {TYPES.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`notices.types.${value}`)}
                disabled={concept !== undefined && value !== type}
              />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label={t('notices.concepts.days')}
          description={t('notices.concepts.daysHint')}
          required
          allowDecimal={false}
          min={type === 'preventive' ? 0 : 1}
          max={MAX_DAYS}
          clampBehavior="none"
          {...form.getInputProps('days')}
        />
        {days !== null && (
          <Text size="sm" role="status">
            {whenOf({ type, days })}
          </Text>
        )}
        <FormEnd {...end} close={close} reread={reread} />
        {concept && !concept.builtIn && !concept.used && (
          <DeleteButton
            path={PATH}
            record={concept}
            label={t('notices.concepts.delete')}
            hint={t('notices.concepts.deleteHint')}
            done={t('notices.concepts.deleted', { name: concept.name })}
            close={close}
          />
        )}
      </Stack>
    </form>
  );
}
