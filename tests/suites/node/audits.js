// Runs the audits against the address given, and prints each with its outcome: node audits.js URL
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
const audits = results.map(({ id, name, status, reason }) => ({ id, name, status, reason }));
process.stdout.write(JSON.stringify(audits));
