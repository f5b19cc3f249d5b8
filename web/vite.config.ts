import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const API = process.env['TACIT_API'] ?? 'http://127.0.0.1:3000';

/** As the server does in production: every page below `/portal` is the portal's. */
const portalPages: Plugin = {
  name: 'portal-pages',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const isPage = request.headers.accept?.includes('text/html');
      if (isPage && /^\/portal(?!\/api\/)([/?]|$)/.test(request.url ?? '')) request.url = '/portal/index.html';
      next();
    });
  },
};

/** Two applications, the staff's console and the customers' portal, built together so that they share what both load. */
export default defineConfig({
  root: page('.'),
  plugins: [react(), portalPages],
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Files in the page would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What loads what, for the test of the size.
    manifest: true,
    rolldownOptions: { input: { console: page('index.html'), portal: page('portal/index.html') } },
  },
  // The server takes changes from its own address only, so that it has to be told the one in the browser.
  server: { proxy: { '/api': { target: API }, '/portal/api': { target: API } } },
});
