import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two applications, the staff's console and the customers' portal, built together so that they share what both load. */
export default defineConfig({
  root: page('.'),
  plugins: [react()],
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Files in the page would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { console: page('index.html'), portal: page('portal/index.html') } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/portal/api': 'http://127.0.0.1:3000' } },
});
