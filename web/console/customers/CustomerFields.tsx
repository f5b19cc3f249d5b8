import { Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../shared/components/Inputs.tsx';
import { todayIn } from '../../shared/format.ts';
import { type Language, LANGUAGES } from '../../shared/i18n.ts';
import type { Branch, Customer } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { CustomerSelect } from './CustomerSelect.tsx';
import { textFields } from './form.ts';
import type { CUSTOMER_FIELDS } from './values.ts';

export type CustomerValues = Pick<Customer, (typeof CUSTOMER_FIELDS)[number]>;

interface Props {
  /** Whose they are; nothing of somebody new. */
  customer?: Customer;
  values: CustomerValues;
  set: (edit: Partial<CustomerValues>) => void;
  errors: Record<string, string>;
  branches: Branch[];
}

/** What is known of a customer. The branch is for level 1 to choose; a retired one only stays where it is. */
export function CustomerFields({ customer, values, set, errors, branches }: Props) {
  const { t } = useTranslation();
  const { user, branch } = useSession();
  const text = textFields<'email' | 'phone' | 'taxId' | 'address'>(values, set, errors);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label={t('common.name')}
        required
        data-autofocus
        maxLength={200}
        value={values.name}
        error={errors['name']}
        onChange={({ currentTarget: { value } }) => set({ name: value })}
      />
      <TextInput label={t('common.email')} type="email" {...text('email')} />
      <TextInput label={t('common.phone')} type="tel" {...text('phone')} />
      <DateField
        label={t('customers.birthDate')}
        clearable
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
        maxDate={todayIn(branch.timeZone)}
        defaultLevel={values.birthDate ? 'month' : 'decade'}
        value={values.birthDate}
        error={errors['birthDate']}
        onChange={(birthDate) => set({ birthDate })}
      />
      <TextInput label={t('customers.taxId')} {...text('taxId')} />
      <Select
        label={t('common.language')}
        allowDeselect={false}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={values.language}
        error={errors['language']}
        onChange={(language) => language && set({ language: language as Language })}
      />
      <Textarea
        label={t('customers.address')}
        autosize
        minRows={2}
        style={{ gridColumn: '1 / -1' }}
        {...text('address')}
      />
      {(['payer', 'guardian'] as const).map((who) => (
        <CustomerSelect
          key={who}
          label={t(`customers.${who}`)}
          description={t(`customers.${who}Hint`)}
          chosen={customer?.[who] ?? null}
          except={customer?.id}
          value={values[`${who}Id`]}
          error={errors[`${who}Id`]}
          onChange={(id) => set({ [`${who}Id`]: id })}
        />
      ))}
      {user.accessLevel === 1 && (
        <Select
          label={t('customers.branch')}
          allowDeselect={false}
          data={branches
            .filter(({ id, retired }) => !retired || id === values.branchId)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={values.branchId}
          error={errors['branchId']}
          onChange={(branchId) => branchId && set({ branchId })}
        />
      )}
    </SimpleGrid>
  );
}
