import { Anchor, Button, Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACEHOLDERS } from '../../../src/domain/notices.ts';
import type { NoticeConcept, NoticeDraft } from '../../shared/types.ts';
import { firstOf, type NoticeType, useWhen } from './concepts.ts';

export type NoticeValues = Required<NoticeDraft>;

/** What Reset leaves (004: Restablecer). */
export const BLANK: NoticeValues = {
  subject: '',
  active: false,
  toContacts: false,
  reminderConceptId: null,
  afterDue: false,
  afterDueConceptId: null,
  reminderBody: '',
  afterDueBody: '',
};

export const NOTICE_FIELDS = Object.keys(BLANK) as (keyof NoticeValues)[];

interface FieldsProps {
  values: NoticeValues;
  set: (edit: Partial<NoticeValues>) => void;
  errors: Record<string, string>;
  concepts: NoticeConcept[];
}

/** To whom and when: what is on, and by which concepts (004). */
export function NoticeSwitches(props: FieldsProps & { chooseContacts?: () => void }) {
  const { t } = useTranslation();
  const { values, set, errors, concepts, chooseContacts } = props;
  return (
    <>
      <Checkbox
        label={t('notices.active')}
        description={t('notices.activeHint')}
        checked={values.active}
        onChange={({ currentTarget: { checked } }) =>
          // Turning it on turns the reminder on.
          set({
            active: checked,
            ...(checked && { reminderConceptId: values.reminderConceptId ?? firstOf(concepts, 'preventive') }),
          })
        }
        error={errors['active']}
      />
      <Checkbox
        label={t('notices.toContacts')}
        description={
          <>
            {t('notices.toContactsHint')}{' '}
            {chooseContacts && (
              <Anchor component="button" type="button" size="xs" onClick={chooseContacts}>
                {t('notices.chooseContacts')}
              </Anchor>
            )}
          </>
        }
        checked={values.toContacts}
        onChange={({ currentTarget: { checked } }) => set({ toContacts: checked })}
        error={errors['toContacts']}
      />
      <ConceptSelect
        label={t('notices.reminder')}
        type="preventive"
        concepts={concepts}
        value={values.reminderConceptId}
        onChange={(id) => set({ reminderConceptId: id })}
        error={errors['reminderConceptId']}
      />
      <Checkbox
        label={t('notices.afterDue')}
        checked={values.afterDue}
        onChange={({ currentTarget: { checked } }) =>
          set({
            afterDue: checked,
            ...(checked && { afterDueConceptId: values.afterDueConceptId ?? firstOf(concepts, 'after_due') }),
          })
        }
        error={errors['afterDue']}
      />
      <ConceptSelect
        label={t('notices.dueNotice')}
        type="after_due"
        concepts={concepts}
        value={values.afterDueConceptId}
        onChange={(id) => set({ afterDueConceptId: id })}
        error={errors['afterDueConceptId']}
        isDisabled={!values.afterDue}
      />
    </>
  );
}

type WordsProps = Omit<FieldsProps, 'concepts'>;

const written = (field: 'subject' | 'reminderBody' | 'afterDueBody', { values, set, errors }: WordsProps) => ({
  value: values[field],
  error: errors[field],
  onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => set({ [field]: value }),
});

/** Of both mails. */
export function NoticeSubject(props: WordsProps) {
  const label = useTranslation().t('notices.subject');
  return (
    <Wording label={label}>
      {(ref: RefObject<HTMLInputElement | null>) => (
        <TextInput ref={ref} label={label} maxLength={200} {...written('subject', props)} />
      )}
    </Wording>
  );
}

/** What each of the mails says. */
export function NoticeBodies(props: WordsProps) {
  const { t } = useTranslation();
  return (['reminderBody', 'afterDueBody'] as const).map((field) => (
    <Wording key={field} label={t(`notices.${field}`)}>
      {(ref: RefObject<HTMLTextAreaElement | null>) => (
        <Textarea
          ref={ref}
          label={t(`notices.${field}`)}
          autosize
          minRows={5}
          maxRows={16}
          maxLength={5000}
          {...written(field, props)}
        />
      )}
    </Wording>
  ));
}

interface ConceptProps {
  label: string;
  type: NoticeType;
  concepts: NoticeConcept[];
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
  isDisabled?: boolean;
}

/** Concepts of one type; one that is retired only where it is chosen already. */
function ConceptSelect({ label, type, concepts, value, onChange, error, isDisabled = false }: ConceptProps) {
  const { t } = useTranslation();
  const whenOf = useWhen();
  const offered = concepts.filter((concept) => concept.type === type && (!concept.retired || concept.id === value));
  const find = (id: string) => offered.find((concept) => concept.id === id);
  return (
    <Select
      label={label}
      placeholder={t('notices.chooseConcept')}
      data={offered.map(({ id, description }) => ({ value: id, label: description }))}
      renderOption={({ option }) => {
        const concept = find(option.value);
        return (
          <div>
            <Text size="sm">{option.label}</Text>
            {concept && (
              <Text size="xs" c="dimmed">
                {[whenOf(concept), concept.retired && t('settings.retired')].filter(Boolean).join(' · ')}
              </Text>
            )}
          </div>
        );
      }}
      allowDeselect={false}
      value={value}
      onChange={onChange}
      error={error}
      disabled={isDisabled}
    />
  );
}

/** A text with buttons that put placeholders where the cursor is. */
function Wording<Field extends HTMLInputElement | HTMLTextAreaElement>({
  label,
  children,
}: {
  label: string;
  children: (ref: RefObject<Field | null>) => ReactNode;
}) {
  const { t } = useTranslation();
  const ref = useRef<Field>(null);
  const insert = (name: string) => {
    const field = ref.current;
    if (!field) return;
    const end = field.value.length;
    field.focus();
    field.setRangeText(`{{${name}}}`, field.selectionStart ?? end, field.selectionEnd ?? end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return (
    <Stack gap={6}>
      {children(ref)}
      <Group gap={6} role="group" aria-label={t('notices.insertInto', { field: label })}>
        <Text size="xs" c="dimmed" aria-hidden>
          {t('notices.insert')}
        </Text>
        {PLACEHOLDERS.map((name) => (
          <Button key={name} variant="default" size="compact-xs" fw={500} onClick={() => insert(name)}>
            {t(`notices.placeholders.${name}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
