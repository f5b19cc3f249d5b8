import './mantine.css';
import '../shared/shared.css';
import './portal.css';
import { RouterProvider } from '@tanstack/react-router';
import { start } from '../shared/start.tsx';
import { createPortalRouter } from './router.tsx';
import { loaders } from './words.ts';

await start(loaders, (client) => <RouterProvider router={createPortalRouter(client)} />);
