import { Group, Input, Stack } from '@mantine/core';
import { DatePicker, TimeInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { instantAt, localDateOf } from '../../../src/domain/dates.ts';
import { firstDayOfWeek } from '../../shared/format.ts';

/** A day and two times on the clocks of a zone. */
export interface Slot {
  day: string | null;
  from: string;
  to: string;
}

export const NO_SLOT: Slot = { day: null, from: '09:00', to: '11:00' };

const timeIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(at));

export const slotOf = ({ from, to }: { from: string; to: string }, timeZone: string): Slot => ({
  day: localDateOf(new Date(from), timeZone),
  from: timeIn(from, timeZone),
  to: timeIn(to, timeZone),
});

/** The two instants; null while a part is missing. */
export const instantsOf = ({ day, from, to }: Slot, timeZone: string): { from: string; to: string } | null =>
  day === null || from === '' || to === ''
    ? null
    : { from: instantAt(day, from, timeZone).toISOString(), to: instantAt(day, to, timeZone).toISOString() };

interface Props {
  value: Slot;
  onChange: (slot: Slot) => void;
  today: string;
  timeZone: string;
  error: string | undefined;
}

/** The day in a calendar, and from when to when. */
export function Appointment({ value, onChange, today, timeZone, error }: Props) {
  const { t, i18n } = useTranslation();
  const set = (some: Partial<Slot>) => onChange({ ...value, ...some });
  return (
    <Input.Wrapper
      component="fieldset"
      labelElement="div"
      bd={0}
      p={0}
      m={0}
      label={t('analysis.orders.appointment')}
      description={t('analysis.orders.zone', { timeZone })}
      error={error}
    >
      <Group align="flex-start" gap="lg" mt={6} mb={error ? 6 : 0}>
        <DatePicker
          value={value.day}
          onChange={(day) => set({ day })}
          minDate={today}
          hideOutsideDates
          weekendDays={[]}
          defaultDate={value.day ?? today}
          locale={i18n.language.toLowerCase()}
          firstDayOfWeek={firstDayOfWeek(i18n.language)}
          ariaLabels={{ previousMonth: t('analysis.orders.previousMonth'), nextMonth: t('analysis.orders.nextMonth') }}
        />
        <Stack gap="sm">
          <TimeInput
            label={t('analysis.orders.from')}
            value={value.from}
            onChange={({ currentTarget }) => set({ from: currentTarget.value })}
          />
          <TimeInput
            label={t('analysis.orders.to')}
            value={value.to}
            onChange={({ currentTarget }) => set({ to: currentTarget.value })}
          />
        </Stack>
      </Group>
    </Input.Wrapper>
  );
}
