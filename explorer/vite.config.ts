import { defineConfig } from 'vite';

import { compressed } from './compressed.ts';

export default defineConfig({
  base: './', // the page stands at /graphql and its assets at /explorer/assets, both behind whatever prefix a proxy adds
  plugins: [compressed()],
  worker: { format: 'es' },
  build: {
    outDir: '../app/web/explorer',
    assetsDir: 'explorer/assets',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a file of its own can be cached, and needs no data: URL in the policy
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      checks: { moduleLevelDirective: false }, // "use client" means nothing on a page without a server side
      output: { keepNames: true }, // GraphiQL makes its icons' titles of their functions' names
    },
    chunkSizeWarningLimit: 3000, // the editor is one chunk, loaded after the page's frame
  },
});
