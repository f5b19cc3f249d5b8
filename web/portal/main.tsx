import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../shared/shared.css';
import { start } from '../shared/start.tsx';
import { loaders } from './words.ts';

await start(loaders, () => <h1>Tacit</h1>);
