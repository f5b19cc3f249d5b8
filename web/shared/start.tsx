import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { type Loaders, startWords } from './i18n.ts';
import { createQueryClient } from './queries.ts';
import { colorSchemeManager, theme } from './theme.ts';
import 'dayjs/locale/es';
import 'dayjs/locale/it';
import 'dayjs/locale/pt-br';

/** What both applications stand in: words, colours, answers, notices. */
export async function start(loaders: Loaders, application: (client: QueryClient) => ReactNode): Promise<void> {
  const words = await startWords(loaders);
  const client = createQueryClient();
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <MantineProvider theme={theme} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
          <LocalDates>
            <Notifications position="bottom-right" autoClose={6000} />
            <QueryClientProvider client={client}>{application(client)}</QueryClientProvider>
          </LocalDates>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}

function LocalDates({ children }: { children: ReactNode }) {
  const { language } = useTranslation().i18n;
  return (
    <DatesProvider settings={{ locale: language.toLowerCase(), firstDayOfWeek: language === 'pt-BR' ? 0 : 1 }}>
      {children}
    </DatesProvider>
  );
}
