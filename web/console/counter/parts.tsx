import { Anchor, Button, Checkbox, Group, Input, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../shared/api.ts';
import { Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge, StateBadge } from '../../shared/components/StateBadge.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAll, useGet } from '../../shared/queries.ts';
import type { Customer, Multipack, TaskType } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import styles from './counter.module.css';

/** Waits for the customer of the address; of the one before nothing is shown. */
export function OfCustomer({ children }: { children: (customer: Customer) => ReactNode }) {
  const { customerId: id } = useParams({ strict: false });
  const customer = useGet<Customer>(`/api/customers/${id}`);
  const data = customer.data?.id === id ? customer.data : undefined;
  return (
    <Answer of={{ ...customer, data }} lines={8}>
      {children}
    </Answer>
  );
}

interface PageProps {
  customer: Customer;
  /** Of the step one is at; the next one takes the focus, so that it is read out. */
  title: string;
  wide?: boolean;
  children: ReactNode;
}

/** A page at the counter: what is done, and for whom. */
export function Page({ customer, title, wide = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <Stack gap="lg" maw={wide ? 900 : 720}>
      <div>
        <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        <Text c="dimmed" component="div">
          {customer.code} ·{' '}
          <Anchor
            underline="always"
            renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId: customer.id }} />}
          >
            {customer.name}
          </Anchor>
        </Text>
      </div>
      {children}
    </Stack>
  );
}

type Classification = 'automatic_renewal_cancellation' | 'withdrawal';

/** Task types in use of a classification. */
export const useTaskTypes = (classification: Classification) =>
  useAll<TaskType>('/api/task-types', { classification, retired: false });

/** What was chosen, or the only one there is. */
export const typeOf = (types: TaskType[] | undefined, id: string | null): TaskType | undefined =>
  types?.length === 1 ? types[0] : types?.find((type) => type.id === id);

/** There is no task type yet: the way to one (000, 001). */
export function NoTypes({ classification }: { classification: Classification }) {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <Empty title={t(`counter.noTypes.${classification}`)}>
      {t('counter.noTypesHint', { classification: t(`settings.classifications.${classification}`) })}
      <Group justify="center" mt="sm">
        {user.accessLevel === 1 ? (
          <Button
            h="auto"
            mih={36}
            py={6}
            styles={{ label: { whiteSpace: 'normal' } }}
            renderRoot={(props) => (
              <Link {...props} to="/settings/$page" params={{ page: 'task-types' }} search={{ id: 'new' }} />
            )}
          >
            {t('counter.noTypesAdd')}
          </Button>
        ) : (
          <Text size="sm">{t('counter.noTypesAsk')}</Text>
        )}
      </Group>
    </Empty>
  );
}

interface TypeProps {
  types: TaskType[];
  value: TaskType | undefined;
  onChange: (id: string | null) => void;
  error: string | undefined;
}

export function TypeField({ types, value, onChange, error }: TypeProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('counter.taskType')}
      required
      allowDeselect={false}
      placeholder={t('customers.choose')}
      data={types.map(({ id, name }) => ({ value: id, label: name }))}
      value={value?.id ?? null}
      onChange={onChange}
      error={error}
    />
  );
}

/** The way out and the way on. */
export function FormButtons({ customerId, isDisabled = false }: { customerId: string; isDisabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button
        variant="default"
        renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId }} />}
      >
        {t('common.cancel')}
      </Button>
      <Button type="submit" disabled={isDisabled}>
        {t('common.next')}
      </Button>
    </Group>
  );
}

/** As the API takes them. */
const MOST_NOTES = 4000;

export function NotesField({
  value,
  onChange,
  description,
  error,
}: {
  value: string;
  onChange: (notes: string) => void;
  description: string;
  error: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <Textarea
        label={t('counter.notes')}
        description={description}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={MOST_NOTES}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        error={error}
      />
      <Text size="xs" c="dimmed" ta="right" mt={2}>
        {t('counter.notesUsed', { used: format.number(value.length), most: format.number(MOST_NOTES) })}
      </Text>
    </div>
  );
}

export interface Choice {
  multipack: Multipack;
  /** What becomes of it as things stand. */
  standing: string;
  /** Why it cannot be chosen; null where it can. */
  hindrance: ReactNode;
  /** What the server had against it. */
  refusal: string | undefined;
}

/** Multipacks to choose from; those that cannot be chosen stand last and say why. */
export function Choices({
  label,
  choices,
  value,
  onChange,
  error,
}: {
  label: string;
  choices: Choice[];
  value: string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
}) {
  const { t } = useTranslation();
  const id = useId();
  if (choices.length === 0) return <Empty title={t('counter.none')}>{t('counter.noneHint')}</Empty>;
  const inOrder = choices.toSorted((a, b) => Number(a.hindrance !== null) - Number(b.hindrance !== null));
  return (
    <Checkbox.Group label={label} withAsterisk value={value} onChange={onChange} error={error}>
      <Stack gap="xs" mt={6} mb={error ? 6 : 0}>
        {inOrder.map(({ multipack, standing, hindrance, refusal }) => (
          <div
            key={multipack.id}
            className={styles['choice']}
            data-chosen={value.includes(multipack.id) || undefined}
            data-closed={hindrance !== null || undefined}
            data-refused={refusal !== undefined || undefined}
          >
            <Checkbox
              value={multipack.id}
              disabled={hindrance !== null}
              aria-describedby={`${id}${multipack.id}`}
              label={
                <Group justify="space-between" gap="2px 12px" component="span">
                  <Text span fw={500} style={{ overflowWrap: 'anywhere' }}>
                    {multipack.name}
                  </Text>
                  <Text span size="sm" c="dimmed">
                    {multipack.code} · <Period from={multipack.validFrom} to={multipack.validTo} />
                  </Text>
                </Group>
              }
            />
            <Stack gap={4} pl={32} id={`${id}${multipack.id}`}>
              <Group gap={6}>
                <StateBadge state={multipack.state} />
                <RenewalBadge state={multipack.renewalState} />
              </Group>
              {hindrance === null ? (
                <Text size="sm" c="dimmed">
                  {standing}
                </Text>
              ) : (
                <Text size="sm" component="div">
                  {hindrance}
                </Text>
              )}
              {refusal !== undefined && <Input.Error role="alert">{refusal}</Input.Error>}
            </Stack>
          </div>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** The multipack that a refusal names. */
export const multipackRefused = (error: ApiError | null): string | undefined => {
  const id = error?.problem?.details?.['multipackId'];
  return typeof id === 'string' ? id : undefined;
};
