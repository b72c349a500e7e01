import 'graphiql/setup-workers/vite';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import './style.css';

import { createRoot } from 'react-dom/client';

import { Page } from './page';
import { DeviceStorage } from './storage';

const root = document.getElementById('explorer');
if (root) createRoot(root).render(<Page storage={new DeviceStorage()} />);
