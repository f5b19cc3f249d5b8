import { DatesProvider } from '@mantine/dates';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import 'dayjs/locale/es';
import 'dayjs/locale/it';
import 'dayjs/locale/pt-br';

/** Calendars in the reader's language. */
export function LocalDates({ children }: { children: ReactNode }) {
  const { language } = useTranslation().i18n;
  return (
    <DatesProvider settings={{ locale: language.toLowerCase(), firstDayOfWeek: language === 'pt-BR' ? 0 : 1 }}>
      {children}
    </DatesProvider>
  );
}
