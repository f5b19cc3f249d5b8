import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { CancellationReason } from '../../shared/types.ts';
import { DeleteButton, type RecordFormProps, Records, RecordSide } from './Records.tsx';
import { fieldOfTitle, named } from './titled.ts';

const KINDS = {
  reasons: { path: '/api/cancellation-reasons', entity: 'cancellation_reason', page: 'cancellation-reasons' },
  classifications: {
    path: '/api/reversal-classifications',
    entity: 'reversal_classification',
    page: 'reversal-classifications',
  },
} as const;
type Kind = keyof typeof KINDS;

export const CancellationReasons = () => <Described kind="reasons" />;
export const ReversalClassifications = () => <Described kind="classifications" />;

/** Reasons and classifications: a title and a description each (003). */
function Described({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const { path, entity, page } = KINDS[kind];
  const read = useAll<CancellationReason>(path);
  const records = { ...read, data: read.data?.map(named) };
  return (
    <>
      <Records
        of={records}
        title={t(`settings.pages.${page}`)}
        hint={t(`deskSettings.${kind}.hint`)}
        add={t(`deskSettings.${kind}.add`)}
        none={t(`deskSettings.${kind}.none`)}
        noneHint={t(`deskSettings.${kind}.noneHint`)}
        columns={[
          {
            label: t('deskSettings.description'),
            visibleFrom: 'sm',
            style: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
            render: ({ description }) => description,
          },
        ]}
        renderBelow={({ description }) =>
          description !== null && (
            <Text size="xs" c="dimmed" hiddenFrom="sm">
              {description}
            </Text>
          )
        }
        path={path}
      />
      <RecordSide
        of={records.data}
        entity={entity}
        add={t(`deskSettings.${kind}.add`)}
        titleOf={() => t(`deskSettings.${kind}.edit`)}
      >
        {(form) => <DescribedForm {...form} path={path} />}
      </RecordSide>
    </>
  );
}

interface DescribedFormProps extends RecordFormProps<CancellationReason & { name: string }> {
  path: string;
}

function DescribedForm({ record, path, close, reread }: DescribedFormProps) {
  const { t } = useTranslation();
  const { form, send, end } = useRecordForm({
    path,
    of: record,
    onSaved: close,
    toField: fieldOfTitle,
    initialValues: { name: record?.title ?? '', description: record?.description ?? '' },
  });
  const { name, description } = form.values;
  const body = { title: name, description: description.trim() === '' ? null : description };
  return (
    <form onSubmit={sending(() => send(body))} noValidate>
      <Stack>
        <TextInput
          label={t('deskSettings.title')}
          required
          data-autofocus
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <Textarea
          label={t('deskSettings.description')}
          autosize
          minRows={3}
          maxLength={1000}
          {...form.getInputProps('description')}
        />
        <FormEnd {...end} close={close} reread={reread} />
        {record && !record.used && (
          <DeleteButton
            path={path}
            record={record}
            label={t('deskSettings.delete')}
            hint={t('deskSettings.deleteHint')}
            done={t('deskSettings.deleted', { name: record.title })}
            close={close}
          />
        )}
      </Stack>
    </form>
  );
}
