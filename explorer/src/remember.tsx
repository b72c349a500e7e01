import { useSyncExternalStore } from 'react';

import type { DeviceStorage } from './storage';

/** The switch that keeps work beyond this page. */
export function Remember({ storage }: { storage: DeviceStorage }) {
  const on = useSyncExternalStore(storage.subscribe, storage.remembers);
  return (
    <div className="remember">
      <label>
        <input type="checkbox" checked={on} disabled={!storage.available} onChange={() => storage.remember(!on)} aria-describedby="remembered" />
        Remember on this device
      </label>
      <small id="remembered">
        {on ? 'Tabs, variables and history stay in this browser; headers never do.' : 'Tabs, variables and history end with this page.'}
      </small>
    </div>
  );
}
