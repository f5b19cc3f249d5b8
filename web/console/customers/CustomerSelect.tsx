import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Page, useGet } from '../../shared/queries.ts';
import type { Customer } from '../../shared/types.ts';

type Named = Pick<Customer, 'id' | 'code' | 'name'>;

interface Props {
  label: string;
  description?: string;
  /** Who is chosen already, for the name. */
  chosen: Named | null;
  /** Who cannot be chosen. */
  except?: string | undefined;
  value: string | null;
  error?: string | undefined;
  onChange: (id: string | null) => void;
}

const FOUND_AT_ONCE = 20;
const labelOf = ({ name, code }: Named): string => `${name} (${code})`;

/** One customer, found by what is typed. */
export function CustomerSelect({ chosen, except, value, onChange, ...input }: Props) {
  const { t } = useTranslation();
  const [known, know] = useState<Named | null>(chosen);
  const [typed, type] = useState(known && value ? labelOf(known) : '');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const isChosen = known !== null && search === labelOf(known);
  const found = useGet<Page<Customer>>('/api/customers', {
    search: isChosen ? undefined : search.slice(0, 100),
    limit: FOUND_AT_ONCE,
  });
  const offered: Named[] = (found.data?.items ?? []).filter(({ id }) => id !== except);
  const all = known && value === known.id && !offered.some(({ id }) => id === known.id) ? [known, ...offered] : offered;
  return (
    <Select
      {...input}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      placeholder={t('customers.findCustomer')}
      nothingFoundMessage={t('customers.nobodyFound')}
      // The server has searched; what it found is not searched again for the words as typed.
      filter={({ options }) => options}
      data={all.map((customer) => ({ value: customer.id, label: labelOf(customer) }))}
      value={value}
      searchValue={typed}
      onSearchChange={type}
      onChange={(id) => {
        know(all.find((customer) => customer.id === id) ?? null);
        onChange(id);
      }}
    />
  );
}
