// Hive Gateway over the upstream by Mesh's REST transport, with its default settings but for --jit, which it recommends for speed.
import { readFileSync, writeFileSync } from 'node:fs';

const { BENCH_UPSTREAM, PORT } = process.env;
const supergraph = readFileSync('supergraph.graphql', 'utf8').replaceAll('http://upstream.invalid', new URL(BENCH_UPSTREAM).origin);
writeFileSync('running.graphql', supergraph);
process.argv.push('supergraph', 'running.graphql', '--host', '127.0.0.1', '--port', PORT, '--jit');
await import('./node_modules/@graphql-hive/gateway/dist/bin.js');
