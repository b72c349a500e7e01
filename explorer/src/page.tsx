import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';

import { CarriedHeaders } from './carried-headers';
import { examples } from './examples';
import { fetcher } from './fetcher';
import { PREPARED_HEADERS } from './headers';
import { PLAN_PLUGIN } from './plan';
import { Remember } from './remember';
import type { DeviceStorage } from './storage';

const PLUGINS = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false }), PLAN_PLUGIN];

/** GraphiQL with this schema's examples, and a storage that forgets. */
export function Page({ storage }: { storage: DeviceStorage }) {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      plugins={PLUGINS}
      defaultTabs={examples}
      defaultHeaders={PREPARED_HEADERS}
      {...editorsAtFirst(storage)}
    >
      <GraphiQL.Logo>Profile Gateway</GraphiQL.Logo>
      <GraphiQL.Footer>
        <Remember storage={storage} />
        <CarriedHeaders />
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

/** What the editors show at first must be said apart: GraphiQL fills them from its tabs only when a tab is changed. */
function editorsAtFirst(storage: DeviceStorage) {
  const tab = storage.lastTab() ?? examples[0];
  return { initialQuery: tab?.query ?? '', initialVariables: tab?.variables ?? '' };
}
