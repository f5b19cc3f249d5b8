import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@mantine/dates/styles.css';
import '../shared/shared.css';
import { RouterProvider } from '@tanstack/react-router';
import { start } from '../shared/start.tsx';
import { createConsoleRouter } from './router.tsx';
import { loaders } from './words.ts';

await start(loaders, (client) => <RouterProvider router={createConsoleRouter(client)} />);
