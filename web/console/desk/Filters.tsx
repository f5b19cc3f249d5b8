import { Button, Group, Select, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import { useTyped } from '../../shared/typed.ts';
import type { Branch, CancellationReason, User } from '../../shared/types.ts';
import { IconSearch } from '../shell/icons.ts';
import { useSession } from '../shell/session.ts';
import { type DeskAddress, DESK_COLUMNS, SLA_STATES } from './address.ts';
import { useCounts } from './counts.ts';
import { useDesk } from './place.ts';

/** What the columns are narrowed by; all of it is in the address. */
export function Filters() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { filters, column, isFiltered, go, clear } = useDesk();
  const counts = useCounts();
  const branches = useAll<Branch>('/api/branches', {}, { enabled: user.accessLevel === 1 });
  const users = useAll<User>('/api/users');
  const reasons = useAll<CancellationReason>('/api/cancellation-reasons');
  const toggle = (name: 'sla' | 'operatorId', value: string) =>
    go({ [name]: filters[name] === value ? undefined : value });
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label={t('desk.filters')}>
      <Search />
      <Choice
        name="operatorId"
        label={t('desk.claimer')}
        any={t('desk.anybody')}
        data={users.data?.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Choice
        name="reasonId"
        label={t('desk.reason')}
        any={t('desk.anyReason')}
        data={reasons.data?.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Choice
        name="sla"
        label={t('desk.slaFilter')}
        any={t('desk.anySla')}
        data={SLA_STATES.map((sla) => ({ value: sla, label: t(`desk.sla.${sla}`) }))}
      />
      {(branches.data?.length ?? 0) > 1 && (
        <Choice
          name="branchId"
          label={t('desk.branch')}
          any={t('desk.allBranches')}
          data={branches.data?.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {counts && (
        <Group gap={6}>
          <Toggle
            isOn={filters.sla === 'breached'}
            sign="■"
            text={t('desk.breached', { count: counts.breached })}
            onClick={() => toggle('sla', 'breached')}
          />
          <Toggle
            isOn={filters.sla === 'at_risk'}
            sign="▲"
            text={t('desk.atRisk', { count: counts.atRisk })}
            onClick={() => toggle('sla', 'at_risk')}
          />
          <Toggle
            isOn={filters.operatorId === user.id}
            text={t('desk.mine', { count: counts.mine })}
            onClick={() => toggle('operatorId', user.id)}
          />
        </Group>
      )}
      {isFiltered && (
        <Button size="xs" variant="subtle" onClick={clear}>
          {t('desk.clearFilters')}
        </Button>
      )}
      <Select
        hiddenFrom="md"
        label={t('desk.column')}
        w="100%"
        allowDeselect={false}
        data={DESK_COLUMNS.map((each) => ({ value: each, label: t(`desk.columns.${each}`) }))}
        value={column}
        onChange={(value) => go({ column: DESK_COLUMNS.find((each) => each === value) })}
      />
    </Group>
  );
}

function Toggle({ isOn, sign, text, onClick }: { isOn: boolean; sign?: string; text: string; onClick: () => void }) {
  return (
    <Button size="xs" variant={isOn ? 'filled' : 'default'} aria-pressed={isOn} onClick={onClick}>
      {sign && (
        <span aria-hidden style={{ marginInlineEnd: 6 }}>
          {sign}
        </span>
      )}
      {text}
    </Button>
  );
}

interface ChoiceProps {
  name: keyof DeskAddress;
  label: string;
  /** What stands there while nothing is chosen. */
  any: string;
  data: { value: string; label: string }[] | undefined;
}

function Choice({ name, label, any, data = [] }: ChoiceProps) {
  const { filters, go } = useDesk();
  return (
    <Select
      label={label}
      size="xs"
      flex="1 1 130px"
      maw={200}
      placeholder={any}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': any }}
      data={data}
      value={(filters as DeskAddress)[name] ?? null}
      onChange={(value) => go({ [name]: value ?? undefined })}
    />
  );
}

function Search() {
  const { t } = useTranslation();
  const { filters, go } = useDesk();
  const [typed, ask] = useTyped(filters.search, (search) => go({ search }));
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);
  return (
    <TextInput
      ref={field}
      type="search"
      size="xs"
      flex="2 1 220px"
      label={t('common.search')}
      placeholder={t('desk.search')}
      leftSection={<IconSearch size={14} aria-hidden />}
      maxLength={100}
      value={typed}
      onChange={({ currentTarget: { value } }) => ask(value)}
    />
  );
}
