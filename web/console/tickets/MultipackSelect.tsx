import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { Multipack } from '../../shared/types.ts';
import { useMultipacks } from '../customers/renewals.ts';

interface Props extends Omit<SelectProps, 'data'> {
  customerId: string;
  /** Which of the customer's may be chosen. */
  among?: (multipack: Multipack) => boolean;
}

/** One of a customer's multipacks, with its code and its days. */
export function MultipackSelect({ customerId, among = () => true, ...props }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const multipacks = useMultipacks(customerId).data ?? [];
  return (
    <Select
      searchable
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      data={multipacks.filter(among).map(({ id, name, code, validFrom, validTo }) => ({
        value: id,
        label: `${name} · ${code} · ${format.date(validFrom)} – ${format.date(validTo)}`,
      }))}
      {...props}
    />
  );
}
