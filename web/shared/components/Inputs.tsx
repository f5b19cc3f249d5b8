import { Group, Input, NumberInput, type NumberInputProps, Select } from '@mantine/core';
import { DateInput, type DateInputProps } from '@mantine/dates';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { minorDigits } from '../../../src/domain/money.ts';
import { firstDayOfWeek, type Money, useFormat } from '../format.ts';
import 'dayjs/locale/es';
import 'dayjs/locale/it';
import 'dayjs/locale/pt-br';

const WRITTEN = /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$/;

/** A date as people of these languages type it, the day first, or as `YYYY-MM-DD`; null for anything else. */
export function readDate(text: string): string | null {
  const written = WRITTEN.exec(text.trim());
  const date = written ? `${written[3]}-${written[2]!.padStart(2, '0')}-${written[1]!.padStart(2, '0')}` : text.trim();
  const at = new Date(`${date}T12:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date ? date : null;
}

export interface DateFieldProps
  extends Omit<
    DateInputProps,
    'value' | 'onChange' | 'valueFormat' | 'dateParser' | 'minDate' | 'maxDate' | 'excludeDate'
  > {
  value: string | null;
  onChange: (date: string | null) => void;
  /** First day that can be meant. */
  minDate?: string | undefined;
  /** Last day that can be meant. */
  maxDate?: string | undefined;
}

/** A day, typed or picked; `YYYY-MM-DD` outside. One typed beyond the limits stays and is told, for it must not become another. */
export function DateField({ minDate, maxDate, error, ...props }: DateFieldProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const isOutside = (date: string) =>
    (minDate !== undefined && date < minDate) || (maxDate !== undefined && date > maxDate);
  const told =
    props.value === null || !isOutside(props.value)
      ? undefined
      : [
          minDate !== undefined && t('common.notBefore', { date: format.inWords(minDate) }),
          maxDate !== undefined && t('common.notAfter', { date: format.inWords(maxDate) }),
        ]
          .filter(Boolean)
          .join(' ');
  return (
    <DateInput
      valueFormat={format.date}
      dateParser={readDate}
      locale={i18n.language.toLowerCase()}
      firstDayOfWeek={firstDayOfWeek(i18n.language)}
      excludeDate={isOutside}
      error={error ?? told}
      {...props}
    />
  );
}

const NUMBERS: Record<string, { decimalSeparator: string; thousandSeparator: string }> = {
  en: { decimalSeparator: '.', thousandSeparator: ',' },
};
const COMMA = { decimalSeparator: ',', thousandSeparator: '.' };

export interface MoneyInputProps extends Omit<NumberInputProps, 'value' | 'onChange'> {
  /** Null while nothing is written. */
  value: Money | null;
  currency: string;
  onChange: (money: Money | null) => void;
}

/** An amount in the units of the currency, with as many decimals as it has; minor units outside. */
export function MoneyInput({ value, currency, onChange, ...props }: MoneyInputProps) {
  const { language } = useTranslation().i18n;
  const decimals = minorDigits(currency);
  const unit = 10 ** decimals;
  return (
    <NumberInput
      min={0}
      decimalScale={decimals}
      fixedDecimalScale
      hideControls
      rightSection={<span style={{ fontSize: 'var(--mantine-font-size-xs)' }}>{currency}</span>}
      rightSectionWidth={48}
      {...(NUMBERS[language] ?? COMMA)}
      {...props}
      value={value === null ? '' : value.amount / unit}
      onChange={(written) => onChange(written === '' ? null : { amount: Math.round(Number(written) * unit), currency })}
    />
  );
}

const UNITS = ['day', 'week', 'month', 'year'] as const;
type Unit = (typeof UNITS)[number];
export interface Span {
  amount: number;
  unit: Unit;
}

/** `3 months` */
export function useSpan(): (span: Span) => string {
  const { t } = useTranslation();
  return ({ amount, unit }) => t(`spans.${unit}`, { count: amount });
}

export interface SpanInputProps {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  value: Span;
  onChange: (span: Span) => void;
  units?: readonly Unit[];
  min?: number;
  max?: number;
}

/** A length of time: how many of which. */
export function SpanInput({ label, description, error, disabled = false, value, onChange, ...rest }: SpanInputProps) {
  const { units = UNITS, min = 0, max = 99_999 } = rest;
  const { t } = useTranslation();
  const id = useId();
  return (
    <Input.Wrapper
      component="fieldset"
      labelElement="div"
      bd={0}
      p={0}
      m={0}
      {...{ label, description, error }}
      id={id}
    >
      <Group gap="xs" wrap="nowrap" mt={description === undefined ? 0 : 6}>
        <NumberInput
          aria-label={label}
          w={90}
          allowDecimal={false}
          {...{ min, max, disabled }}
          value={value.amount}
          error={error !== undefined && error !== null && error !== false}
          onChange={(amount) => onChange({ ...value, amount: Number(amount) })}
        />
        <Select
          aria-label={t('common.unit')}
          flex={1}
          allowDeselect={false}
          disabled={disabled}
          data={units.map((unit) => ({ value: unit, label: t(`units.${unit}`) }))}
          value={value.unit}
          onChange={(unit) => unit && onChange({ ...value, unit })}
        />
      </Group>
    </Input.Wrapper>
  );
}
