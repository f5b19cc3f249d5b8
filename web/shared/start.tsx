import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { type Loaders, startWords } from './i18n.ts';
import { createQueryClient } from './queries.ts';
import { colorSchemeManager, colours, theme } from './theme.ts';

/** What both applications stand in: words, colours, answers, notices. */
export async function start(loaders: Loaders, application: (client: QueryClient) => ReactNode): Promise<void> {
  const words = await startWords(loaders);
  const client = createQueryClient();
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={colours}
          colorSchemeManager={colorSchemeManager}
          defaultColorScheme="auto"
        >
          <Notifications position="bottom-right" autoClose={6000} />
          <QueryClientProvider client={client}>{application(client)}</QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
