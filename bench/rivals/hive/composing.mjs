// Makes supergraph.graphql of openapi.json, the reads' description that the emulator gives, cut down to this one read:
// npx --package @graphql-mesh/compose-cli --package @omnigraph/openapi mesh-compose --config-path composing.mjs --output supergraph.graphql
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

export const composeConfig = defineConfig({
  subgraphs: [{ sourceHandler: loadOpenAPISubgraph('Profiles', { source: './openapi.json', endpoint: 'http://upstream.invalid' }) }],
});
